"""Who is under a sanction and writes: told why, with the text kept, no leak, and a mail with the remedy."""

import datetime
import functools
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from moderating import text_of
from sanctioned import WORDS, become_known, impose, standing_of, write

from discussions import links, personal, sanctions
from discussions.models import DiscussionPolicy, Mail, Participant, Reply, Sanction


@pytest.fixture
def post(article):
    return functools.partial(write, article)


@pytest.fixture
def reader():
    return Client()


@pytest.fixture
def zoe(article, reader):
    return become_known(article, reader)


@pytest.fixture
def without_confirmation(article):
    DiscussionPolicy.objects.create(page=article, confirmation="off", moderation="after")


# Writing


def test_who_is_excluded_is_told_why_and_keeps_the_text(zoe, reader, post):
    impose("banned", zoe)
    response = post(reader)
    screen = text_of(response)
    assert response.status_code == 403
    assert "Vous ne pouvez plus écrire ici." in screen
    assert "insultes ou attaques personnelles" in screen
    assert WORDS["text"] in screen
    assert "Vous pouvez contester cette décision" in screen
    assert Reply.objects.count() == 1


def test_who_is_suspended_is_told_until_when(zoe, reader, post):
    impose("suspended", zoe, days=3)
    end = timezone.localtime(Sanction.objects.get().ends_at)
    first = "1er" if end.day == 1 else end.day
    assert f"jusqu’au {first} " in text_of(post(reader))
    assert f" à {end:%-H h %M}" in text_of(post(reader))


def test_after_the_end_one_may_write_before_anybody_has_lifted_it(zoe, reader, post):
    impose("suspended", zoe, days=1)
    past = timezone.now() - datetime.timedelta(days=2)
    Sanction.objects.update(created_at=past, ends_at=past + datetime.timedelta(hours=1))
    assert post(reader).status_code == 303


def test_who_is_watched_waits_and_is_told_so(zoe, reader, post):
    impose("watched", zoe)
    response = post(reader)
    assert "Vos réponses sont lues avant de paraître" in text_of(reader.get(response.url))
    assert Reply.objects.latest("pk").state == "pending"


def test_trust_does_not_outweigh_a_sanction(zoe, reader, post):
    Participant.objects.update(trust="trusted")
    impose("watched", zoe)
    post(reader)
    assert Reply.objects.latest("pk").state == "pending"


def test_an_edit_is_refused_too_and_the_text_kept(zoe, reader, post):
    receipt = post(reader).url.partition("?")[0]
    impose("banned", zoe)
    response = reader.post(f"{receipt}edit/", {"text": "Tout autre chose."})
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


def test_who_has_proved_the_address_does_not_answer_for_who_has_not(zoe, reader, post, without_confirmation):
    post(Client(), name="Imposteur")
    impose("banned", Participant.objects.get(name="Imposteur"))
    post(reader, text="C’est bien moi.")
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
    assert "insultes" not in text_of(Client().get(page))
    impose("watched", zoe)
    screen = text_of(Client().get(page))
    assert "Vos réponses sont lues par la modération avant de paraître." in screen
    assert "Motif : insultes ou attaques personnelles." in screen


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


def test_who_was_told_of_a_sanction_is_told_of_its_end_and_of_what_still_holds(
    zoe, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        impose("watched", zoe)
        impose("banned", zoe)
    mail.outbox.clear()
    for kind, left in (("banned", "lues par la modération"), ("watched", "comme tout le monde")):
        with django_capture_on_commit_callbacks(execute=True):
            sanctions.lift(Sanction.objects.filter(kind=kind), actor=None)
        message = mail.outbox.pop()
        assert message.to == [WORDS["email"]]
        assert "levé" in message.body
        assert left in message.body.casefold()
    assert mail.outbox == []


def test_who_knew_the_day_is_not_told_when_it_comes(zoe, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        impose("suspended", zoe, days=1)
    mail.outbox.clear()
    long_ago = timezone.now() - datetime.timedelta(days=2)
    Sanction.objects.update(created_at=long_ago, ends_at=long_ago + datetime.timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert sanctions.lift_run_out() == 1
    assert mail.outbox == []


def test_a_full_letter_box_is_told_all_the_same(zoe):
    for _ in range(9):
        Mail.objects.create(kind="link", email=zoe.email, language="fr")
    impose("banned", zoe)
    assert Mail.objects.filter(kind="sanction").exists()
