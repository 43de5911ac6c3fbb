"""The same text again, by whoever, from wherever, under whichever article."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import text_of

from articles.models import ArticlePage
from discussions import editing, moderation
from discussions.models import DiscussionPolicy, Reply

TEXT = "Prêt rapide et honnête entre particuliers : contactez notre conseiller financier dès maintenant !"
AGAIN = "PRÊT RAPIDE, honnête, entre particuliers… Contactez dès maintenant notre conseiller financier : 06"


@pytest.fixture
def post(article, article_index):
    DiscussionPolicy.objects.create(page=article_index, confirmation="off", moderation="after")

    def post(text=TEXT, page=article, name="Zoé"):
        form = {"name": name, "email": f"{len(name)}@lecteurs.example", "text": text}
        url = reverse("discussions:reply", args=[page.pk])
        assert Client().post(url, form, HTTP_SEC_FETCH_SITE="same-origin").status_code == 303
        return Reply.objects.latest("pk")

    return post


def test_what_somebody_else_said_today_is_read_first(post, as_moderator):
    assert post().state == "published"
    reply = post(AGAIN, name="Marcel")
    assert reply.state == "pending"
    screen = text_of(as_moderator.get(reverse("replies:inspect", args=[reply.public_id])))
    assert "Même texte 1 autre fois en 24 heures" in screen


def test_what_one_person_sends_to_another_article_is_read_first(post, article_index):
    other = article_index.add_child(instance=ArticlePage(title="Autre", slug="autre", body=[]))
    post()
    assert post(page=other).state == "pending"


@pytest.mark.parametrize(
    "text", ["Merci !", "Bravo pour cet article, je partage.", "Tout à fait d’accord avec vous."]
)
def test_what_everybody_says_may_be_said_by_everybody(post, text):
    for name in ("Zoé", "Marcel", "Awa-Marie"):
        assert post(text, name=name).state == "published"


def test_after_a_day_a_text_is_new_again(post):
    Reply.objects.filter(pk=post().pk).update(created_at=timezone.now() - datetime.timedelta(hours=25))
    assert post(AGAIN, name="Marcel").state == "published"


def test_whoever_took_a_text_back_may_send_it_again(post):
    moderation.withdraw(post(), rule="writer")
    assert post(AGAIN).state == "published"


def test_an_edit_into_what_others_said_is_read_first(post):
    post()
    reply = editing.revise(post("Le marché", name="Marcel"), AGAIN)
    assert reply.state == "pending"
    assert editing.revise(reply, f"{AGAIN}.").decisions.count() == 2


def test_an_erased_text_leaves_no_digest(post):
    reply = moderation.erase(post(), rule="writer")
    assert Reply.objects.get(pk=reply.pk).text_digest == ""
