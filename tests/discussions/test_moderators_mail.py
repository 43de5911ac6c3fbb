"""What moderators are told by mail, how often, and what they can do from there without logging in."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from discussions import announcing, mandates, moderation, outbox, reports
from discussions.models import Decision, Mail, ModeratorPreference, Reply

PARIS = ZoneInfo("Europe/Paris")
ACCOUNT = "/admin/account/"


@pytest.fixture
def clock(monkeypatch):
    def set_to(*at):
        moment = datetime.datetime(*at, tzinfo=PARIS).astimezone(datetime.UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


@pytest.fixture
def told(moderator):
    """Return a function that lets Camille be told so often."""

    def told(frequency="now", user=moderator):
        return ModeratorPreference.objects.update_or_create(user=user, defaults={"frequency": frequency})[0]

    return told


@pytest.fixture
def wait(say):
    """Return a function that lets a reply begin to wait, and the mails leave."""

    def wait(text="J’accuse ce titre d’être trop court.", **by):
        reply = moderation.hold(say(text), rule="gate", reason="detectors", **by)
        announcing.announce_due()
        outbox.send_due()
        return reply

    return wait


@pytest.fixture
def link(told, wait):
    """The address in the mail that Camille gets about a reply."""
    told()
    wait()
    return path_in(mail.outbox[0])


@pytest.fixture
def phone():
    """A browser nobody is logged in with."""
    return Client(enforce_csrf_checks=True)


def path_in(message):
    return re.search(r"http://localhost(/-/discussions/moderate/\S+)", message.body)[1]


def click(browser, path, act="publish", **changed):
    """Press a button of the page as it is shown."""
    html = browser.get(path).content.decode()
    hidden = dict(re.findall(r'type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', html))
    return browser.post(path, {**hidden, "act": act, **changed})


def test_a_moderator_chooses_in_the_account(as_moderator, moderator):
    html = as_moderator.get(ACCOUNT).content.decode()
    assert "Réponses à modérer" in html
    assert "à chaque réponse" in html
    form = {
        "name_email-first_name": "Camille",
        "name_email-last_name": "C",
        "name_email-email": moderator.email,
    }
    form |= {"locale-preferred_language": "fr", "locale-current_time_zone": "Europe/Paris"}
    form |= {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    response = as_moderator.post(ACCOUNT, form | {"moderation-frequency": "daily"})
    assert response.status_code == 302, response.content.decode()
    assert ModeratorPreference.objects.get(user=moderator).frequency == "daily"
    as_moderator.post(ACCOUNT, form | {"moderation-frequency": ""})
    assert ModeratorPreference.objects.get(user=moderator).frequency == ""


def test_nobody_else_is_asked(client, admin_user, django_user_model, db):
    editor = django_user_model.objects.create_user("ines", "ines@exemple.fr", "secret")
    editor.groups.add(*admin_user.groups.model.objects.filter(name="Editors"))
    client.force_login(editor)
    assert "Réponses à modérer" not in client.get(ACCOUNT).content.decode()


def test_who_asked_is_told_of_each_reply_that_begins_to_wait(told, wait, article):
    told()
    wait(findings=[{"detector": "links", "score": 1, "value": 3}])
    (message,) = mail.outbox
    assert message.to == ["camille@exemple.fr"]
    assert message.subject == f"À modérer\u00a0: Zoé sur «\u202f{article.title}\u202f»"
    assert "J’accuse ce titre" in message.body
    assert "3 liens" in message.body.replace("\u00a0", " ")
    assert message.body.count("http://") == 1


def test_by_default_no_moderator_is_told(moderator, wait):
    wait()
    assert mail.outbox == []


@pytest.mark.parametrize("gone", ["never", "inactive", "no longer a moderator", "decided"])
def test_whoever_need_not_know_any_more_is_not_told(told, say, moderator, gone):
    told()
    reply = moderation.hold(say(), rule="gate")
    Mail.objects.bulk_create(announcing._to_moderators(reply.pk))
    {
        "never": lambda: told(""),
        "inactive": lambda: type(moderator).objects.update(is_active=False),
        "no longer a moderator": moderator.groups.clear,
        "decided": lambda: moderation.publish(reply, actor=moderator),
    }[gone]()
    assert outbox.send_due() == 0
    assert mail.outbox == []


def test_a_reply_that_waits_again_after_an_edit_is_told_again(told, wait, say):
    told()
    reply = wait()
    moderation.publish(reply, rule="gate")
    moderation.hold(reply, rule="gate")
    announcing.announce_due()
    outbox.send_due()
    assert [len(message.to) for message in mail.outbox] == [1, 1]


def test_the_daily_mail_lists_all_that_waits(told, say, clock, moderator):
    told("daily")
    clock(2026, 5, 4, 12, 0)
    for text in ("Un", "Deux"):
        moderation.hold(say(text), rule="gate")
    moderation.publish(moderation.hold(say("Trois"), rule="gate"), rule="gate")
    ModeratorPreference.objects.update(told_on=datetime.date(2026, 5, 4))
    clock(2026, 5, 5, 6, 59)
    assert (announcing.remind_moderators(), outbox.send_due()) == (0, 0)
    clock(2026, 5, 5, 7, 0)
    assert (announcing.remind_moderators(), outbox.send_due()) == (1, 1)
    assert announcing.remind_moderators() == 0
    (message,) = mail.outbox
    assert message.subject == "2\u00a0réponses à modérer sur Causerie"
    assert len(re.findall("/-/discussions/moderate/", message.body)) == 2
    assert "Trois" not in message.body
    assert "http://localhost/admin/replies/" in message.body
    clock(2026, 5, 6, 7, 1)
    assert (announcing.remind_moderators(), outbox.send_due()) == (1, 1)


def test_of_what_its_writer_objects_to_the_daily_mail_does_not_say_that_a_filter_holds_it(told, say, clock):
    told("daily")
    clock(2026, 5, 4, 12, 0)
    reports.appeal(moderation.mark_spam(say("Un"), rule="gate", reason="detectors"), "C’est une erreur.")
    clock(2026, 5, 5, 8, 0)
    assert (announcing.remind_moderators(), outbox.send_due()) == (1, 1)
    assert "Notre filtre demande à un modérateur" not in mail.outbox[0].body


def test_a_daily_mail_with_nothing_in_it_is_not_sent(told, clock, db):
    told("daily")
    clock(2026, 5, 5, 8, 0)
    assert (announcing.remind_moderators(), outbox.send_due()) == (1, 0)
    assert not Mail.objects.exists()


def test_a_flood_becomes_a_digest_for_moderators_too(told, wait, clock):
    told()
    for number in range(9):
        clock(2026, 5, 4, 12, number)
        wait(f"Message {number}")
    assert len(mail.outbox) == 5
    clock(2026, 5, 4, 12, 15)
    assert outbox.send_due() == 1
    assert mail.outbox[-1].subject.startswith("4\u00a0réponses à modérer")


def test_the_link_shows_the_reply_and_changes_nothing(link, phone):
    response = phone.get(link)
    html = response.content.decode()
    assert "J’accuse ce titre" in html
    assert "Notre filtre demande à un modérateur de la lire." in html
    assert all(f'value="{act}"' in html for act in ("publish", "reject", "spam"))
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert phone.head(link).status_code == 200
    assert Reply.objects.get().state == "pending"


def test_a_click_decides_in_the_moderators_name_and_opens_no_session(link, phone, moderator):
    response = click(phone, link, note="Lu dans le train")
    assert (response.status_code, response.url) == (303, link)
    decision = Decision.objects.last()
    assert (decision.to_state, decision.actor, decision.note) == ("published", moderator, "Lu dans le train")
    assert "sessionid" not in phone.cookies
    assert phone.get("/admin/replies/").status_code == 302
    html = phone.get(link).content.decode()
    assert "publiée" in html
    assert "Camille" in html


def test_without_the_token_nothing_is_decided(link, phone):
    response = phone.post(link, {"act": "publish", "seen": "pending"})
    assert response.status_code == 403
    assert Reply.objects.get().state == "pending"


@pytest.mark.parametrize(
    "wrong", [{"act": "erase"}, {"act": ""}, {"seen": "n’importe quoi"}, {"note": "x" * 3000}]
)
def test_what_is_no_decision_is_none(link, phone, wrong):
    response = click(phone, link, **wrong)
    assert response.status_code == 422
    assert wrong.get("note", "") in response.content.decode()
    assert Reply.objects.get().state == "pending"


def test_the_second_of_two_moderators_is_told_who_and_what(link, phone, new_moderator):
    html = phone.get(link).content.decode()
    hidden = dict(re.findall(r'type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', html))
    moderation.reject(Reply.objects.get(), actor=new_moderator("dominique", first_name="Dominique"))
    response = phone.post(link, {**hidden, "act": "publish", "note": "Lu dans le train"})
    said = response.content.decode()
    assert response.status_code == 409
    assert "Lu dans le train</textarea>" in said
    assert "Dominique a décidé entre-temps" in said
    assert Reply.objects.get().state == "rejected"


def test_a_text_edited_meanwhile_is_read_again_first(link, phone):
    html = phone.get(link).content.decode()
    hidden = dict(re.findall(r'type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', html))
    Reply.objects.update(edited_at=timezone.now())
    assert phone.post(link, {**hidden, "act": "publish"}).status_code == 409
    assert Reply.objects.get().state == "pending"


@pytest.mark.parametrize("gone", ["inactive", "no longer a moderator", "deleted", "expired", "forged"])
def test_a_link_is_good_no_more(link, phone, moderator, monkeypatch, gone):
    if gone == "expired":
        monkeypatch.setattr(signing.time, "time", lambda now=signing.time.time: now() + 7 * 86_400 + 1)
    {
        "inactive": lambda: type(moderator).objects.update(is_active=False),
        "no longer a moderator": moderator.groups.clear,
        "deleted": moderator.delete,
    }.get(gone, lambda: None)()
    path = link[:-2] + "x/" if gone == "forged" else link
    for response in (phone.get(path), phone.post(path, {"act": "publish", "seen": "pending"})):
        assert response.status_code == 404
        assert "Ce lien ne sert plus" in response.content.decode()
        assert "J’accuse" not in response.content.decode()
    assert Reply.objects.get().state == "pending"


def test_the_link_of_one_reply_is_good_for_no_other_and_no_other_purpose(link, say, moderator):
    token = link.rstrip("/").rpartition("/")[2]
    for name in ("receipt", "unsubscribe"):
        assert Client().get(reverse(f"discussions:{name}", args=[token])).status_code == 404
    other = say("Une autre")
    assert mandates.read(token)[1] != other
