"""A moderator's answer from the admin: with the badge, the reply published first if need be, no text lost."""

import re

import pytest
from django.urls import reverse
from moderating import said, text_of

from articles.models import ArticleAuthor, Author
from discussions import moderation, reports, sanctions
from discussions.models import Participant, Reply

TEXT = "Merci, c’est corrigé : « l’été » prend bien deux accents."


@pytest.fixture
def answer(as_moderator):
    def answer(reply, **changed):
        url = reverse("replies:answer", args=[reply.public_id])
        return as_moderator.post(url, {"text": TEXT, "seen": reply.state, **changed})

    return answer


def screen(client, reply):
    return client.get(reverse("replies:inspect", args=[reply.public_id])).content.decode()


def test_a_published_reply_is_answered_with_the_staff_badge(answer, as_moderator, receive, moderator):
    reply = receive(state="published")
    assert "Envoyer la réponse" in screen(as_moderator, reply)
    response = answer(reply)
    assert response.url == reverse("replies:inspect", args=[reply.public_id])
    mine = Reply.objects.get(parent=reply)
    assert (mine.text, mine.state, mine.role, mine.name) == (TEXT, "published", "staff", str(moderator))
    assert "Votre réponse est publiée" in said(response)
    shown = as_moderator.get(response.url).content.decode()
    assert f"/-/discussions/reply/{mine.public_id}/#{mine.anchor}" in shown


def test_who_signs_the_article_answers_as_its_author(answer, receive, moderator, article):
    author = Author.objects.create(name="Camille Dœuf", user=moderator, locale=article.locale)
    ArticleAuthor.objects.create(page=article, author=author)
    reply = receive(state="published")
    answer(reply)
    assert Reply.objects.get(parent=reply).role == "author"


def test_a_waiting_reply_is_published_and_answered_in_one_click(answer, as_moderator, receive, moderator):
    reply = receive()
    assert "Publier et répondre" in screen(as_moderator, reply)
    answer(reply, publish="1")
    reply.refresh_from_db()
    assert (reply.state, reply.decisions.last().actor) == ("published", moderator)
    assert Reply.objects.get(parent=reply).text == TEXT


def test_a_waiting_reply_cannot_be_answered_while_it_waits(answer, receive):
    reply = receive()
    response = answer(reply)
    assert response.status_code == 409
    assert TEXT in text_of(response)
    assert not Reply.objects.filter(parent=reply).exists()


@pytest.mark.parametrize("text", ["", "  ", "x" * 10_001, "avec un \x00"])
def test_what_is_wrong_is_said_and_nothing_published(answer, receive, text):
    reply = receive()
    response = answer(reply, publish="1", text=text)
    assert response.status_code == 422
    assert "w-field__errors" in response.content.decode()
    assert said(response)
    assert Reply.objects.get().state == "pending"


def test_in_a_closed_discussion_nothing_is_published_and_the_text_kept(
    answer, receive, discussion, moderator
):
    reply = receive()
    moderation.close(discussion, actor=moderator)
    response = answer(reply, publish="1")
    assert response.status_code == 409
    assert "La discussion est fermée" in said(response)
    assert TEXT in text_of(response)
    assert Reply.objects.get().state == "pending"


def test_somebody_who_decided_meanwhile_is_named_and_the_text_kept(answer, receive, new_moderator):
    reply = receive()
    moderation.reject(Reply.objects.get(), actor=new_moderator("dominique", first_name="Dominique"))
    response = answer(reply, publish="1")
    assert response.status_code == 409
    assert "Dominique a décidé entre-temps" in said(response)
    assert TEXT in text_of(response)
    assert Reply.objects.get().state == "rejected"


def test_a_moderator_whom_a_colleague_has_excluded_is_told_and_keeps_the_text(
    answer, receive, moderator, new_moderator
):
    answer(receive(state="published"))
    colleague = new_moderator("dominique", first_name="Dominique")
    sanctions.impose(Participant.objects.filter(user=moderator), "banned", actor=colleague, reason="insult")
    reply = receive()
    response = answer(reply, publish="1", text="Et pourtant, elle tourne.")
    assert response.status_code == 403
    assert "Vous ne pouvez plus écrire ici" in text_of(response)
    assert "Et pourtant, elle tourne." in text_of(response)
    reply.refresh_from_db()
    assert reply.state == "pending"


def test_a_colleague_who_has_answered_the_objection_is_named_and_nothing_published(
    answer, as_moderator, receive, new_moderator
):
    reply = receive(state="published")
    moderation.remove(reply, rule="time")
    objection = reports.appeal(reply, "Je citais le procès-verbal.")
    form = as_moderator.get(reverse("replies:inspect", args=[reply.public_id])).content.decode()
    form = form.split(f'action="{reverse("replies:answer", args=[reply.public_id])}"')[1].split("</form>")[0]
    seen = dict(re.findall(r'name="(seen\w*)" value="([^"]*)"', form))
    reports.keep(reply, actor=new_moderator("lea", first_name="Léa"), seen=objection.pk)
    response = answer(reply, publish="1", **seen)
    assert "Léa a répondu entre-temps aux signalements" in text_of(response)
    assert TEXT in response.content.decode()
    assert Reply.objects.get().state == "removed"


def test_a_double_click_is_one_answer(answer, receive):
    reply = receive()
    answer(reply, publish="1")
    assert answer(reply, publish="1").status_code == 302
    assert Reply.objects.filter(parent=reply).count() == 1


def test_a_text_edited_meanwhile_is_not_published(answer, receive):
    reply = receive()
    response = answer(reply, publish="1", seen_edit="2026-01-01T00:00:00+00:00")
    assert response.status_code == 409
    assert "modifié entre-temps" in text_of(response)


def test_a_reply_whose_page_is_offline_cannot_be_answered(answer, as_moderator, receive, article):
    reply = receive(state="published")
    article.unpublish()
    assert "ne peut pas recevoir de réponse" in screen(as_moderator, reply)
    assert answer(reply).status_code == 409


def test_only_moderators_answer_there(client, receive, django_user_model):
    reply = receive(state="published")
    client.force_login(django_user_model.objects.create_user("ines", "ines@exemple.fr", "secret"))
    client.post(reverse("replies:answer", args=[reply.public_id]), {"text": TEXT})
    assert not Reply.objects.filter(parent=reply).exists()


def test_an_unknown_reply_is_not_found(as_moderator, db):
    assert as_moderator.post("/admin/replies/inconnu234/answer/", {"text": TEXT}).status_code == 404
