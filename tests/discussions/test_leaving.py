"""What leaves in the request that causes it: a few mails together, for a moment, over one connection."""

import re
import time

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import decide

from discussions import batches, decisions, outbox, reports
from discussions.models import Mail, Reply

SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse réception."}


@pytest.fixture
def post(article, django_capture_on_commit_callbacks):
    """Return a function that posts a reply and gives back how many seconds its writer waited."""

    def post(**changed):
        began = time.monotonic()
        with django_capture_on_commit_callbacks(execute=True):
            url = reverse("discussions:reply", args=[article.pk])
            assert Client(**SAME_ORIGIN).post(url, WORDS | changed).status_code == 303
        return time.monotonic() - began

    return post


@pytest.fixture
def notices(say):
    """Return a function that lets so many people give notice of a reply, and forgets they were thanked."""

    def notices(number, reply=None):
        reply = reply or say()
        about = {"reason": "illegal_other", "text": "C’est illicite.", "language": "fr"}
        for at in range(number):
            email = f"n{reply.pk}.{at}@lecteurs.example"
            reports.notify(reply, name=f"Nadia {at}", email=email, **about)
        Mail.objects.all().delete()
        return reply

    return notices


def put(*names):
    for name in names:
        outbox.put(Mail.Kind.CONFIRMATION, f"{name}@lecteurs.example", "fr", reply=Reply.objects.get())


def test_a_server_that_says_nothing_holds_up_a_writer_for_two_seconds_and_loses_nothing(
    post, silent_server, settings
):
    assert post() < 3
    assert len(silent_server) == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Mail.objects.update(due_at=timezone.now())
    assert outbox.send_due() == 1


def test_the_next_writers_do_not_wait_for_it_at_all(post, silent_server):
    post()
    assert post(email="lea@lecteurs.example") < 1
    assert len(silent_server) == 1


def test_a_decision_that_answers_many_waits_for_it_once(
    notices, as_moderator, silent_server, django_capture_on_commit_callbacks
):
    reply = notices(3)
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        decide(as_moderator, reply, "remove")
    assert time.monotonic() - began < 3
    assert len(silent_server) == 1
    assert Mail.objects.filter(sent_at=None).count() == 3


def test_what_a_decision_says_to_a_few_leaves_with_it_over_one_connection(notices, as_moderator, mails, box):
    assert len(notices(4).reports.all()) == 4
    mails(decide, as_moderator, Reply.objects.get(), "remove")
    assert (len(box.letters), box.connections) == (4, 1)


def test_of_a_batch_a_few_mails_leave_at_once_and_the_rest_by_tick(say, notices, moderator, mails, box):
    for number in range(8):
        notices(1, say(f"Réponse {number}"))
    removed = batches.start(moderator, decisions.ACTS["remove"], Reply.objects.all(), seen_at=timezone.now())
    mails(batches.advance, removed, 2)
    assert (len(box.letters), box.connections) == (outbox.FEW, 1)
    assert outbox.send_due() == 3
    assert len(set(box.addresses)) == 8


def test_what_is_rolled_back_takes_along_no_other_mail(say, mails, mailoutbox):
    say(state="unconfirmed")

    def write():
        with transaction.atomic():
            for name, is_undone in (("a", True), ("b", False), ("c", True)):
                with transaction.atomic():
                    put(name)
                    transaction.set_rollback(is_undone)
            put("d")

    assert sorted(mails(write)) == ["b@lecteurs.example", "d@lecteurs.example"]
    assert len(mailoutbox) == 2


def test_the_answer_to_who_types_an_address_waits_for_no_mail(
    article, follow, box, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(outbox, "send_a_few", lambda **about: pytest.fail("its time tells who is known"))
    follow("connue@lecteurs.example")
    for email in ("connue@lecteurs.example", "inconnue@lecteurs.example"):
        with django_capture_on_commit_callbacks(execute=True):
            Client(**SAME_ORIGIN).post(reverse("discussions:ask_link"), {"email": email})
            words = {"follow-email": email, "follow-frequency": "daily"}
            Client(**SAME_ORIGIN).post(reverse("discussions:follow", args=[article.pk]), words)
    assert box.connections == 0
    assert outbox.send_due() == 3
    assert sorted(box.addresses) == ["connue@lecteurs.example"] * 2 + ["inconnue@lecteurs.example"]


def test_on_ones_own_machine_they_leave_at_once_for_nobody_runs_tick_there(
    settings, django_capture_on_commit_callbacks, db
):
    settings.DEBUG = True
    with django_capture_on_commit_callbacks(execute=True):
        outbox.put(Mail.Kind.LINK, "zoe@lecteurs.example", "fr")
    assert Mail.objects.get().sent_at


class Killed(BaseException):
    """The machine went off."""


@pytest.fixture
def killed_once_sent(monkeypatch):
    """Let the process die as soon as the server has taken a mail."""
    real = EmailMessage.send

    def send(message):
        real(message)
        monkeypatch.setattr(EmailMessage, "send", real)
        raise Killed

    monkeypatch.setattr(EmailMessage, "send", send)


def test_a_process_that_dies_tells_nobody_twice_of_a_reply(
    follow, write, publish, killed_once_sent, clock, mailoutbox
):
    follow(frequency="daily")
    publish(write())
    clock(2026, 5, 5, 7, 0)
    with pytest.raises(Killed):
        outbox.send_due()
    clock(2026, 5, 5, 7, 30)
    assert outbox.send_due() == 0
    assert len(mailoutbox) == 1


def test_what_leaves_twice_all_the_same_is_one_mail_to_a_mail_program(say, killed_once_sent, mailoutbox):
    say(state="unconfirmed")
    put("a", "b")
    with pytest.raises(Killed):
        outbox.send_due()
    Mail.objects.update(due_at=timezone.now())
    assert outbox.send_due() == 2
    ids = [(message.to[0], message.message()["Message-ID"]) for message in mailoutbox]
    assert len(ids) == 3
    assert len(set(ids)) == len({name for _to, name in ids}) == 2
    assert all(re.fullmatch(r"<[\d.]+@localhost>", name) for _to, name in ids)


def test_what_the_server_refuses_is_not_taken_for_sent(follow, write, publish, box, clock):
    box.refused = {"noe@lecteurs.example"}
    follow()
    publish(write())
    assert (box.letters, Mail.objects.get().sent_at) == ([], None)
    box.refused = set()
    clock(2026, 5, 4, 15, 30)
    assert outbox.send_due() == 1


def test_each_notice_is_acknowledged_five_an_hour_and_none_at_the_cost_of_a_link(say, clock, mailoutbox):
    about = {"reason": "illegal_other", "name": "Nadia", "email": "nadia@lecteurs.example", "language": "fr"}
    for number in range(12):
        reports.notify(say(f"Réponse {number}"), text="C’est illicite.", **about)
    assert outbox.put(Mail.Kind.LINK, "nadia@lecteurs.example", "fr")
    Mail.objects.filter(kind=Mail.Kind.LINK).delete()
    assert [outbox.send_due(), outbox.send_due()] == [5, 0]
    clock(2026, 5, 4, 16, 20)
    assert [outbox.send_due(), outbox.send_due()] == [5, 0]
    reports.notify(say("La dernière"), text="C’est illicite.", **about)
    clock(2026, 5, 4, 17, 20)
    assert [outbox.send_due(), outbox.send_due()] == [3, 0]
    assert len({message.subject for message in mailoutbox}) == 13
