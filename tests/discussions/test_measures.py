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
