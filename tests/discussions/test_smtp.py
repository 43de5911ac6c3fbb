"""Mail as it goes over the wire, to a server that is there, away, slow or particular."""

import datetime
import re
import time

import pytest
from aiosmtpd.controller import Controller
from django.core.serializers import serialize
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from discussions import announcing, following, moderation, outbox, reports, sanctions
from discussions import models as tables
from discussions.models import Mail

SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def later(monkeypatch):
    """Return a function that lets time pass."""
    real, passed = timezone.now, [datetime.timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: real() + passed[0])

    def later(**units):
        passed[0] += datetime.timedelta(**units)

    return later


@pytest.fixture
def follow(discussion):
    def follow(address, scope="discussion", reply=None, frequency="now"):
        return following.follow(
            discussion, address, "fr", scope=scope, reply=reply, frequency=frequency, is_proven=True
        )

    return follow


@pytest.fixture
def publish(say):
    """Return a function that lets a reply wait, then publishes it, then does what `tick` does."""

    def publish(text="J’accuse réception.", parent=None):
        reply = say(text, state="pending", parent=parent)
        tick()
        moderation.publish(reply, rule="gate")
        tick()
        return reply

    return publish


def words_of(caplog):
    """Return what the site wrote into its own log."""
    return " ".join(record.getMessage() for record in caplog.records if record.name.startswith("discussions"))


def tick():
    announcing.announce_due()
    return outbox.send_due()


def test_one_mail_a_person_and_reply_reaches_the_server_and_none_before(follow, say, box):
    top = say("Un fil")
    for address in ("noe@lecteurs.example", "lea@lecteurs.example"):
        follow(address)
        follow(address, "thread", top)
    reply = say("Bien dit.", state="pending", parent=top)
    assert (tick(), box.letters) == (0, [])
    moderation.publish(reply, rule="gate")
    tick()
    tick()
    assert sorted(box.addresses) == ["lea@lecteurs.example", "noe@lecteurs.example"]


def test_the_headers_of_one_click_are_really_on_the_wire(follow, publish, box):
    subscription = follow("noe@lecteurs.example")
    publish()
    ((_address, content, letter),) = box.letters
    head = content.partition(b"\r\n\r\n")[0]
    assert re.search(rb"\r\nList-Unsubscribe:\s+<http://localhost/\S+>\r\n", head)
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in head
    assert letter["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<discussion-\d+\.localhost>", letter["List-Id"])
    assert letter.get_content_type() == "text/plain"
    assert max(len(line) for line in content.split(b"\r\n")) < 998
    path = letter["List-Unsubscribe"].strip(" <>").removeprefix("http://localhost")
    Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    subscription.refresh_from_db()
    assert not subscription.is_active


def test_the_text_arrives_as_it_was_written(follow, publish, box):
    follow("noe@lecteurs.example")
    publish("« Œuvre » : 12 000 € ; ça alors ! 😀")
    assert "« Œuvre » : 12 000 € ; ça alors ! 😀" in box.letters[0][2].get_content()


def test_the_daily_mail_is_one(follow, publish, box, later):
    follow("noe@lecteurs.example", frequency="daily")
    for text in ("Un", "Deux", "Trois"):
        publish(text)
    assert box.letters == []
    later(days=1)
    tick()
    ((_address, _content, letter),) = box.letters
    assert letter["Subject"].strip().startswith("3\u00a0nouvelles réponses à «")
    assert re.search(r"(?s)Un\r\n.*Deux\r\n.*Trois\r\n", letter.get_content())


def test_a_server_that_is_away_for_a_day_loses_nothing_and_doubles_nothing(
    follow, publish, server, box, later
):
    readers = [f"n{number}@lecteurs.example" for number in range(4)]
    for address in readers:
        follow(address)
    server.stop()
    publish("Personne ne l’entend.")
    for _ in range(24):
        later(hours=1)
        assert tick() == 0
    back = Controller(box, hostname="127.0.0.1", port=server.port)
    back.start()
    for _ in range(24):
        later(hours=1)
        tick()
    back.stop()
    assert sorted(box.addresses) == readers
    assert not Mail.objects.filter(sent_at=None).exists()


