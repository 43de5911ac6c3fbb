"""Deciding on many replies: a preview, slices that each stand by themselves, and the way back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from moderating import NEW_BATCH, QUEUE, carry_out, preview, said, states, text_of

from discussions import batches, moderation
from discussions.models import Batch, Decision, Reply

QUERIES_OF_A_PREVIEW = 14


# Preview


def test_preview_says_how_many_of_which_and_changes_nothing(as_moderator, spam):
    screen = text_of(preview(as_moderator))
    assert "Refuser : 12 réponses" in screen
    assert "Gagnez 3 fois" in screen
    assert "Une vraie réponse" not in screen
    assert set(states()) == {"pending", "published"}
    assert not Batch.objects.exists()


def test_what_an_act_is_not_possible_for_is_said_and_left_alone(as_moderator, spam):
    shown = preview(as_moderator, query="state=all")
    assert "1 réponse reste telle quelle" in text_of(shown)
    carry_out(as_moderator, shown)
    assert states() == ["rejected"] * 12 + ["published"]


def test_answers_beneath_are_warned_of_however_deep_the_reply_stands(as_moderator, say):
    top = say("Le marché a fermé.")
    middle = say("Non, il a déménagé.", parent=top)
    say("Place de l’Église.", parent=middle)
    for chosen in (top, middle):
        shown = preview(as_moderator, "spam", scope="checked", reply=[chosen.public_id])
        assert "1 d’entre elles a des réponses" in text_of(shown), chosen


def test_what_nobody_answered_is_decided_without_a_warning(as_moderator, say):
    top = say("Le marché a fermé.")
    answer = say("Non, il a déménagé.", parent=top)
    say("Spam sous la réponse", parent=answer, state="spam")
    shown = preview(as_moderator, "spam", scope="checked", reply=[answer.public_id])
    assert "Indésirable : 1 réponse" in text_of(shown)
    assert "disparai" not in text_of(shown)


def test_only_the_checked_replies_are_meant(as_moderator, spam):
    chosen = [reply.public_id for reply in spam[:3]]
    carry_out(as_moderator, preview(as_moderator, "spam", scope="checked", reply=chosen))
    assert states() == ["spam"] * 3 + ["pending"] * 9 + ["published"]


def test_the_filter_of_the_listing_is_the_filter_of_the_batch(as_moderator, spam):
    carry_out(as_moderator, preview(as_moderator, query="state=waiting&q=Gagnez 1"))
    assert states().count("rejected") == 3


@pytest.mark.parametrize(
    "query",
    ["q= Gagnez 1 ", "q=  ", "q=%00", f"q=Gagnez{' ' * 200}", "written_from=hier", "participant=nonsense"],
)
def test_the_whole_filter_is_what_the_listing_shows(as_moderator, spam, query):
    listed = as_moderator.get(f"{QUEUE}?{query}").context["items_count"]
    shown = preview(as_moderator, query=query)
    assert (shown.context["facts"]["count"] if shown.status_code == 200 else 0) == listed


def test_a_filter_that_cannot_be_read_finds_nothing(as_moderator, spam):
    screen = text_of(as_moderator.get(f"{QUEUE}?written_from=hier"))
    assert "Aucune réponse ne correspond" in screen
    assert "Gagnez" not in screen


@pytest.mark.parametrize("words", ["written_from=0001-01-01", "written_to=9999-12-31"])
def test_a_filter_that_no_database_understands_finds_nothing(as_moderator, spam, words):
    response = preview(as_moderator, query=f"state=all&{words}")
    assert response.status_code == 302
    assert "Rien n’est choisi" in said(response)
    assert as_moderator.get(f"{QUEUE}?state=all&{words}").status_code == 200


@pytest.mark.parametrize("seen_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "hier", ""])
def test_nothing_is_decided_that_was_seen_at_no_time(as_moderator, spam, seen_at):
    words = {"act": "spam", "scope": "checked", "reply": spam[0].public_id, "seen_at": seen_at}
    assert as_moderator.post(NEW_BATCH, words).status_code == 200
    assert not Batch.objects.exists()


def test_what_arrives_or_is_edited_after_the_preview_is_left_alone(as_moderator, spam, receive):
    shown = preview(as_moderator)
    receive("Arrivée entre-temps", created_at=timezone.now())
    Reply.objects.filter(pk=spam[0].pk).update(edited_at=timezone.now())
    answer = carry_out(as_moderator, shown)
    assert states() == ["pending"] + ["rejected"] * 11 + ["published", "pending"]
    assert "1 a été laissée telle quelle" in text_of(as_moderator.get(answer["Location"]))


@pytest.mark.parametrize("scope", ["checked", "filter"])
def test_what_a_colleague_decides_after_the_preview_is_left_alone(as_moderator, new_moderator, spam, scope):
    """Published, it might be filed as spam still; nobody has seen it there."""
    chosen = [reply.public_id for reply in spam]
    shown = preview(as_moderator, "spam", query="state=all&q=Gagnez", scope=scope, reply=chosen)
    moderation.publish(spam[0], actor=new_moderator("samir", first_name="Samir"))
    answer = carry_out(as_moderator, shown)
    assert states() == ["published"] + ["spam"] * 11 + ["published"]
    assert "1 a été laissée telle quelle" in text_of(as_moderator.get(answer["Location"]))


def test_a_link_without_an_act_leads_to_the_queue(as_moderator, spam):
    assert as_moderator.get(NEW_BATCH).url == QUEUE


@pytest.mark.parametrize("data", [{"scope": "checked"}, {"query": "q=introuvable"}])
def test_nothing_chosen_is_said_and_leads_back(as_moderator, spam, data):
    response = preview(as_moderator, **data)
    assert response["Location"].startswith(QUEUE)
    assert "Rien n’est choisi" in said(response)


@pytest.mark.parametrize(
    "data",
    [
        {"act": "erase"},
        {},
        {"act": "reject", "query": "%00&state=%FF", "scope": "filter"},
        {"act": "reject", "scope": "checked", "reply": ["\x00", "x" * 5000]},
        {"act": "reject", "scope": "filter", "query": "participant=99999999999999999999&written_after=x"},
        {"act": "reject", "scope": "filter", "query": "batch=nonsense"},
    ],
)
def test_nonsense_is_answered_without_a_fault(as_moderator, spam, data):
    for answer in (
        as_moderator.get(NEW_BATCH, data),
        as_moderator.post(NEW_BATCH, {**data, "seen_at": "jamais"}),
    ):
        assert answer.status_code in {200, 302, 404}
    assert set(states()) == {"pending", "published"}


def test_preview_costs_few_queries(as_moderator, spam, django_assert_max_num_queries):
    preview(as_moderator)
    with django_assert_max_num_queries(QUERIES_OF_A_PREVIEW):
        preview(as_moderator)


# Carrying out


def test_each_reply_has_its_row_in_the_log(as_moderator, moderator, spam):
    carry_out(as_moderator, preview(as_moderator), note="Vague de ce matin")
    batch = Batch.objects.get()
    rows = Decision.objects.filter(batch=batch)
    assert {(row.actor, row.from_state, row.to_state, row.note) for row in rows} == {
        (moderator, "pending", "rejected", "Vague de ce matin")
    }
    assert (rows.count(), batch.decided) == (12, 12)
    assert batch.finished_at


def test_numbers_follow_the_order_in_which_replies_were_written(as_moderator, spam):
    Reply.objects.filter(pk=spam[5].pk).update(created_at=spam[0].created_at - timedelta(days=1))
    carry_out(as_moderator, preview(as_moderator, "publish"))
    numbers = dict(Reply.objects.values_list("pk", "number"))
    # The one on the site has the first.
    assert numbers[spam[5].pk] == 2
    assert sorted(numbers.values()) == list(range(1, 14))


def test_published_together_all_stand_on_the_site(
    as_moderator, spam, read, purged, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        carry_out(as_moderator, preview(as_moderator, "publish"))
    assert "13 réponses" in read()
    assert purged


def test_a_batch_that_was_interrupted_is_carried_on_by_the_scheduled_command(moderator, spam, monkeypatch):
    monkeypatch.setattr(batches, "SLICE", 5)
    replies = Reply.objects.filter(state="pending")
    batch = batches.start(moderator, batches.ACTS["reject"], replies, seen_at=timezone.now())
    batch = batches.advance(batch, seconds=0)
    assert (batch.position, states().count("rejected")) == (5, 5)
    assert batches.carry_on() == 0
    Batch.objects.update(advanced_at=timezone.now() - timedelta(minutes=2))
    assert batches.carry_on() == 1
    assert states().count("rejected") == 12
    assert batches.carry_on() == 0


def test_the_page_of_a_batch_drives_it_on_and_says_how_far_it_is(as_moderator, moderator, spam, monkeypatch):
    monkeypatch.setattr(batches, "SLICE", 5)
    replies = Reply.objects.filter(state="pending")
    batch = batches.start(moderator, batches.ACTS["reject"], replies, seen_at=timezone.now())
    url = reverse("replies:batch", args=[batch.pk])
    assert "0 / 12" in text_of(as_moderator.get(url))
    assert states().count("rejected") == 0
    answer = as_moderator.post(f"{url}advance/", headers={"Accept": "application/json"})
    assert answer.json() == {"position": 12, "total": 12, "finished": True}
    assert "12 réponses ont été changées" in text_of(as_moderator.get(url))


def test_a_colleague_who_decided_meanwhile_is_not_overruled(moderator, new_moderator, spam):
    replies = Reply.objects.filter(state="pending")
    batch = batches.start(moderator, batches.ACTS["publish"], replies, seen_at=timezone.now())
    colleague = batches.start(
        new_moderator("samir", first_name="Samir"),
        batches.ACTS["reject"],
        replies.filter(pk__lte=spam[3].pk),
        seen_at=timezone.now(),
    )
    batches.advance(colleague, 5)
    batches.advance(batch, 5)
    assert states() == ["rejected"] * 4 + ["published"] * 9


def test_all_that_was_decided_together_is_listed(as_moderator, spam):
    assert "Aucune décision groupée" in text_of(as_moderator.get("/admin/replies/batches/"))
    carry_out(as_moderator, preview(as_moderator))
    screen = text_of(as_moderator.get("/admin/replies/batches/"))
    assert "Refuser · 12 réponses" in screen
    assert "Camille" in screen
    assert "terminée" in screen


def test_large_numbers_are_set_in_groups(as_moderator, moderator):
    batch = Batch.objects.create(actor=moderator, act="reject", total=19_300, decided=19_300, targets=[])
    Batch.objects.filter(pk=batch.pk).update(position=19_300)
    for path in ("", f"{batch.pk}/"):
        screen = text_of(as_moderator.get(f"/admin/replies/batches/{path}")).replace("\xa0", " ")
        assert "19 300 réponses" in screen
        assert "19300" not in screen
