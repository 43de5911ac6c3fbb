"""Sanctions: seen before they act, imposed and lifted by a moderator, one or many, and undone together."""

import datetime
import functools
import uuid

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import said, text_of
from sanctioned import become_known, impose, standing_of, write

from discussions import moderation, sanctions
from discussions.models import Participant, Reply, Sanction

LIST = "/admin/participants/"
TOLD = {"reason": "insult", "statement": "Vos mots du 2 mai.", "note": "Voir Loïc.", "days": "", "act": ""}


@pytest.fixture
def post(article):
    return functools.partial(write, article)


@pytest.fixture
def reader():
    return Client()


@pytest.fixture
def zoe(article, reader):
    return become_known(article, reader)


def sanction(client, kind, *people, **changed):
    url = reverse("participants:sanction", args=[kind])
    seen = timezone.now().timestamp()
    return client.post(url, TOLD | {"seen": seen, "id": [person.pk for person in people]} | changed)


# The screens


def test_the_screen_counts_who_is_told_and_who_is_not_in_good_french(as_moderator, zoe):
    people = [zoe.pk, *(Participant.objects.create(name=f"Inconnu {n}").pk for n in range(2))]
    for ids, words in [(people[:2], "l’autre n’a pas confirmé"), (people, "les autres n’ont pas confirmé")]:
        screen = text_of(as_moderator.get(reverse("participants:sanction", args=["watched"]), {"id": ids}))
        assert f"en informe 1 sur {len(ids)}" in screen
        assert words in screen


def test_a_sanction_is_shown_before_it_is_imposed(as_moderator, zoe):
    screen = text_of(as_moderator.get(reverse("participants:sanction", args=["banned"]), {"id": zoe.pk}))
    assert "Cela concerne 1 participant" in screen
    assert "Publiée : 1" in screen
    assert "Ma première réponse." in screen
    assert "Un e-mail indique le motif" in screen
    assert standing_of(zoe) == "good"


def test_a_sanction_is_imposed_with_reason_and_history(as_moderator, moderator, zoe):
    assert "Exclure" in said(sanction(as_moderator, "banned", zoe))
    assert standing_of(zoe) == "banned"
    screen = text_of(as_moderator.get(reverse("participants:inspect", args=[zoe.pk])))
    assert ("exclue" in screen, "bannie" in screen) == (True, False)
    imposed = Sanction.objects.get()
    assert (imposed.reason, imposed.statement, imposed.note) == ("insult", "Vos mots du 2 mai.", "Voir Loïc.")
    assert imposed.actor == moderator
    screen = text_of(as_moderator.get(reverse("participants:inspect", args=[zoe.pk])))
    assert "insultes ou attaques personnelles" in screen
    assert "jusqu’à nouvel ordre" in screen


def test_a_suspension_needs_an_end(as_moderator, zoe):
    response = sanction(as_moderator, "suspended", zoe)
    assert response.status_code == 200
    assert "Dites pour combien de jours." in text_of(response)
    assert "Vos mots du 2 mai." in response.content.decode()
    sanction(as_moderator, "suspended", zoe, days="7")
    assert standing_of(zoe) == "suspended"


@pytest.mark.parametrize("days", ["0", "-1", "1e9", "99999999999", "é", "\x00"])
def test_no_impossible_time_is_taken(as_moderator, zoe, days):
    assert sanction(as_moderator, "suspended", zoe, days=days).status_code == 200
    assert standing_of(zoe) == "good"


def test_the_database_takes_no_suspension_without_end(zoe):
    with pytest.raises(IntegrityError), transaction.atomic():
        Sanction.objects.create(participant=zoe, kind="suspended", reason="other", batch=uuid.uuid4())


@pytest.mark.parametrize("ids", [["9999"], ["x"], ["-1"], ["9" * 30], ["1"] + [str(n) for n in range(300)]])
def test_nobody_who_is_not_there_is_sanctioned(as_moderator, zoe, ids):
    url = reverse("participants:sanction", args=["banned"])
    assert as_moderator.get(url, {"id": ids}).status_code == 404
    assert as_moderator.post(url, TOLD | {"id": [zoe.pk, *ids]}).status_code == 404
    assert standing_of(zoe) == "good"


def test_an_empty_choice_leads_back_with_a_word(as_moderator, zoe):
    response = as_moderator.get(reverse("participants:sanction", args=["watched"]))
    assert response.url == LIST
    assert "Choisissez au moins un participant" in said(response)


def test_an_unknown_sanction_does_not_exist(as_moderator, zoe):
    assert as_moderator.get("/admin/participants/sanction/pendue/", {"id": zoe.pk}).status_code == 404


