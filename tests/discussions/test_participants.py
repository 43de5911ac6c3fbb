"""Participants as moderators meet them: found, looked at, trusted, noted about; an address only for some."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from moderating import said, text_of

from discussions.models import Note, Participant, Reply

LIST = "/admin/participants/"
QUERIES_OF_THE_LIST = 12
QUERIES_OF_A_PARTICIPANT = 17


@pytest.fixture
def zoe(say):
    """A guest who has confirmed her address, with one published reply and one that waits."""
    zoe = Participant.objects.create(name="Zoé", email="zoe@lecteurs.example", verified_at=timezone.now())
    say("J’accuse réception.", participant=zoe)
    say("Encore un mot.", participant=zoe, state="pending")
    return zoe


@pytest.fixture
def loic(say):
    """Somebody who typed Zoé’s address without proof."""
    loic = Participant.objects.create(name="Loïc", email="Zoe@Lecteurs.example")
    say("Moi aussi.", name="Loïc", participant=loic, state="unconfirmed")
    return loic


def screen_of(person):
    return reverse("participants:inspect", args=[person.pk])


# The list


def test_list_says_who_wrote_how_much_and_when(as_moderator, zoe):
    screen = text_of(as_moderator.get(LIST))
    assert "Zoé" in screen
    assert "Publiée : 1" in screen
    assert "En attente : 1" in screen
    # Of a person "Genre" would be read as something else.
    assert ("Type" in screen, "Genre" in screen) == (True, False)


def test_a_name_is_found_however_it_is_typed(as_moderator, zoe, loic):
    screen = text_of(as_moderator.get(LIST, {"q": "ZOÉ"}))
    assert "Zoé" in screen
    assert "Loïc" not in screen


def test_an_address_is_found_by_those_who_may_read_it_alone(as_moderator, moderator, zoe):
    assert "Aucun participant ne correspond" in text_of(as_moderator.get(LIST, {"q": "lecteurs.example"}))
    moderator.user_permissions.add(Permission.objects.get(codename="view_reply_email"))
    assert "Zoé" in text_of(as_moderator.get(LIST, {"q": "Lecteurs.Example"}))


@pytest.mark.parametrize("query", ["\x00", '"', "%", "mot " * 5000, "é" * 60_000])
def test_no_search_breaks_the_list(as_moderator, zoe, query):
    assert as_moderator.get(LIST, {"q": query}).status_code == 200


@pytest.mark.parametrize("wanted", ["", "x", "-1", "99999999999999999999", "\x00"])
def test_no_number_breaks_the_filter_by_address(as_moderator, zoe, wanted):
    assert as_moderator.get(LIST, {"same_address": wanted}).status_code == 200


def test_list_is_filtered_by_standing_and_trust(as_moderator, zoe, loic):
    Participant.objects.filter(pk=loic.pk).update(standing="banned")
    screen = text_of(as_moderator.get(LIST, {"standing": "banned"}))
    assert "Loïc" in screen
    assert "Zoé" not in screen
    assert "Aucun participant ne correspond" in text_of(as_moderator.get(LIST, {"trust": "trusted"}))


def test_list_costs_few_queries_however_many_they_are(as_moderator, say, django_assert_num_queries):
    for n in range(30):
        say(participant=Participant.objects.create(name=f"Lectrice {n}", email=f"l{n}@exemple.fr"))
    as_moderator.get(LIST)
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        as_moderator.get(LIST)


def test_nobody_but_moderators_sees_participants(client, django_user_model, zoe):
    editor = django_user_model.objects.create_user("edith", password="secret")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    for url in (LIST, screen_of(zoe), reverse("participants:sanction", args=["banned"]) + f"?id={zoe.pk}"):
        assert client.get(url).status_code == 302
    client.post(reverse("participants:trust", args=[zoe.pk]), {"trust": "trusted"})
    zoe.refresh_from_db()
    assert zoe.trust != "trusted"


# One participant


def test_screen_shows_replies_numbers_and_namesakes_of_the_address_without_the_address(
    as_moderator, zoe, loic
):
    response = as_moderator.get(screen_of(zoe))
    screen = text_of(response)
    assert "J’accuse réception." in screen
    assert "Loïc" in screen
    assert "non confirmée" in screen
    assert "lecteurs.example" not in response.content.decode().lower()
    reply = Reply.objects.get(state="pending")
    assert reverse("replies:inspect", args=[reply.public_id]) in response.content.decode()


def test_whoever_may_read_addresses_sees_it_there(as_data_officer, zoe):
    assert "zoe@lecteurs.example" in text_of(as_data_officer.get(screen_of(zoe)))


def test_replys_screen_leads_to_who_wrote_it(as_moderator, zoe):
    reply = Reply.objects.get(state="pending")
    assert (
        screen_of(zoe)
        in as_moderator.get(reverse("replies:inspect", args=[reply.public_id])).content.decode()
    )


def test_queue_can_be_narrowed_to_one_participant(as_moderator, zoe, loic):
    reply = Reply.objects.get(state="pending")
    named = {"state": "all", "participant": zoe.pk, "discussion": reply.discussion_id}
    screen = text_of(as_moderator.get("/admin/replies/", named))
    assert re.search("Participant : *Zoé", screen)
    assert re.search(f"Discussion : *{reply.discussion}", screen)
    assert "J’accuse réception." in screen
    assert "Moi aussi." not in screen


def test_trust_is_changed_and_the_screen_says_by_whom(as_moderator, zoe):
    response = as_moderator.post(reverse("participants:trust", args=[zoe.pk]), {"trust": "trusted"})
    assert response.status_code == 302
    zoe.refresh_from_db()
    assert zoe.trust == "trusted"
    assert "Camille Confiance" in text_of(as_moderator.get(screen_of(zoe)))


def test_an_unknown_trust_changes_nothing(as_moderator, zoe):
    before = zoe.trust
    as_moderator.post(reverse("participants:trust", args=[zoe.pk]), {"trust": "roi"})
    zoe.refresh_from_db()
    assert zoe.trust == before


def test_a_note_is_kept_with_author_and_time(as_moderator, zoe):
    as_moderator.post(reverse("participants:note", args=[zoe.pk]), {"text": "L’appeler « Madame »."})
    note = Note.objects.get()
    assert (note.text, note.actor.first_name) == ("L’appeler « Madame ».", "Camille")
    assert "L’appeler « Madame »." in text_of(as_moderator.get(screen_of(zoe)))


def test_a_note_sent_twice_is_one(as_moderator, zoe):
    for _ in range(2):
        as_moderator.post(reverse("participants:note", args=[zoe.pk]), {"text": "L’appeler « Madame »."})
    assert Note.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  ", "\x00", "é" * 2001])
def test_a_faulty_note_is_refused_in_words(as_moderator, zoe, text):
    response = as_moderator.post(reverse("participants:note", args=[zoe.pk]), {"text": text})
    assert not Note.objects.exists()
    assert response.status_code == 422
    assert response.context["note_form"].errors
    # At the top, where the page opens, too.
    assert str(response.context["note_form"]["text"].errors[0]) in said(response)
    assert text.strip("\x00") in response.content.decode()


@pytest.mark.parametrize("pk", [0, 999, 99999999999999999999])
def test_nobody_is_not_found(as_moderator, db, pk):
    assert as_moderator.get(f"{LIST}{pk}/").status_code == 404


def test_participant_screen_costs_few_queries(as_moderator, zoe, loic, say, django_assert_num_queries):
    for n in range(15):
        say(f"Et encore {n}", participant=zoe)
        zoe.notes.create(text=f"Note {n}")
    as_moderator.get(screen_of(zoe))
    with django_assert_num_queries(QUERIES_OF_A_PARTICIPANT):
        as_moderator.get(screen_of(zoe))
