"""A reader's own page: seen, taken along, erased, revoked, with a link that a mail has brought."""

import json
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from discussions import links, moderation, outbox, personal
from discussions.models import Decision, DiscussionPolicy, Mail, Participant, PersonalLink, Reply, Revision
from discussions.views.personal import send_link

WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse réception."}
SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def post(article):
    def post(client, **changed):
        return client.post(reverse("discussions:reply", args=[article.pk]), WORDS | changed, **SAME_ORIGIN)

    return post


@pytest.fixture
def zoe(post, article):
    """The browser and the secret of a reader whose reply is confirmed and published."""
    browser = Client()
    post(browser)
    secret = links.issue("Zoe@Lecteurs.example")
    browser.post(reverse("discussions:confirm", args=[secret, Reply.objects.get().public_id]))
    moderation.publish(Reply.objects.get())
    return browser, secret


def address(name, secret):
    return reverse(f"discussions:{name}", args=[secret])


def test_the_link_shows_all_that_a_person_wrote(zoe, post):
    browser, secret = zoe
    post(Client(), text="D’un autre navigateur.")
    html = browser.get(address("mine", secret)).content.decode()
    assert "J’accuse réception." in html
    assert "D’un autre navigateur." in html
    assert "zoe@lecteurs.example" in html
    assert html.count("/confirm/") == 1
    assert "l-ete-a-evry" not in html or "receipt" in html


def test_an_address_nobody_wrote_with_sees_nothing_of_others(zoe):
    html = Client().get(address("mine", links.issue("autre@lecteurs.example"))).content.decode()
    assert "Rien de ce qui est conservé ici" in html
    assert "J’accuse" not in html


def test_the_answer_does_not_tell_whether_an_address_is_known(zoe):
    answers = [
        Client().post(reverse("discussions:ask_link"), {"email": email})
        for email in ("zoe@lecteurs.example", "inconnu@lecteurs.example")
    ]
    outbox.send_due()
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].url == answers[1].url
    assert [message.to for message in mail.outbox if "lien personnel" in message.subject] == [
        ["zoe@lecteurs.example"]
    ]


def test_the_link_in_the_mail_leads_to_ones_own_page(zoe):
    Client().post(reverse("discussions:ask_link"), {"email": "zoe@lecteurs.example"})
    outbox.send_due()
    path = re.search(r"http://localhost(/\S+)", mail.outbox[-1].body)[1]
    assert "J’accuse réception." in Client().get(path).content.decode()


@pytest.mark.parametrize("email", ["", "zoe@", "x" * 300])
def test_a_false_address_is_said_to_be_one(client, db, email):
    response = client.post(reverse("discussions:ask_link"), {"email": email})
    assert response.status_code == 422
    assert "field__error" in response.content.decode()


@pytest.mark.parametrize("email", ["zoeſ@lecteurs.example", "ZOEſ@lecteurs.example"])
def test_a_letter_that_stands_for_another_is_asked_for_plainly(post, article, email):
    asked = Client().post(reverse("discussions:ask_link"), {"email": email})
    followed = {"follow-email": email, "follow-frequency": "now"}
    url = reverse("discussions:follow", args=[article.pk])
    for response in (asked, post(Client(), email=email), Client().post(url, followed, **SAME_ORIGIN)):
        assert response.status_code == 422
        assert "une lettre qui en remplace une autre" in response.content.decode()
    assert not Reply.objects.exists()


def test_the_mailbox_of_a_letter_that_stands_for_another_gets_nobody_elses_link(mails, say):
    """An account's address is asked of no reader's form."""
    say(participant=Participant.objects.create(name="Ines", email="Ines@lecteurs.example"))
    opened = links.find(links.issue("ineſ@lecteurs.example"))
    assert not personal.person_of(opened).replies.exists()
    assert personal.is_known("INES@lecteurs.example")
    assert not mails(send_link, "ineſ@lecteurs.example")


def test_one_network_cannot_ask_for_links_without_end(client, zoe):
    asked = [
        client.post(reverse("discussions:ask_link"), {"email": "a@exemple.fr"}, REMOTE_ADDR="192.0.2.7")
        for _ in range(101)
    ]
    assert asked[99].status_code == 303
    assert asked[100].status_code == 429
    assert int(asked[100]["Retry-After"]) > 0


def test_everything_can_be_taken_along(zoe):
    browser, secret = zoe
    response = browser.get(address("export", secret))
    assert response["Content-Disposition"].startswith("attachment;")
    kept = json.loads(response.content)
    assert [person["email"] for person in kept["participants"]] == ["zoe@lecteurs.example"]
    (reply,) = kept["replies"]
    assert (reply["text"], reply["state"]) == ("J’accuse réception.", "published")
    assert [move["to_state"] for move in reply["decisions"]] == ["unconfirmed", "pending", "published"]
    assert reply["article"].endswith("/articles/l-ete-a-evry/")


def test_a_get_of_the_erasure_asks_and_erases_nothing(zoe):
    browser, secret = zoe
    html = browser.get(address("erase", secret)).content.decode()
    assert "1\u00a0réponse, votre nom et votre adresse disparaîtront" in html
    assert Reply.objects.get().state == "published"


