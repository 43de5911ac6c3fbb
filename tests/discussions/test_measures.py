"""A sanction and what becomes of the replies with it: one measure, told in true words, undone as a whole."""

import pytest
from django.urls import reverse
from django.utils import timezone
from moderating import said, text_of

from discussions import batches, measures, outbox
from discussions.models import Batch, Participant, Reply, Sanction


def states():
    return [*Reply.objects.order_by("pk").values_list("state", flat=True)]


@pytest.fixture
def ban(writer, moderator):
    """Return a function that excludes the writer, with an act on their replies, and carries it out."""

    def ban(act="remove", reason="insult", **said):
        people = Participant.objects.filter(pk=writer.pk)
        said = {"seen_at": timezone.now()} | said
        batch = measures.impose(people, "banned", actor=moderator, reason=reason, act=act, **said)
        measures.advance(batch)
        return batch

    return ban


# The reasons


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("insult", "Elle s’en prend à des personnes"),
        ("privacy", "Elle rend public ce qui relève de la vie privée"),
        ("illegal", "Elle enfreint la loi."),
    ],
)
def test_the_writer_is_told_of_each_reply_why_it_is_removed(say, writer, ban, mailoutbox, reason, words):
    say("Voilà ce que j’en pense.", participant=writer)
    ban(reason=reason)
    outbox.send_due()
    (statement,) = [mail for mail in mailoutbox if "Voilà ce que j’en pense." in mail.body]
    assert words in statement.body


def test_the_history_of_a_reply_names_the_reason(say, writer, ban, as_moderator):
    reply = say(participant=writer)
    ban(reason="illegal")
    assert "(Illicite pour une autre raison)" in text_of(
        as_moderator.get(f"/admin/replies/{reply.public_id}/")
    )


def test_each_reason_of_a_sanction_is_a_ground_for_its_replies():
    assert {*measures.GROUNDS} == {*Sanction.Reason}


# Once


def test_a_second_click_does_what_the_first_did(say, writer, ban, mails):
    say(participant=writer)
    seen_at, batches_given = timezone.now(), []
    sent = mails(lambda: batches_given.append(ban(seen_at=seen_at)))
    assert [*sent] == [writer.email]
    assert mails(lambda: batches_given.append(ban(seen_at=seen_at))) == {}
    assert len({*batches_given}) == 1
    assert Sanction.objects.count() == Batch.objects.count() == 1
    assert states() == ["removed"]


@pytest.mark.parametrize("changed", [{"reason": "hate"}, {"statement": "Vos mots du 2 mai."}, {"days": 30}])
def test_what_was_changed_before_the_second_click_is_imposed(as_moderator, writer, changed):
    url = reverse("participants:sanction", args=["suspended"])
    sent = {"id": writer.pk, "reason": "insult", "days": 7, "seen": timezone.now().timestamp()}
    for data in (sent, sent, sent | changed):
        assert as_moderator.post(url, data).status_code == 302
    assert Sanction.objects.count() == 2


def test_a_sanction_lifted_meanwhile_is_imposed_again(ban, writer, moderator):
    seen_at = timezone.now()
    measures.undo(ban(act="", seen_at=seen_at), actor=moderator)
    ban(act="", seen_at=seen_at)
    assert Participant.objects.get().standing == "banned"


def test_whoever_has_it_already_gets_it_no_second_time_with_others(ban, writer, moderator):
    seen_at = timezone.now()
    ban(act="", seen_at=seen_at)
    Participant.objects.create(name="Zora")
    same = {"actor": moderator, "reason": "insult", "seen_at": seen_at}
    measures.impose(Participant.objects.all(), "banned", **same)
    assert sorted(Sanction.objects.values_list("participant__name", flat=True)) == ["Loïc", "Zora"]


# Taking back


def test_a_measure_under_way_is_stopped_and_taken_back(say, writer, ban, as_moderator, monkeypatch):
    monkeypatch.setattr(batches, "SLICE", 2)
    monkeypatch.setattr(measures, "SECONDS", 0)
    for _ in range(5):
        say(participant=writer)
    batch = ban()
    assert sorted(states()) == ["published"] * 3 + ["removed"] * 2
    answer = as_moderator.post(reverse("participants:batch", args=[batch]))
    assert "2 réponses sont comme avant" in said(answer)
    Batch.objects.update(advanced_at=timezone.now() - batches.ABANDONED * 2)
    assert batches.carry_on() == 0
    assert {*states()} == {"published"}
    assert not Sanction.objects.in_force().exists()
    assert "2 réponses sur 2" in text_of(as_moderator.get(reverse("participants:batch", args=[batch])))


def test_a_measure_that_has_not_begun_with_the_replies_decides_on_none(
    say, writer, ban, moderator, monkeypatch
):
    monkeypatch.setattr(measures, "advance", lambda batch: None)
    say(participant=writer)
    assert measures.undo(ban(), actor=moderator) == (1, 0)
    Batch.objects.update(advanced_at=timezone.now() - batches.ABANDONED * 2)
    batches.carry_on()
    assert states() == ["published"]
