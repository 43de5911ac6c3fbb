"""A session that has ended, or a page older than the login: what was sent is shown, and can be sent again."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from moderating import text_of
from wagtail.users.models import UserProfile

from discussions.models import Note, Participant, Reply, Rule

NOTE = "L’appeler « Madame »,\nelle y tient <beaucoup>."
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}
SEND = "Renvoyer"


@pytest.fixture
def zoe(db):
    return Participant.objects.create(name="Zoé", email="zoe@lecteurs.example")


@pytest.fixture
def note_of(zoe):
    return reverse("participants:note", args=[zoe.pk])


def shown_form(response):
    """Return the fields of the page that keeps what was sent, as a browser would send them."""
    content = response.content.decode()
    fields = re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', content)
    fields += re.findall(r'(?s)<textarea [^>]*name="(\w+)"[^>]*>\n(.*?)</textarea>', content)
    data = {}
    for name, value in fields:
        data.setdefault(name, []).append(html.unescape(value))
    return data


def test_a_note_sent_without_a_session_is_shown_and_saved_once_its_writer_is_back(client, note_of, moderator):
    response = client.post(note_of, {"text": NOTE}, **OURS)
    assert response.status_code == 403
    assert "votre session a expiré" in text_of(response)
    assert f"?next={note_of}" in response.content.decode()
    assert not Note.objects.exists()
    client.force_login(moderator)
    assert client.post(note_of, shown_form(response)).status_code == 302
    assert Note.objects.get().text == NOTE


def test_a_decision_on_many_keeps_all_that_were_checked(client, receive, moderator):
    ids = [receive(name=f"Robot {n}").public_id for n in range(3)]
    sent = {"act": "reject", "reply": ids, "seen_at": "2099-01-01T00:00:00Z", "note": "Vague de ce matin"}
    response = client.post(reverse("replies:batch_new"), sent, **OURS)
    client.force_login(moderator)
    client.post(reverse("replies:batch_new"), shown_form(response))
    assert {*Reply.objects.values_list("state", flat=True)} == {"rejected"}
    assert Reply.objects.first().decisions.last().note == "Vague de ce matin"


def test_a_page_older_than_the_login_is_answered_with_what_was_sent_and_a_new_token(moderator, note_of):
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    response = client.post(note_of, {"text": NOTE, "csrfmiddlewaretoken": "z" * 64}, **OURS)
    assert response.status_code == 403
    assert "datait d’avant votre connexion" in text_of(response)
    assert client.post(note_of, shown_form(response), **OURS).status_code == 302
    assert Note.objects.get().text == NOTE


def test_a_word_list_is_kept_with_the_button_that_was_pressed(client, moderator, db):
    sent = {
        "name": "Jeux",
        "terms": "casino\nloto",
        "places": ["text", "name"],
        "effect": "hold",
        "act": "save",
    }
    response = client.post(reverse("reply_rules:add"), sent, **OURS)
    client.force_login(moderator)
    client.post(reverse("reply_rules:add"), shown_form(response))
    rule = Rule.objects.get()
    assert (rule.terms, rule.in_text, rule.in_name) == ("casino\nloto", True, True)


@pytest.mark.parametrize("origin", [{}, {"HTTP_SEC_FETCH_SITE": "cross-site"}])
def test_what_another_site_has_filled_in_is_not_offered_to_be_sent(client, note_of, origin):
    assert SEND in text_of(client.post(note_of, {"text": NOTE}, **OURS))
    response = client.post(note_of, {"text": NOTE}, **origin)
    assert response.status_code == 403
    assert SEND not in text_of(response)


def test_the_page_speaks_the_moderators_language(moderator, note_of):
    UserProfile.objects.create(user=moderator, preferred_language="en")
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    assert "Send it once more" in text_of(client.post(note_of, {"text": NOTE}, **OURS))


def test_other_addresses_of_the_admin_ask_for_a_login_as_before(client, db):
    assert client.post(reverse("wagtailadmin_account"), {}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("wagtailadmin_login"), {"username": "camille"}).status_code == 403