def test_erased_means_no_trace_in_any_row(zoe, post, article, capsys):
    browser, secret = zoe
    reply = Reply.objects.get()
    edit = browser.get(address("mine", secret)).content.decode()
    receipt = re.search(r'href="(/-/discussions/receipt/[^"]+)"', edit)[1]
    browser.post(f"{receipt}edit/", {"text": "Zoé Dœuf persiste et signe."})
    post(Client(), text="Encore un mot de Zoé.")
    Decision.objects.create(
        reply=reply,
        from_state="",
        to_state="",
        note="Zoé Dœuf, zoe@lecteurs.example, insiste",
        statement="Zoé",
    )
    response = browser.post(address("erase", secret))
    assert "Tout est effacé" in response.content.decode()
    assert response.cookies["reader"].value == ""
    assert {reply.state for reply in Reply.objects.all()} == {"erased"}
    for model in (Participant, Revision, Mail, PersonalLink):
        assert not model.objects.exists(), model
    call_command("dumpdata", "discussions")
    dump = capsys.readouterr().out
    for trace in ("Zo\\u00e9", "Zoé", "zoe@", "persiste", "accuse", "insiste"):
        assert trace not in dump
    assert "Zoé" not in Client().get(article.url).content.decode()
    assert browser.get(address("mine", secret)).status_code == 404


def test_answers_to_what_is_erased_stay(zoe, post, article, say_in):
    browser, secret = zoe
    say_in("Bien dit, Zoé", parent=Reply.objects.get())
    browser.post(address("erase", secret))
    html = Client().get(article.url).content.decode()
    assert "Bien dit" in html
    assert "data-tombstone" in html


@pytest.fixture
def say_in():
    def say_in(text, *, parent):
        reply = Reply(
            discussion=parent.discussion,
            parent=parent,
            name="Awa",
            language="fr",
            text=text,
            html=text,
            plain=text,
        )
        reply.render_version = 1
        return moderation.receive(reply, "published", rule="import")

    return say_in


def test_a_revoked_link_is_good_no_more_nor_what_it_led_to(zoe):
    browser, secret = zoe
    receipt = re.search(
        r'href="(/-/discussions/receipt/[^"]+)"', browser.get(address("mine", secret)).content.decode()
    )[1]
    assert browser.get(receipt).status_code == 200
    assert browser.get(address("revoke", secret)).status_code == 405
    response = browser.post(address("revoke", secret))
    assert response.status_code == 303
    assert browser.get(address("mine", secret)).status_code == 404
    assert browser.get(receipt).status_code == 404


def test_no_page_behind_a_link_is_kept_by_caches_or_told_to_others(zoe):
    browser, secret = zoe
    for name in ("mine", "export", "erase"):
        response = browser.get(address(name, secret))
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "same-origin"


def test_a_strangers_letter_box_is_not_filled(post, article):
    for number in range(8):
        post(Client(), text=f"Message {number}")
    assert Reply.objects.filter(state="unconfirmed").count() == 8
    assert Mail.objects.count() == 5


def test_a_mail_server_that_is_away_delays_the_mail_and_loses_nothing(
    post, settings, caplog, mailoutbox, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with django_capture_on_commit_callbacks(execute=True):
        assert post(Client()).status_code == 303
    kept = Mail.objects.get()
    assert (kept.sent_at, kept.attempts) == (None, 1)
    assert "zoe@" not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.send_due() == 0
    Mail.objects.update(due_at=kept.created_at)
    assert outbox.send_due() == 1
    assert outbox.send_due() == 0
    assert len(mail.outbox) == 1


def test_a_confirmation_is_not_mailed_once_it_is_pointless(post, mailoutbox):
    post(Client())
    moderation.withdraw(Reply.objects.get(), rule="writer")
    assert outbox.send_due() == 0
    assert not Mail.objects.exists()


def test_a_text_cannot_forge_a_mails_header(post, article):
    article.title = "Un titre\r\nBcc: tous@lecteurs.example"
    type(article).objects.filter(pk=article.pk).update(title=article.title)
    post(Client(), text="Bcc: tous@lecteurs.example\n\n.\nFin")
    outbox.send_due()
    (sent,) = mail.outbox
    assert sent.recipients() == ["zoe@lecteurs.example"]
    assert "\n" not in sent.subject
    assert "Bcc" not in dict(sent.message().items())


def test_without_confirmation_there_is_still_a_personal_page(post, article, client):
    DiscussionPolicy.objects.create(page=article, confirmation="off", moderation="after")
    post(client)
    html = client.get(address("mine", links.issue("zoe@lecteurs.example"))).content.decode()
    assert "J’accuse réception." in html


def test_a_request_for_a_link_that_meets_a_fault_is_not_told_of_a_reply(client, db, monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(personal, "people_of", fail)
    response = client.post(reverse("discussions:ask_link"), {"email": "zoe@lecteurs.example"})
    html = response.content.decode()
    assert response.status_code == 500
    assert "Le site ne peut pas répondre pour le moment" in html
    assert "<textarea" not in html
