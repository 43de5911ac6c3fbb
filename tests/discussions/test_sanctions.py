"""Sanctions: seen before they act, told to the person, no leak, no lost text, and undone together."""

import datetime
import re
import uuid

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import said, text_of

from discussions import links, moderation, personal, sanctions
from discussions.models import DiscussionPolicy, Mail, Participant, Reply, Sanction

WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse « tout » le monde."}
SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
LIST = "/admin/participants/"
TOLD = {"reason": "insult", "statement": "Vos mots du 2 mai.", "note": "Voir Loïc.", "days": "", "act": ""}


@pytest.fixture
def post(article):
    def post(client, **changed):
        return client.post(reverse("discussions:reply", args=[article.pk]), WORDS | changed, **SAME_ORIGIN)

    return post


@pytest.fixture
def browser():
    return Client()


@pytest.fixture
def zoe(post, browser):
    """Zoé, whose address is confirmed and whose browser remembers it, with one published reply."""
    post(browser, text="Ma première réponse.")
    secret = links.issue(WORDS["email"])
    browser.post(reverse("discussions:confirm", args=[secret, Reply.objects.get().public_id]))
    moderation.publish(Reply.objects.get())
    return Participant.objects.get()


@pytest.fixture
def without_confirmation(article):
    DiscussionPolicy.objects.create(page=article, confirmation="off", moderation="after")


def sanction(client, kind, *people, **changed):
    url = reverse("participants:sanction", args=[kind])
    seen = timezone.now().timestamp()
    return client.post(url, TOLD | {"seen": seen, "id": [person.pk for person in people]} | changed)


def impose(kind, *people, days=None):
    ends_at = timezone.now() + datetime.timedelta(days=days) if days else None
    found = Participant.objects.filter(pk__in=[person.pk for person in people])
    return sanctions.impose(found, kind, actor=None, reason="insult", ends_at=ends_at)


def standing_of(person):
    person.refresh_from_db()
    return person.standing


# The screens


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
    imposed = Sanction.objects.get()
    assert (imposed.reason, imposed.statement, imposed.note) == ("insult", "Vos mots du 2 mai.", "Voir Loïc.")
    assert imposed.actor == moderator
    screen = text_of(as_moderator.get(reverse("participants:inspect", args=[zoe.pk])))
    assert "injures ou attaques personnelles" in screen
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


def test_several_are_sanctioned_together_and_undone_together(as_moderator, zoe, browser, post):
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
    assert as_moderator.get(lift).status_code == 405
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


def test_what_they_wrote_is_decided_with_it_and_undone_with_it(as_moderator, zoe, browser, post):
    post(browser, text="Encore une, en attente.")
    Participant.objects.update(trust="new")
    pending = Reply.objects.latest("pk")
    moderation.hold(pending, rule="gate") if pending.state == "published" else None
    response = sanction(as_moderator, "banned", zoe, act="spam")
    assert response.status_code == 302
    assert {*Reply.objects.values_list("state", flat=True)} == {"spam"}
    batch = reverse("participants:batch", args=[Sanction.objects.get().batch])
    assert "2 réponses sur 2" in text_of(as_moderator.get(batch))
    assert "2 réponses sont comme avant" in said(as_moderator.post(batch))
    assert sorted(Reply.objects.values_list("state", flat=True)) == ["pending", "published"]
    assert standing_of(zoe) == "good"


def test_what_they_wrote_since_the_moderator_looked_is_left_alone(as_moderator, zoe):
    before = timezone.now() - datetime.timedelta(hours=1)
    sanction(as_moderator, "banned", zoe, act="remove", seen=before.timestamp())
    assert Reply.objects.get().state == "published"
    assert standing_of(zoe) == "banned"


@pytest.mark.parametrize("changed", [{"seen": ""}, {"seen": "nan"}, {"seen": "1e99"}, {"act": "erase"}])
def test_no_forged_field_sanctions_anybody(as_moderator, zoe, changed):
    assert sanction(as_moderator, "banned", zoe, **changed).status_code == 200
    assert standing_of(zoe) == "good"


# Writing


def test_who_is_excluded_is_told_why_and_keeps_the_text(zoe, browser, post):
    impose("banned", zoe)
    response = post(browser)
    screen = text_of(response)
    assert response.status_code == 403
    assert "Vous ne pouvez plus écrire ici." in screen
    assert "injures ou attaques personnelles" in screen
    assert WORDS["text"] in screen
    assert "Vous pouvez contester cette décision" in screen
    assert Reply.objects.count() == 1


def test_who_is_suspended_is_told_until_when(zoe, browser, post):
    impose("suspended", zoe, days=3)
    end = timezone.localtime(Sanction.objects.get().ends_at)
    assert f"jusqu’au {end.day} " in text_of(post(browser))