def test_several_are_sanctioned_together_and_undone_together(as_moderator, zoe, reader, post):
    post(Client(), name="Zora")
    zora = Participant.objects.get(name="Zora")
    sanction(as_moderator, "watched", zoe, zora)
    assert {standing_of(zoe), standing_of(zora)} == {"watched"}
    batch = reverse("participants:batch", args=[Sanction.objects.first().batch])
    assert "Tout annuler" in text_of(as_moderator.get(batch))
    assert {standing_of(zoe), standing_of(zora)} == {"watched"}
    assert "2 sanctions sont levées" in said(as_moderator.post(batch))
    assert {standing_of(zoe), standing_of(zora)} == {"good"}
    assert "plus rien à annuler" in text_of(as_moderator.get(batch))


def test_after_thirty_days_nothing_is_undone_together(as_moderator, zoe):
    batch = impose("banned", zoe)
    long_ago = timezone.now() - datetime.timedelta(days=31)
    Sanction.objects.update(created_at=long_ago)
    as_moderator.post(reverse("participants:batch", args=[batch]))
    assert standing_of(zoe) == "banned"


def test_an_unknown_batch_does_not_exist(as_moderator, db):
    assert as_moderator.get(reverse("participants:batch", args=[uuid.uuid4()])).status_code == 404


def test_one_post_lifts_a_sanction_and_history_keeps_who_did(as_moderator, moderator, zoe):
    impose("banned", zoe)
    lift = reverse("participants:lift", args=[Sanction.objects.get().pk])
    assert as_moderator.get(lift).url == reverse("participants:inspect", args=[zoe.pk])
    assert standing_of(zoe) == "banned"
    assert "La sanction est levée" in said(as_moderator.post(lift))
    assert (standing_of(zoe), Sanction.objects.get().lifted_by) == ("good", moderator)
    assert "déjà levée" in said(as_moderator.post(lift))


def test_the_severest_sanction_in_force_counts(zoe):
    ban = impose("banned", zoe)
    impose("watched", zoe)
    assert standing_of(zoe) == "banned"
    sanctions.undo(ban, actor=None)
    assert standing_of(zoe) == "watched"


def test_time_lifts_a_suspension_and_twice_is_once(zoe, capsys):
    impose("suspended", zoe, days=1)
    call_command("tick")
    assert standing_of(zoe) == "suspended"
    Sanction.objects.update(created_at=timezone.now() - datetime.timedelta(days=2), ends_at=timezone.now())
    call_command("tick")
    call_command("tick")
    assert standing_of(zoe) == "good"
    assert capsys.readouterr().out.count("sanctions that have run out, lifted: 1") == 1


# What they wrote


def test_what_they_wrote_is_decided_with_it_and_undone_with_it(as_moderator, zoe, reader, post):
    Participant.objects.update(trust="new")
    post(reader, text="Encore une, en attente.")
    response = sanction(as_moderator, "banned", zoe, act="spam")
    assert response.status_code == 302
    assert {*Reply.objects.values_list("state", flat=True)} == {"spam"}
    batch = reverse("participants:batch", args=[Sanction.objects.get().batch])
    assert "2 réponses sur 2" in text_of(as_moderator.get(batch))
    assert "2 réponses sont comme avant" in said(as_moderator.post(batch))
    assert sorted(Reply.objects.values_list("state", flat=True)) == ["pending", "published"]
    assert standing_of(zoe) == "good"


def test_the_undo_counts_what_it_changed(as_moderator, zoe, reader, post):
    Participant.objects.update(trust="new")
    post(reader, text="Encore une, en attente.")
    sanction(as_moderator, "banned", zoe, act="spam")
    moderation.publish(Reply.objects.last(), rule="gate")
    batch = reverse("participants:batch", args=[Sanction.objects.get().batch])
    assert "1 réponse est comme avant" in said(as_moderator.post(batch))


def test_what_they_wrote_since_the_moderator_looked_is_left_alone(as_moderator, zoe):
    before = timezone.now() - datetime.timedelta(hours=1)
    sanction(as_moderator, "banned", zoe, act="remove", seen=before.timestamp())
    assert Reply.objects.get().state == "published"
    assert standing_of(zoe) == "banned"


def test_what_a_colleague_decided_since_the_moderator_looked_is_left_alone(as_moderator, moderator, zoe):
    moderation.remove(Reply.objects.get(), actor=moderator)
    seen = timezone.now().timestamp()
    moderation.publish(Reply.objects.get(), actor=moderator)
    sanction(as_moderator, "banned", zoe, act="spam", seen=seen)
    assert Reply.objects.get().state == "published"
    assert standing_of(zoe) == "banned"


@pytest.mark.parametrize("changed", [{"seen": ""}, {"seen": "nan"}, {"seen": "1e99"}, {"act": "erase"}])
def test_no_forged_field_sanctions_anybody(as_moderator, zoe, changed):
    assert sanction(as_moderator, "banned", zoe, **changed).status_code == 200
    assert standing_of(zoe) == "good"
