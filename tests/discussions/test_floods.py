"""A flood of replies by strangers among those of readers; the long version is tests/faults/test_flood.py."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import text_of

from discussions import floods, limits, links, moderation
from discussions.identity import READER_COOKIE
from discussions.models import DiscussionPolicy, Flood, Participant, Reply

MANY = 6
NETWORKS = [f"198.51.{n}.7" for n in range(100)]


@pytest.fixture
def post(article, monkeypatch):
    monkeypatch.setattr(floods, "FLOOD_STRANGERS", MANY)
    monkeypatch.setattr(floods, "BURST", 1000)
    DiscussionPolicy.objects.create(page=article, confirmation="off", moderation="after")
    url = reverse("discussions:reply", args=[article.pk])

    def post(number, *, address=None, client=None, email=""):
        form = {"name": "Zoé", "email": email or f"zoe{number}@lecteurs.example", "text": f"Message {number}"}
        response = (client or Client()).post(
            url, form, HTTP_SEC_FETCH_SITE="same-origin", REMOTE_ADDR=address or NETWORKS[number]
        )
        assert response.status_code == 303
        return Reply.objects.latest("pk")

    return post


@pytest.fixture
def flood(post, django_capture_on_commit_callbacks):
    """Return a function that sends so many replies from as many networks."""

    def flood(count=2 * MANY, begin=0):
        with django_capture_on_commit_callbacks(execute=True):
            return [post(begin + n) for n in range(count)]

    return flood


@pytest.fixture
def known(db):
    """A browser that has proved who it is, and of whom something was published."""
    Participant.objects.create(
        name="Awa", email="awa@lecteurs.example", verified_at=timezone.now(), trust="known"
    )
    client = Client()
    client.cookies[READER_COOKIE] = links.issue("awa@lecteurs.example")
    return client


def states():
    return [*Reply.objects.order_by("pk").values_list("state", flat=True)]


def test_in_a_flood_strangers_wait_also_those_who_came_before_it_was_felt(flood):
    flood()
    assert states() == ["pending"] * 2 * MANY
    assert Reply.objects.first().decisions.last().findings[0]["detector"] == "flood"


def test_however_much_arrives_a_readers_reply_is_never_spam_for_it(flood, monkeypatch):
    for name in ("FLOOD_NETWORK", "FLOOD_ARTICLE", "FLOOD_SITE"):
        monkeypatch.setattr(f"discussions.detectors.{name}", 1)
    flood()
    assert set(states()) == {"pending"}
    found = Reply.objects.last().decisions.first().findings
    assert {row["detector"] for row in found} == {"flood", "article_flood", "site_flood"}


def test_readers_we_know_are_published_as_always(flood, post, known):
    flood()
    assert post(99, client=known, email="awa@lecteurs.example").state == "published"


def test_as_many_as_an_article_may_have_at_once_are_no_flood(post, flood):
    flood(MANY)
    assert states() == ["published"] * MANY
    assert not Flood.objects.exists()


def test_of_many_strangers_within_seconds_the_first_few_are_published(flood, monkeypatch):
    monkeypatch.setattr(floods, "FLOOD_STRANGERS", 1000)
    monkeypatch.setattr(floods, "BURST", 4)
    flood()
    assert states()[:4] == ["published"] * 4
    # The windows are those of the clock: one may end meanwhile.
    assert states().count("pending") >= 4
    assert not Flood.objects.exists()


def test_behind_an_undeclared_proxy_nobody_is_counted_as_a_stranger(post):
    for number in range(2 * MANY):
        post(number, address="127.0.0.1")
    assert set(states()) == {"published"}


def test_moderators_get_one_mail_a_flood_and_none_before_an_hour_of_calm(flood, moderator, new_moderator):
    new_moderator("sans", first_name="Sans").__class__.objects.filter(username="sans").update(email="")
    flood()
    flood(begin=20)
    [letter] = mail.outbox
    assert letter.to == [moderator.email]
    assert letter.subject == "Afflux de réponses sur Causerie"
    assert "http://localhost/admin/replies/" in letter.body
    assert "/me/" not in letter.body
    Flood.objects.update(last_at=timezone.now() - datetime.timedelta(minutes=50))
    flood(begin=40)
    assert len(mail.outbox) == 1
    Flood.objects.update(last_at=timezone.now() - datetime.timedelta(minutes=61))
    flood(begin=60)
    assert len(mail.outbox) == 2


def test_the_alert_leaves_although_its_reader_got_many_mails(flood, moderator, monkeypatch):
    monkeypatch.setattr("discussions.outbox.MOST_PER_HOUR", 0)
    flood()
    assert len(mail.outbox) == 1


def test_the_dashboard_says_so_while_it_lasts(flood, as_moderator):
    assert "Afflux" not in text_of(as_moderator.get("/admin/"))
    flood()
    assert "bien plus de réponses de nouveaux venus" in text_of(as_moderator.get("/admin/"))
    Flood.objects.update(last_at=timezone.now() - floods.LASTS)
    assert "Afflux" not in text_of(as_moderator.get("/admin/"))


def test_what_a_moderator_has_decided_stands(post, flood, moderator):
    reply = post(50)
    moderation.remove(reply, actor=moderator)
    moderation.publish(reply, actor=moderator)
    flood()
    reply.refresh_from_db()
    assert reply.state == "published"


def test_afterwards_strangers_are_published_again(flood, post, monkeypatch):
    flood()
    Flood.objects.update(last_at=timezone.now() - floods.LASTS)
    monkeypatch.setattr(floods, "FLOOD_STRANGERS", 1000)
    assert post(70).state == "published"


def test_many_strangers_of_one_network_are_read_first(post, monkeypatch):
    monkeypatch.setattr("discussions.detectors.FLOOD_NETWORK", 3)
    monkeypatch.setattr(floods, "FLOOD_STRANGERS", 1000)
    for number in range(5):
        post(number, address=f"203.0.113.{number}")
    assert states() == ["published"] * 3 + ["pending"] * 2


def test_without_a_flood_a_reply_asks_one_question_more(post, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert floods.examine({limits.STRANGERS: 1}) == []
