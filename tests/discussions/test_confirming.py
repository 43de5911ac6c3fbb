"""The first reply of an address is confirmed by mail; a browser that has done so is known for thirty days."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from discussions import links, moderation
from discussions.models import (
    Decision,
    DiscussionPolicy,
    Mail,
    Participant,
    PersonalLink,
    Reply,
    Subscription,
)

NARROW = "\u202f"
WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse réception, n’en doutez pas."}
SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True, **SAME_ORIGIN)


@pytest.fixture
def write(article, django_capture_on_commit_callbacks):
    """Return a function that sends the form from a browser and lets the mails leave."""

    def write(reader, **changed):
        with django_capture_on_commit_callbacks(execute=True):
            response = reader.post(reverse("discussions:reply", args=[article.pk]), WORDS | changed)
        assert response.status_code == 303
        return response.url

    return write


def link_in(mail):
    return re.search(r"http://localhost(/\S+)", mail.body)[1]


def test_the_first_reply_of_an_address_asks_for_a_confirmation_by_mail(write, reader, mailoutbox, article):
    receipt = reader.get(write(reader)).content.decode()
    assert "confirmez-la par le lien" in receipt
    (mail,) = mailoutbox
    assert mail.to == ["zoe@lecteurs.example"]
    assert mail.subject == f"Confirmez votre réponse à «{NARROW}{article.title}{NARROW}»"
    assert WORDS["text"] in mail.body
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert Reply.objects.get().state == "unconfirmed"
    assert WORDS["text"] not in reader.get(article.url).content.decode()


def test_a_scanner_that_opens_every_link_changes_nothing(write, reader, mailoutbox):
    write(reader)
    scanner = Client()
    for method in (scanner.get, scanner.head, scanner.options):
        method(link_in(mailoutbox[0]))
    assert Reply.objects.get().state == "unconfirmed"
    assert Participant.objects.get().verified_at is None
    assert Decision.objects.count() == 1
    assert not scanner.cookies


def test_a_click_confirms_and_the_gate_decides(write, reader, mailoutbox):
    write(reader)
    address = link_in(mailoutbox[0])
    assert "Oui, cette réponse est de moi" in reader.get(address).content.decode()
    response = reader.post(address)
    assert response.status_code == 303
    receipt = reader.get(response.url).content.decode()
    assert "un modérateur la lira" in receipt
    assert "la première réponse de chaque personne est lue" in receipt
    reply = Reply.objects.get()
    assert (reply.state, reply.participant.trust) == ("pending", "new")
    assert reply.participant.verified_at is not None
    moves = list(Decision.objects.values_list("from_state", "to_state", "rule", "reason"))
    assert moves == [
        ("", "unconfirmed", "gate", "unconfirmed"),
        ("unconfirmed", "pending", "gate", "policy_first"),
    ]


def test_confirmed_twice_is_confirmed_once(write, reader, mailoutbox):
    write(reader)
    address = link_in(mailoutbox[0])
    first, second = reader.post(address), reader.post(address)
    assert (first.status_code, second.status_code) == (303, 303)
    assert Decision.objects.count() == 2
    assert reader.get(address).status_code == 303


def test_the_browser_that_confirmed_is_not_asked_again_and_a_known_person_is_published(
    write, reader, mailoutbox, article
):
    write(reader)
    reader.post(link_in(mailoutbox[0]))
    moderation.publish(Reply.objects.get())
    write(reader, text="Et je persiste.")
    latest = Reply.objects.latest("pk")
    assert (latest.state, latest.number) == ("published", 2)
    assert latest.participant == Reply.objects.earliest("pk").participant
    assert len(mailoutbox) == 1
    assert "Et je persiste." in Client().get(article.url).content.decode()


def test_another_browser_with_the_same_address_has_to_confirm_again(write, reader, mailoutbox):
    write(reader)
    reader.post(link_in(mailoutbox[0]))
    moderation.publish(Reply.objects.get())
    impostor = Client(**SAME_ORIGIN)
    write(impostor, text="Je me fais passer pour Zoé.")
    latest = Reply.objects.latest("pk")
    assert latest.state == "unconfirmed"
    assert latest.participant != Reply.objects.earliest("pk").participant
    assert Participant.objects.count() == 2


def test_a_confirmation_from_elsewhere_joins_the_person_that_is_known(write, reader, mailoutbox):
    write(reader)
    reader.post(link_in(mailoutbox[0]))
    phone = Client(**SAME_ORIGIN)
    write(phone, text="De mon téléphone.")
    phone.post(link_in(mailoutbox[1]))
    assert Participant.objects.count() == 1
    assert {reply.participant for reply in Reply.objects.all()} == {Participant.objects.get()}


def test_a_known_browser_that_gives_another_address_is_asked(write, reader, mailoutbox):
    write(reader)
    reader.post(link_in(mailoutbox[0]))
    write(reader, email="autre@lecteurs.example", text="Autre adresse.")
    assert Reply.objects.latest("pk").state == "unconfirmed"
    assert mailoutbox[1].to == ["autre@lecteurs.example"]


def test_the_cookie_goes_with_the_discussions_addresses_only(write, reader, mailoutbox):
    write(reader)
    response = reader.post(link_in(mailoutbox[0]))
    (cookie,) = response.cookies.values()
    assert cookie["path"] == "/-/discussions/"
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 30 * 24 * 3600)
    assert not PersonalLink.objects.filter(digest=cookie.value).exists()


def test_the_form_knows_a_known_reader(write, reader, mailoutbox, article):
    write(reader)
    reader.post(link_in(mailoutbox[0]))
    form = reader.get(reverse("discussions:reply", args=[article.pk]))
    assert 'value="zoe@lecteurs.example"' in form.content.decode()
    assert "no-store" in form["Cache-Control"]


def test_the_link_of_one_address_confirms_no_reply_of_another(write, reader, mailoutbox):
    write(reader)
    write(reader, email="emile@lecteurs.example", text="Moi aussi.")
    emile = Reply.objects.get(participant__email="emile@lecteurs.example")
    address = link_in(mailoutbox[0]).replace(Reply.objects.earliest("pk").public_id, emile.public_id)
    assert reader.post(address).status_code == 404
    emile.refresh_from_db()
    assert emile.state == "unconfirmed"


@pytest.mark.parametrize("secret", ["x", "é", "%00", "x" * 3000])
def test_a_false_link_is_gone_and_offers_a_new_one(reader, db, secret):
    for path in ("", "confirm/abcdefghij/", "export/", "erase/"):
        response = reader.get(f"/-/discussions/me/{secret}/{path}")
        assert response.status_code == 404
        assert "Ce lien ne sert plus" in response.content.decode()


def test_an_expired_link_confirms_nothing(write, reader, mailoutbox):
    write(reader)
    PersonalLink.objects.update(expires_at=timezone.now())
    assert reader.post(link_in(mailoutbox[0])).status_code == 404
    assert Reply.objects.get().state == "unconfirmed"
    assert links.forget_expired() == 1


def test_a_publisher_may_do_without_confirmation(write, reader, mailoutbox, article):
    DiscussionPolicy.objects.create(page=article, confirmation="off")
    write(reader)
    assert Reply.objects.get().state == "pending"
    assert mailoutbox == []


def test_a_reply_confirmed_after_the_discussion_closed_still_counts(write, reader, mailoutbox, article):
    write(reader)
    DiscussionPolicy.objects.create(page=article, replies="closed", moderation="after")
    reader.post(link_in(mailoutbox[0]))
    assert Reply.objects.get().state == "published"


def test_a_moderator_may_publish_what_nobody_confirmed_and_the_link_then_leads_to_it(
    write, reader, mailoutbox
):
    write(reader)
    moderation.publish(Reply.objects.get())
    link = link_in(mailoutbox[0])
    assert reader.get(link).status_code == 200
    response = reader.post(link)
    assert response.status_code == 303
    assert "Votre réponse est publiée." in reader.get(response.url).content.decode()
    reply = Reply.objects.get()
    assert reply.participant.is_proven
    assert [decision.rule for decision in reply.decisions.all()] == ["gate", ""]
    assert reader.get(link).status_code == 303


def test_who_confirms_after_the_moderator_follows_what_was_asked(write, reader, mailoutbox):
    write(reader, follow="discussion")
    moderation.publish(Reply.objects.get())
    reader.post(link_in(mailoutbox[0]))
    assert Subscription.objects.active().get().email_key == "zoe@lecteurs.example"


def test_an_english_reader_is_written_to_in_english(
    article, english, mailoutbox, reader, django_capture_on_commit_callbacks
):
    page = article.copy_for_translation(english, copy_parents=True)
    page.title = "Summer in Évry"
    page.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        reader.post(f"/en/-/discussions/{page.pk}/reply/", WORDS)
    (mail,) = mailoutbox
    assert mail.subject == "Confirm your reply to “Summer in Évry”"
    assert "/en/-/discussions/me/" in mail.body
    assert "What you wrote:" in mail.body


def test_nobody_is_mailed_for_what_is_spam_anyway(write, reader, mailoutbox):
    write(reader, subject="Achetez mes montres")
    reply = Reply.objects.get()
    assert reply.state == "spam"
    assert reply.decisions.get().findings == [{"detector": "honeypot", "score": 3.0, "value": 0}]
    assert mailoutbox == []
    assert not Mail.objects.exists()