def test_after_the_end_one_may_write_before_anybody_has_lifted_it(zoe, browser, post):
    impose("suspended", zoe, days=1)
    past = timezone.now() - datetime.timedelta(days=2)
    Sanction.objects.update(created_at=past, ends_at=past + datetime.timedelta(hours=1))
    assert post(browser).status_code == 303


def test_who_is_watched_waits_and_is_told_so(zoe, browser, post):
    impose("watched", zoe)
    response = post(browser)
    assert "Vos réponses sont lues" in text_of(browser.get(response.url)) or "relues" in text_of(
        browser.get(response.url)
    )
    assert Reply.objects.latest("pk").state == "pending"


def test_trust_does_not_outweigh_a_sanction(zoe, browser, post):
    Participant.objects.update(trust="trusted")
    impose("watched", zoe)
    post(browser)
    assert Reply.objects.latest("pk").state == "pending"


def test_an_edit_is_refused_too_and_the_text_kept(zoe, browser, post):
    receipt = post(browser).url.partition("?")[0]
    impose("banned", zoe)
    response = browser.post(f"{receipt}edit/", {"text": "Tout autre chose."})
    assert response.status_code == 403
    assert "Tout autre chose." in text_of(response)
    assert Reply.objects.latest("pk").text == WORDS["text"]


def test_an_account_that_is_excluded_may_not_write(article, django_user_model, client):
    user = django_user_model.objects.create_user("leo", "leo@exemple.fr", "secret")
    leo = Participant.objects.create(kind="account", user=user, name="Léo", email=user.email)
    impose("banned", leo)
    client.force_login(user)
    form = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get(article.url).content.decode())
    data = {"text": "Et moi ?", "csrfmiddlewaretoken": form[1]}
    response = client.post(reverse("discussions:reply", args=[article.pk]), data)
    assert response.status_code == 403
    assert "Et moi ?" in text_of(response)
    assert not Reply.objects.exists()


def test_whoever_types_the_address_learns_nothing_and_is_read_first(zoe, post, without_confirmation):
    impose("banned", zoe)
    response = post(Client(), name="Imposteur")
    assert response.status_code == 303
    assert "exclu" not in text_of(Client().get(response.url)).lower()
    reply = Reply.objects.latest("pk")
    assert (reply.state, reply.decisions.get().reason) == ("pending", "standing")


def test_who_has_proved_the_address_does_not_answer_for_who_has_not(zoe, browser, post, without_confirmation):
    post(Client(), name="Imposteur")
    impose("banned", Participant.objects.get(name="Imposteur"))
    post(browser, text="C’est bien moi.")
    assert Reply.objects.get(text="C’est bien moi.").state == "published"


def test_a_sanction_follows_the_guest_who_proves_the_address(zoe, post):
    post(Client(), text="Depuis un autre appareil.")
    guest = Participant.objects.latest("pk")
    guest.notes.create(text="Déjà vu.")
    impose("watched", guest)
    link = links.find(links.issue(WORDS["email"]))
    personal.confirm(Reply.objects.latest("pk"), link)
    assert standing_of(zoe) == "watched"
    assert zoe.notes.get().text == "Déjà vu."
    assert Reply.objects.latest("pk").state == "pending"


def test_ones_own_page_says_what_is_in_force(zoe):
    page = reverse("discussions:mine", args=[links.issue(WORDS["email"])])
    assert "injures" not in text_of(Client().get(page))
    impose("watched", zoe)
    screen = text_of(Client().get(page))
    assert "Vos réponses sont relues avant de paraître." in screen
    assert "Motif : injures ou attaques personnelles." in screen


# The mail


def test_the_person_gets_a_mail_with_reason_and_remedy(zoe, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        sanctions.impose(
            Participant.objects.filter(pk=zoe.pk),
            "banned",
            actor=None,
            reason="hate",
            statement="Vos mots du 2 mai.",
            note="Entre nous.",
        )
    (message,) = mail.outbox
    assert message.to == [WORDS["email"]]
    for words in ("Zoé", "Vous ne pouvez plus écrire ici.", "haine", "Vos mots du 2 mai.", "six mois"):
        assert words in message.body
    assert "Entre nous." not in message.body


def test_no_mail_goes_to_an_address_that_nobody_has_proved(post, article):
    post(Client())
    Mail.objects.all().delete()
    impose("banned", Participant.objects.get())
    assert not Mail.objects.exists()


def test_what_is_undone_at_once_is_not_told(zoe, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        sanctions.undo(impose("banned", zoe), actor=None)
    assert mail.outbox == []


def test_a_full_letter_box_is_told_all_the_same(zoe):
    for _ in range(9):
        Mail.objects.create(kind="link", email=zoe.email, language="fr")
    impose("banned", zoe)
    assert Mail.objects.filter(kind="sanction").exists()
