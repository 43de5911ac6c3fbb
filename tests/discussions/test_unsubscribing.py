"""The end of a subscription by the address in a mail: one click, RFC 8058, for ever."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from discussions import announcing, following, links, moderation, outbox, unsubscribing
from discussions.letters import news
from discussions.models import Mail, Subscription

ONE_CLICK = "List-Unsubscribe=One-Click"


@pytest.fixture
def follow(discussion):
    def follow(email="noe@lecteurs.example", scope="discussion", reply=None, language="fr", **often):
        return following.follow(
            discussion, email, language, scope=scope, reply=reply, is_proven=True, **often
        )

    return follow


@pytest.fixture
def tell(say):
    """Return a function that publishes a reply and gives back the mail about it."""

    def tell(parent=None):
        reply = say("Bien dit.", state="pending", parent=parent)
        moderation.publish(reply, rule="gate")
        announcing.announce_due()
        outbox.send_due()
        return next(message for message in mail.outbox if message.to == ["noe@lecteurs.example"])

    return tell


@pytest.fixture
def stranger():
    """A mail program: no cookie, no token, no word of where it comes from."""
    return Client(enforce_csrf_checks=True)


def path_of(message):
    return re.fullmatch(r"<http://localhost(/\S+)>", message.extra_headers["List-Unsubscribe"])[1]


def active():
    return Subscription.objects.active().count()


def test_the_mail_says_how_it_is_ended(follow, tell, discussion):
    follow()
    message = tell()
    assert message.extra_headers["List-Unsubscribe-Post"] == ONE_CLICK
    assert message.extra_headers["List-Id"] == f"<discussion-{discussion.pk}.localhost>"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert f"http://localhost{path_of(message)}" in message.body


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (ONE_CLICK, "application/x-www-form-urlencoded"),
        (
            '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        ("", "application/x-www-form-urlencoded"),
        ("--x", "multipart/form-data"),
        (b"\xff\x00", "application/octet-stream"),
    ],
)
def test_a_post_ends_it_at_once_whatever_its_body_and_without_a_redirect(follow, tell, stranger, body, kind):
    follow()
    response = stranger.post(path_of(tell()), body, content_type=kind)
    assert response.status_code == 200
    assert "C’est fait" in response.content.decode()
    assert not response.cookies
    assert active() == 0


def test_a_get_shows_what_it_is_about_and_changes_nothing(follow, tell, stranger, article):
    follow()
    path = path_of(tell())
    html = stranger.get(path).content.decode()
    assert "Ne plus me prévenir" in html
    assert "toute la discussion" in html
    for method in (stranger.head, stranger.options):
        method(path)
    assert active() == 1


def test_the_button_ends_it_and_offers_to_undo(follow, tell, stranger):
    follow()
    path = path_of(tell())
    done = stranger.post(path, {"act": "end"})
    assert (done.status_code, done.url) == (303, path)
    html = stranger.get(path).content.decode()
    assert "C’est fait" in html
    assert "Annuler" in html
    stranger.post(path, {"act": "resume"})
    assert active() == 1


def test_what_caused_the_mail_is_ended_and_the_rest_offered(follow, tell, stranger, say):
    top, other = say("Un fil"), say("Un autre")
    follow()
    follow(scope="thread", reply=top)
    follow(scope="thread", reply=other)
    follow("autre@lecteurs.example")
    path = path_of(tell(parent=top))
    stranger.post(path, ONE_CLICK, content_type="application/x-www-form-urlencoded")
    assert active() == 2
    assert "y compris 1\u00a0autre abonnement" in stranger.get(path).content.decode()
    stranger.post(path, {"act": "all"})
    assert [one.email for one in Subscription.objects.active()] == ["autre@lecteurs.example"]


def test_ended_twice_is_ended_once_and_the_undo_takes_back_no_older_end(follow, tell, stranger, say):
    old = follow(scope="thread", reply=say("Un fil"))
    following.end(old)
    follow()
    path = path_of(tell())
    for _ in range(2):
        stranger.post(path, {"act": "all"})
    stranger.post(path, {"act": "resume"})
    assert [one.scope for one in Subscription.objects.active()] == ["discussion"]


def test_what_was_ended_in_two_steps_comes_back_in_one(follow, tell, stranger, say):
    follow()
    for number in range(3):
        follow(scope="thread", reply=say(f"Fil {number}"))
    path = path_of(tell())
    stranger.post(path, {"act": "end"})
    for _ in range(2):
        stranger.post(path, {"act": "all"})
    assert active() == 0
    stranger.post(path, {"act": "resume"})
    assert active() == 4


def test_the_undo_takes_back_nothing_that_was_ended_elsewhere(follow, tell, stranger, say):
    top, other = say("Un fil"), say("Un autre")
    both = [follow(), follow(scope="thread", reply=top)]
    elsewhere = follow(scope="thread", reply=other)
    path = path_of(tell(parent=top))
    following.end(both[1])
    following.end(elsewhere)
    follow(scope="answers", reply=top)
    stranger.post(path, {"act": "all"})
    stranger.post(path, {"act": "resume"})
    assert {one.scope for one in Subscription.objects.active()} == {"discussion", "answers"}


def test_it_works_years_later_and_after_an_erasure(follow, tell, stranger, client):
    follow()
    path = path_of(tell())
    client.post(reverse("discussions:erase", args=[links.issue("noe@lecteurs.example")]))
    assert not Subscription.objects.exists()
    html = stranger.get(path).content.decode()
    assert "C’est fait" in html
    assert "Annuler" not in html
    assert stranger.post(path, ONE_CLICK, content_type="text/plain").status_code == 200
    assert stranger.post(path, {"act": "resume"}).status_code == 303


@pytest.fixture
def ended(follow, tell, stranger):
    """The address in a mail, whose button has ended what the mail came from."""
    follow()
    path = path_of(tell())
    stranger.post(path, {"act": "end"})
    return path


def pass_days(days):
    past = timezone.now() - timedelta(days=days)
    Subscription.objects.update(created_at=past, confirmed_at=past, ended_at=past)


def test_what_was_ended_is_kept_thirty_days_for_the_undo(ended, stranger, follow):
    pass_days(29)
    assert following.forget_ended() == 0
    assert "Annuler" in stranger.get(ended).content.decode()
    pass_days(31)
    assert following.forget_ended() == 1
    html = stranger.get(ended).content.decode()
    assert "Annuler" not in html
    assert "n’est plus conservé ici" in html
    assert reverse("discussions:ask_link") in html


def test_what_is_followed_or_asked_again_is_not_forgotten(ended, follow, discussion):
    pass_days(31)
    following.follow(discussion, "noe@lecteurs.example", "fr", scope="discussion", is_proven=False)
    follow("autre@lecteurs.example")
    assert following.forget_ended() == 0


def test_the_page_is_in_the_readers_language(follow, tell, stranger):
    follow(language="en")
    html = stranger.get(path_of(tell())).content.decode()
    assert '<html lang="en"' in html
    assert "Send me no more of them" in html


@pytest.mark.parametrize("token", ["x", "a:b:c", unsubscribing.token_for([])[:-1] + "é"])
def test_an_address_that_is_not_ours_ends_nothing(stranger, db, token):
    response = stranger.post(reverse("discussions:unsubscribe", args=[token]))
    assert response.status_code == 404
    assert "Cette adresse est incomplète" in response.content.decode()


def test_many_subscriptions_make_no_line_that_mail_servers_refuse(follow, discussion):
    many = [Subscription(pk=100_000 + 97 * number) for number in range(news.MOST_NAMED)]
    assert (
        len(f"List-Unsubscribe: <https://www.exemple.fr/-/discussions/{unsubscribing.token_for(many)}/>")
        < 900
    )


def test_a_mail_holds_no_more_than_its_end_address_can_name(follow, say, clock, monkeypatch):
    monkeypatch.setattr(news, "MOST_NAMED", 7)
    tops = [say(f"Fil {number}") for number in range(10)]
    for top in tops:
        follow(frequency="daily", scope="thread", reply=top)
    for number in range(3):
        for top in tops:
            moderation.publish(say(f"Message {number}", state="pending", parent=top), rule="gate")
    announcing.announce_due()
    clock(2026, 5, 5, 7, 0)
    assert outbox.send_due() == 5
    assert Mail.objects.filter(sent_at=None).count() == 0
    assert sum(message.body.count("Message") for message in mail.outbox) == 30
    ends = [path_of(message).rstrip("/").rpartition("/")[2] for message in mail.outbox]
    assert max(len(unsubscribing.read(end)) for end in ends) == 7
