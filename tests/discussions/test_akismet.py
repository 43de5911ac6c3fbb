"""Akismet, where a site wants it; outbound requests end here, and what they would have sent is looked at."""

import logging

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from discussions import akismet, editing, moderation, outbound
from discussions.models import DiscussionPolicy, Reply, Teaching


@pytest.fixture
def key(settings):
    settings.AKISMET_KEY = "clef"


@pytest.fixture
def sent(monkeypatch):
    """What Akismet was told: (call, fields); it takes everything for spam."""
    told = []

    def post(url, fields):
        told.append((url.removeprefix(akismet.ADDRESS), fields))
        return outbound.Answer(200, {}, b"true")

    monkeypatch.setattr(outbound, "post", post)
    return told


@pytest.fixture
def post(article, monkeypatch, django_capture_on_commit_callbacks):
    """Return a function that posts a reply and waits for what is done beside it."""
    DiscussionPolicy.objects.create(page=article, confirmation="off", moderation="after")
    monkeypatch.setattr(akismet, "Thread", AtOnce)
    monkeypatch.setattr(akismet.connections, "close_all", lambda: None)
    url = reverse("discussions:reply", args=[article.pk])

    def post(text="J’accuse réception.", **changed):
        form = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": text} | changed
        with django_capture_on_commit_callbacks(execute=True):
            Client().post(url, form, HTTP_SEC_FETCH_SITE="same-origin", REMOTE_ADDR="203.0.113.77")
        return Reply.objects.latest("pk")

    return post


class AtOnce:
    def __init__(self, *, target, args, daemon):
        self.start = lambda: target(*args)


def test_without_a_key_nobody_is_asked(post, sent):
    assert post().state == "published"
    call_command("tick")
    assert sent == []


def test_a_published_reply_that_akismet_takes_for_spam_waits(key, post, sent):
    reply = post()
    assert reply.state == "pending"
    decision = reply.decisions.last()
    assert (decision.rule, decision.findings[0]["detector"]) == ("akismet", "akismet")


def test_the_address_of_the_writer_stays_here(key, post, sent, article):
    post(website="https://zoe.example/")
    [(call, fields)] = sent
    assert call == "comment-check"
    assert (fields["comment_content"], fields["comment_author"]) == ("J’accuse réception.", "Zoé")
    assert fields["permalink"] == article.full_url
    assert fields["user_ip"] == "203.0.113.0"
    assert "lecteurs.example" not in str(fields)


def test_what_waits_anyway_is_told_to_nobody(key, post, sent):
    post("https://a.example https://b.example https://c.example")
    assert sent == []


def test_an_edited_text_is_asked_about_again(
    key, post, sent, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(outbound, "post", lambda url, fields: outbound.Answer(200, {}, b"false"))
    reply = post()
    assert reply.state == "published"
    monkeypatch.setattr(outbound, "post", lambda url, fields: outbound.Answer(200, {}, b"true"))
    with django_capture_on_commit_callbacks(execute=True):
        editing.revise(reply, "Tout autre chose")
    reply.refresh_from_db()
    assert reply.state == "pending"


@pytest.mark.parametrize(
    "answer", [outbound.Answer(500, {}, b"true"), outbound.Answer(200, {}, b"invalid"), None]
)
def test_without_a_usable_answer_the_reply_stays_and_the_log_names_nobody(
    key, post, monkeypatch, caplog, answer
):
    def fail(url, fields):
        if answer is None:
            raise outbound.Failed("TimeoutError")
        return answer

    monkeypatch.setattr(outbound, "post", fail)
    with caplog.at_level(logging.WARNING):
        assert post().state == "published"
    assert not {"Zoé", "J’accuse", "clef"} & set(caplog.text.split())


def test_what_a_moderator_has_decided_meanwhile_stands(key, post, sent, moderator, monkeypatch):
    monkeypatch.setattr(akismet, "Thread", lambda **kwargs: AtOnce(target=lambda: None, args=(), daemon=True))
    reply = post()
    moderation.remove(reply, actor=moderator)
    moderation.publish(reply, actor=moderator)
    assert akismet.ask.call(reply.pk, "") is False


def test_corrections_are_told_once(key, post, sent, moderator, monkeypatch):
    assert akismet.report() == 0
    held = post()
    monkeypatch.setattr(akismet, "Thread", lambda **kwargs: AtOnce(target=lambda: None, args=(), daemon=True))
    passed = post("Un tout autre message")
    moderation.publish(held, actor=moderator)
    moderation.mark_spam(passed, actor=moderator)
    moderation.publish(passed, actor=moderator)
    sent.clear()
    assert akismet.report() == 2
    assert [(call, fields["comment_content"]) for call, fields in sent] == [
        ("submit-ham", "J’accuse réception."),
        ("submit-spam", "Un tout autre message"),
    ]
    assert akismet.report() == 0


def test_what_was_decided_before_the_key_was_set_is_not_told(key, sent, say, moderator):
    reply = say()
    moderation.mark_spam(reply, actor=moderator)
    assert akismet.report() == 0
    assert akismet.report() == 0
    assert sent == []


def test_a_correction_that_could_not_be_told_is_told_later(key, sent, say, moderator, monkeypatch):
    akismet.report()
    reply = Reply.objects.get(pk=say(state="unconfirmed").pk)
    moderation.publish(reply, rule="gate")
    moderation.mark_spam(reply, actor=moderator)
    told = outbound.post
    monkeypatch.setattr(outbound, "post", lambda url, fields: outbound.Answer(503, {}, b""))
    assert akismet.report() == 0
    monkeypatch.setattr(outbound, "post", told)
    assert akismet.report() == 1
    assert Teaching.objects.get().reported_decision
