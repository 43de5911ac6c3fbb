"""Where a post may come from: cached pages hold no token, staff authority needs one."""

import lxml.html
import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from articles.models import ArticleAuthor, Author
from discussions import posting
from discussions.models import Reply

WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse réception.", "parent": ""}


@pytest.fixture
def address(article):
    return reverse("discussions:reply", args=[article.pk])


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "http://testserver"},
        {"Referer": "http://testserver/articles/"},
        {"Origin": "null", "Referer": "http://testserver/articles/"},
    ],
)
def test_a_post_from_our_own_pages_is_taken(visitor, address, headers):
    assert visitor.post(address, WORDS, headers=headers).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://testserver"},
        {"Origin": "http://evil.example", "Referer": "http://testserver/"},
        {"Referer": "http://evil.example/http://testserver/"},
        {"Referer": "http://[", "Origin": "null"},
    ],
)
def test_any_other_post_is_confirmed_first_and_then_taken(visitor, address, headers):
    response = visitor.post(address, WORDS, headers=headers)
    assert response.status_code == 403
    assert not Reply.objects.exists()
    form = lxml.html.fromstring(response.content.decode()).xpath("//form[contains(@class, 'reply-form')]")[0]
    assert form.fields["text"].strip() == WORDS["text"]
    assert visitor.post(form.action, dict(form.fields)).status_code == 303
    assert Reply.objects.get().name == "Zoé"


def test_a_confirmation_with_a_forged_token_is_not_taken(visitor, address):
    visitor.post(address, WORDS)
    response = visitor.post(address, WORDS | {"csrfmiddlewaretoken": "x" * 64})
    assert response.status_code == 403
    assert not Reply.objects.exists()


@pytest.fixture
def loic(article, django_user_model):
    """The author of the article, who has an account."""
    user = django_user_model.objects.create_user("loic", password="secret-de-loic", first_name="Loïc")
    author = Author.objects.create(name="Loïc T.", slug="loic", user=user, locale=article.locale)
    ArticleAuthor.objects.create(page=article, author=author, locale=article.locale)
    return user


@pytest.fixture
def moderator(django_user_model):
    user = django_user_model.objects.create_user("awa", password="secret-de-awa", first_name="Awa")
    user.user_permissions.add(Permission.objects.get(codename="moderate_reply"))
    return user


def form_on(page):
    return lxml.html.fromstring(page.content.decode()).xpath("//form[contains(@class, 'reply-form')]")[0]


def answer_as(visitor, user, article):
    visitor.force_login(user)
    form = form_on(visitor.get(article.url))
    form.fields["text"] = "Merci à tous."
    return visitor.post(form.action, dict(form.fields), headers={"Origin": "http://testserver"})


def test_the_articles_author_answers_at_once_with_the_badge(visitor, loic, article):
    response = answer_as(visitor, loic, article)
    reply = Reply.objects.get()
    assert (reply.state, reply.role, reply.name, reply.number) == ("published", "author", "Loïc T.", 1)
    assert reply.decisions.get().actor == loic
    assert "Votre réponse est publiée." in visitor.get(response.url).content.decode()
    html = Client().get(article.url).content.decode()
    assert 'data-role="author"' in html
    assert "Auteur" in html


def test_a_moderator_answers_at_once_as_the_editors(visitor, moderator, article):
    answer_as(visitor, moderator, article)
    reply = Reply.objects.get()
    assert (reply.state, reply.role, reply.name) == ("published", "staff", "Awa")


def test_any_other_account_waits_like_a_guest(visitor, article, django_user_model):
    answer_as(visitor, django_user_model.objects.create_user("leo"), article)
    reply = Reply.objects.get()
    assert (reply.state, reply.role, reply.participant.kind) == ("pending", "", "account")


def test_an_account_is_one_participant(visitor, loic, article):
    answer_as(visitor, loic, article)
    form = form_on(visitor.get(article.url))
    form.fields["text"] = "Encore merci."
    visitor.post(form.action, dict(form.fields))
    assert {reply.participant.user for reply in Reply.objects.all()} == {loic}


def test_an_authors_session_without_a_token_is_a_guest(visitor, loic, address):
    visitor.force_login(loic)
    visitor.post(address, WORDS, headers={"Sec-Fetch-Site": "same-origin"})
    reply = Reply.objects.get()
    assert (reply.state, reply.role, reply.name, reply.participant.user) == ("unconfirmed", "", "Zoé", None)


def test_a_guest_with_the_authors_name_and_address_gets_no_badge(visitor, loic, address):
    loic.email = "loic@communaute.example"
    loic.save()
    words = WORDS | {"name": "Loïc T.", "email": loic.email, "role": "author", "state": "published"}
    visitor.post(address, words, headers={"Sec-Fetch-Site": "same-origin"})
    reply = Reply.objects.get()
    assert (reply.state, reply.role) == ("unconfirmed", "")


def test_a_lost_token_costs_nobody_their_text(visitor, loic, address):
    visitor.force_login(loic)
    response = visitor.post(address, {"text": "Merci à tous.", "parent": ""})
    form = form_on(response)
    assert form.fields["text"].strip() == "Merci à tous."
    visitor.post(form.action, dict(form.fields))
    assert Reply.objects.get().role == "author"


def test_what_a_fault_gives_back_is_sent_again_with_the_badge(visitor, loic, article, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as broken:
        broken.setattr(posting, "_lock", fail)
        response = answer_as(visitor, loic, article)
    assert response.status_code == 503
    form = form_on(response)
    visitor.post(form.action, dict(form.fields), headers={"Origin": "http://testserver"})
    reply = Reply.objects.get()
    assert (reply.role, reply.text) == ("author", "Merci à tous.")


def test_somebody_signed_in_is_asked_for_no_name(visitor, loic, article):
    visitor.force_login(loic)
    form = form_on(visitor.get(article.url))
    assert "name" not in form.fields
    assert "email" not in form.fields
    assert "csrfmiddlewaretoken" in form.fields