def test_a_server_that_is_away_is_asked_once_a_run(follow, publish, server, caplog):
    for number in range(20):
        follow(f"n{number}@lecteurs.example")
    server.stop()
    publish()
    caplog.clear()
    outbox.send_due()
    assert len([record for record in caplog.records if "could not be sent" in record.message]) == 1
    assert "lecteurs.example" not in words_of(caplog)


def test_one_address_that_is_refused_stops_no_other(follow, publish, box, caplog):
    box.refused = {"n1@lecteurs.example"}
    for number in range(4):
        follow(f"n{number}@lecteurs.example")
    publish()
    assert sorted(box.addresses) == [f"n{number}@lecteurs.example" for number in (0, 2, 3)]
    assert "lecteurs.example" not in words_of(caplog)


def test_a_slow_server_holds_up_whoever_publishes_for_a_moment_only(
    follow, say, box, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(outbox, "FEW_SECONDS", 0.2)
    box.delay = 0.15
    for number in range(12):
        follow(f"n{number}@lecteurs.example")
    reply = say(state="pending")
    began = time.perf_counter()
    with django_capture_on_commit_callbacks(execute=True):
        moderation.publish(reply, rule="gate")
    assert time.perf_counter() - began < 1.5
    assert 1 <= len(box.letters) < outbox.FEW
    box.delay = 0
    tick()
    assert len(set(box.addresses)) == len(box.addresses) == 12


def test_a_scanner_that_opens_every_link_of_every_mail_changes_nothing(
    article, follow, publish, box, moderator, django_capture_on_commit_callbacks, say
):
    tables.ModeratorPreference.objects.create(user=moderator, frequency="now")
    reader = Client(**SAME_ORIGIN)
    with django_capture_on_commit_callbacks(execute=True):
        words = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "Bien dit.", "follow": "thread"}
        reader.post(reverse("discussions:reply", args=[article.pk]), words)
        asked = {"follow-email": "lea@lecteurs.example", "follow-frequency": "now"}
        reader.post(reverse("discussions:follow", args=[article.pk]), asked)
        follow("noe@lecteurs.example")
        outbox.put(Mail.Kind.LINK, "noe@lecteurs.example", "fr")
    publish("Une réponse")
    moderation.hold(say("Une autre"), rule="gate")
    decide_about_a_person(say, moderator)
    outbox.put(Mail.Kind.ALERT, moderator.email, "fr")
    tick()
    assert {mail.kind for mail in Mail.objects.all()} == {*Mail.Kind.values}
    links = [link for *_, letter in box.letters for link in links_in(letter)]
    assert len(links) >= 12
    before = dump()
    for link in links:
        scanner = Client()
        for method in (scanner.head, scanner.get):
            assert method(link).status_code in {200, 302, 303}, link
    assert dump() == before


def decide_about_a_person(say, moderator):
    """Report and remove a reply, refuse the objection, watch its writer, then exclude them: told by mail."""
    email = "marc@lecteurs.example"
    marc = tables.Participant.objects.create(name="Marc", email=email, verified_at=timezone.now())
    reply = say("Un mot de trop", participant=marc, name="Marc")
    about = {"name": "Inès", "email": "ines@lecteurs.example", "language": "fr"}
    reports.notify(reply, reason="insult", text="C’est une insulte.", **about)
    reports.act(moderation.remove, reply, actor=moderator, reason="insult")
    outbox.send_due()
    reports.appeal(reply, "Je n’insulte personne.")
    reports.keep(reply, actor=moderator, seen=tables.Report.objects.latest("pk").pk)
    people = tables.Participant.objects.filter(pk=marc.pk)
    sanctions.impose(people, "watched", actor=moderator, reason="insult")
    outbox.send_due()
    sanctions.lift(tables.Sanction.objects.all(), actor=moderator)
    sanctions.impose(people, "banned", actor=moderator, reason="insult")


def links_in(letter):
    header = letter["List-Unsubscribe"] or ""
    return re.findall(r"http://localhost(/[^\s>]+)", letter.get_content() + header)


def dump():
    """Return every row of the discussions' tables."""
    return {name: serialize("json", getattr(tables, name).objects.order_by("pk")) for name in TABLES}


TABLES = [name for name in tables.__all__ if hasattr(getattr(tables, name), "objects")]
