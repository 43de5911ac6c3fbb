"""What is kept no longer than it is good for; docs/privacy.md has the table."""

import datetime

import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import timezone
from moderating import decide, text_of

from discussions import moderation, reports, retention, sanctions
from discussions.models import Decision, Mail, Participant, Reply, Report, Sanction


@pytest.fixture
def guest(db):
    return Participant.objects.create(name="Zoé", email="zoe@lecteurs.example")


def age(days):
    """Let all that there is be so many days old."""
    then = timezone.now() - datetime.timedelta(days=days)
    Reply.objects.update(created_at=then)
    # Past its own manager, which lets nobody change the log.
    QuerySet(Decision).update(created_at=then)
    Mail.objects.filter(sent_at__isnull=False).update(sent_at=then)


def test_what_nobody_confirmed_is_erased_after_thirty_days_with_its_writer(say, guest, capsys):
    say("Jamais confirmée.", state="unconfirmed", participant=guest)
    age(29)
    call_command("tick")
    assert Reply.objects.get().text == "Jamais confirmée."
    age(31)
    call_command("tick")
    call_command("tick")
    reply = Reply.objects.get()
    assert (reply.state, reply.text, reply.name) == ("erased", "", "")
    assert not Participant.objects.exists()
    assert capsys.readouterr().out.count("unconfirmed replies erased: 1") == 1


def test_whoever_has_another_reply_or_a_sanction_stays(say, guest):
    say("Jamais confirmée.", state="unconfirmed", participant=guest)
    say("Celle-ci, oui.", participant=guest)
    age(31)
    call_command("tick")
    assert Participant.objects.get() == guest


@pytest.fixture
def suspended(say, guest, moderator):
    """Whose only reply was erased while a suspension held."""
    reply = say("Jamais confirmée.", state="unconfirmed", participant=guest)
    ends_at = timezone.now() + datetime.timedelta(days=1)
    people = Participant.objects.filter(pk=guest.pk)
    sanctions.impose(people, "suspended", actor=moderator, reason="insult", ends_at=ends_at)
    moderation.erase(reply, rule="time")
    call_command("tick")
    return Participant.objects.get()


def test_whom_nothing_but_a_sanction_kept_is_forgotten_when_it_has_run_out(suspended, capsys):
    Sanction.objects.update(created_at=timezone.now() - datetime.timedelta(days=2), ends_at=timezone.now())
    capsys.readouterr()
    call_command("tick")
    assert not Participant.objects.exists()
    assert "people forgotten whose sanction is over: 1\n" in capsys.readouterr().out


def test_whoever_is_told_that_a_sanction_is_lifted_is_forgotten_only_then(suspended, mailoutbox):
    Participant.objects.update(verified_at=timezone.now())
    sanctions.lift(Sanction.objects.all())
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    Mail.objects.update(due_at=tomorrow)
    call_command("tick")
    assert Participant.objects.exists()
    Mail.objects.update(due_at=timezone.now())
    call_command("tick")
    assert [mail.to for mail in mailoutbox] == [[suspended.email]]
    assert not Participant.objects.exists()


def test_whoever_has_a_reply_or_another_sanction_is_not_forgotten(say, suspended, writer, moderator):
    everybody = {"people": Participant.objects.all(), "actor": moderator, "reason": "insult"}
    sanctions.impose(kind="watched", **everybody)
    say(participant=writer)
    sanctions.lift(Sanction.objects.exclude(participant=suspended, kind="watched"))
    call_command("tick")
    assert Participant.objects.count() == 2


def test_a_reply_confirmed_meanwhile_is_not_erased(say, guest):
    reply = say("À temps.", state="unconfirmed", participant=guest)
    moderation.hold(Reply.objects.get(), rule="gate")
    assert retention._erase(reply) is False
    assert Reply.objects.get().text == "À temps."


@pytest.mark.parametrize("state", ["spam", "removed", "withdrawn", "rejected"])
def test_refused_texts_are_forgotten_after_twelve_months_and_the_state_stays(say, guest, state):
    reply = say("Mot d’injure.", state="pending" if state == "rejected" else "published", participant=guest)
    moderation._change(reply, reply.state, state, rule="writer", note="Zoé, encore.", statement="Injure.")
    before = reply.decisions.count()
    age(364)
    call_command("tick")
    assert Reply.objects.get().text == "Mot d’injure."
    age(366)
    call_command("tick")
    call_command("tick")
    reply.refresh_from_db()
    assert (reply.state, reply.text, reply.plain, reply.name, reply.participant) == (state, "", "", "", None)
    assert reply.decisions.count() == before
    assert {(line.note, line.statement) for line in reply.decisions.all()} == {("", "")}


def test_a_late_decision_gives_the_text_another_twelve_months(say, guest):
    reply = say("Vieux texte.", participant=guest)
    age(800)
    moderation.remove(reply, rule="writer")
    call_command("tick")
    assert Reply.objects.get().text == "Vieux texte."


@pytest.fixture
def objection(say, writer, moderator):
    """What a writer says against a removal of a year ago."""
    reply = say("Ce n’était qu’une plaisanterie.", participant=writer)
    moderation.remove(reply, actor=moderator)
    age(366)
    return reports.appeal(Reply.objects.get(), "C’était de l’humour.")


def test_a_text_is_kept_until_the_objection_to_its_removal_is_answered(objection, moderator):
    call_command("tick")
    reply = Reply.objects.get()
    assert reply.text == "Ce n’était qu’une plaisanterie."
    assert [*Report.objects.open()] == [objection]
    reports.keep(reply, actor=moderator, seen=objection.pk)
    call_command("tick")
    assert Reply.objects.get().text == ""


def test_an_objection_that_comes_while_the_text_is_forgotten_leaves_nothing_to_decide(objection):
    assert moderation.forget(Reply.objects.get())
    assert not Reply.objects.waiting().exists()


def test_answers_below_forgotten_spam_stay_concealed(say, guest):
    spam = say("Achetez !", participant=guest)
    answer = say("Non merci.", parent=spam)
    moderation.mark_spam(spam, rule="gate")
    age(366)
    call_command("tick")
    answer.refresh_from_db()
    assert (answer.state, answer.shown) == ("published", False)


def test_what_is_forgotten_can_be_published_by_nobody(as_moderator, say, guest):
    reply = say("Mot d’injure.", participant=guest)
    moderation.remove(reply, rule="gate")
    age(366)
    call_command("tick")
    reply.refresh_from_db()
    decide(as_moderator, reply, "publish", seen="removed")
    reply.refresh_from_db()
    assert reply.state == "removed"
    screen = text_of(as_moderator.get(f"/admin/replies/{reply.public_id}/"))
    assert "Il n’y a plus rien à décider" in screen or "rien à décider" in screen


def test_sent_mails_go_after_thirty_days_and_unsent_ones_stay(db):
    now = timezone.now()
    Mail.objects.create(kind="link", email="zoe@lecteurs.example", language="fr", sent_at=now)
    later = now + datetime.timedelta(days=1)
    Mail.objects.create(kind="link", email="loic@lecteurs.example", language="fr", due_at=later)
    age(29)
    call_command("tick")
    assert Mail.objects.count() == 2
    age(31)
    call_command("tick")
    assert [left.email for left in Mail.objects.all()] == ["loic@lecteurs.example"]
