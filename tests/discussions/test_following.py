"""Following by mail: the ways in; nobody is told who hasn’t asked with an address of their own."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from discussions import following, limits, links, moderation, outbox
from discussions.addresses import address
from discussions.models import Discussion, DiscussionPolicy, Mail, Reply, Subscription
from discussions.views.following import follow as follow_view

SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse réception, n’en doutez pas."}
NARROW = "\u202f"


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True, **SAME_ORIGIN)


@pytest.fixture
def follow(article, reader, django_capture_on_commit_callbacks):
    """Return a function that sends the small form below a discussion and lets the mails leave."""

    def follow(client=None, **changed):
        words = {"email": "noe@lecteurs.example", "frequency": "daily"} | changed
        words = {f"follow-{name}" if name in {"email", "frequency"} else name: words[name] for name in words}
        with django_capture_on_commit_callbacks(execute=True):
            response = (client or reader).post(reverse("discussions:follow", args=[article.pk]), words)
        outbox.send_due()
        return response

    return follow


@pytest.fixture
def write(article, reader, django_capture_on_commit_callbacks):
    def write(client=None, **changed):
        with django_capture_on_commit_callbacks(execute=True):
            response = (client or reader).post(
                reverse("discussions:reply", args=[article.pk]), WORDS | changed
            )
        assert response.status_code == 303, response.content.decode()
        return Reply.objects.latest("pk")

    return write


def link_in(mail):
    return re.search(r"http://localhost(/\S+)", mail.body)[1]


def rows():
    return [*Subscription.objects.order_by("pk").values_list("email_key", "scope", "frequency")]


def test_whoever_does_not_write_follows_with_an_address_that_is_confirmed(
    follow, mailoutbox, article, reader
):
    assert "Suivre cette discussion par e-mail" in reader.get(article.url).content.decode()
    response = follow()
    assert (response.status_code, response.url) == (303, reverse("discussions:following_sent"))
    assert not Subscription.objects.active().exists()
    (mail,) = mailoutbox
    assert mail.subject == f"Confirmez que vous suivez «{NARROW}{article.title}{NARROW}»"
    asked = reader.get(link_in(mail)).content.decode()
    assert "toute la discussion" in asked
    assert "une fois par jour" in asked
    assert not Subscription.objects.active().exists()
    mine = reader.post(link_in(mail))
    assert "Ce que vous suivez" in reader.get(mine.url).content.decode()
    assert [one.frequency for one in Subscription.objects.active()] == ["daily"]


def test_a_browser_that_has_confirmed_once_needs_no_other_proof(follow, mailoutbox, reader):
    follow()
    reader.post(link_in(mailoutbox[0]))
    Subscription.objects.update(ended_at=timezone.now())
    assert follow(frequency="weekly").url == reverse("discussions:following_done")
    assert [one.frequency for one in Subscription.objects.active()] == ["weekly"]


def test_the_personal_page_shows_what_is_not_confirmed_yet_and_the_way_to_do_it(follow, mailoutbox, reader):
    follow()
    Mail.objects.all().delete()
    secret = links.issue("noe@lecteurs.example")
    page = reader.get(reverse("discussions:mine", args=[secret])).content.decode()
    assert "Pas encore confirmé" in page
    url = reverse("discussions:confirm_following", args=[secret, Subscription.objects.get().pk])
    assert url in page
    reader.post(url)
    assert Subscription.objects.active().exists()


def test_a_scanner_that_opens_the_link_confirms_nothing(follow, mailoutbox):
    follow()
    for method in (Client().get, Client().head, Client().options):
        method(link_in(mailoutbox[0]))
    assert not Subscription.objects.active().exists()


def test_the_answer_tells_nothing_of_who_follows_already(follow, reader, mailoutbox):
    follow()
    reader.post(link_in(mailoutbox[0]))
    other = Client(**SAME_ORIGIN)
    known, unknown = follow(other, frequency="now"), follow(other, email="autre@lecteurs.example")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert reader.get(known.url).content == reader.get(unknown.url).content
    # A stranger changes nothing; the owner gets the way to change it.
    assert rows()[0] == ("noe@lecteurs.example", "discussion", "daily")
    assert "lien personnel" in mailoutbox[1].subject


def test_asking_twice_is_asking_once(follow, mailoutbox):
    follow()
    follow(email="Noe@Lecteurs.example", frequency="weekly")
    assert rows() == [("noe@lecteurs.example", "discussion", "weekly")]


def test_a_thread_is_followed_from_its_own_page(follow, say, reader):
    top = say("Un fil")
    page = reader.get(address("thread", "fr", top.public_id)).content.decode()
    assert "Suivre ce fil par e-mail" in page
    assert f'name="thread" value="{top.public_id}"' in page
    follow(thread=top.public_id)
    assert (Subscription.objects.get().scope, Subscription.objects.get().reply) == ("thread", top)


def test_a_thread_that_is_none_is_not_found(follow, say):
    answer = say("Réponse", parent=say("Un fil"))
    assert follow(thread=answer.public_id).status_code == 404
    assert follow(thread="n’importe quoi").status_code == 404
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("wrong", [{"email": ""}, {"email": "zoe@"}, {"frequency": "toujours"}])
def test_what_is_wrong_is_said_and_what_was_typed_stays(follow, wrong):
    response = follow(**wrong)
    assert response.status_code == 422
    html = response.content.decode()
    assert "field__error" in html
    assert "noe@lecteurs.example" in html or "email" in wrong
    assert not Subscription.objects.exists()


def test_a_program_that_fills_in_every_field_is_told_nothing(follow, mailoutbox):
    assert follow(subject="Achetez").url == reverse("discussions:following_sent")
    assert (rows(), mailoutbox) == ([], [])


def test_one_network_cannot_ask_without_end(follow, monkeypatch, mailoutbox):
    # In the middle of a window, however long the machine takes.
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: 1_800_000_300))
    reader = Client(REMOTE_ADDR="192.0.2.7", **SAME_ORIGIN)
    for _ in range(limits.NETWORK.most):
        limits.count({limits.NETWORK: "192.0.2.0/24"})
    response = follow(reader)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "noe@lecteurs.example" in response.content.decode()
    assert mailoutbox == []


def test_a_closed_discussion_is_followed_by_nobody(follow, discussion, moderator, article, reader):
    moderation.close(discussion, actor=moderator)
    assert follow().status_code == 409
    assert "Suivre cette discussion par e-mail" not in reader.get(article.url).content.decode()


def test_the_first_who_follows_begins_the_discussion(follow, article):
    assert not Discussion.objects.exists()
    follow()
    assert Discussion.objects.get().page_id == article.pk


def test_what_is_asked_with_a_reply_begins_when_the_reply_is_confirmed(write, reader, mailoutbox):
    reply = write(follow="answers")
    assert not Subscription.objects.exists()
    assert len(mailoutbox) == 1
    reader.post(link_in(mailoutbox[0]))
    (followed,) = Subscription.objects.active()
    assert (followed.scope, followed.reply, followed.frequency) == ("answers", reply, "now")


def test_by_default_nobody_follows_anything(write, reader, mailoutbox):
    write()
    reader.post(link_in(mailoutbox[0]))
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(("scope", "has_reply"), [("thread", True), ("discussion", False)])
def test_a_known_guest_follows_at_once(write, reader, mailoutbox, scope, has_reply):
    write()
    reader.post(link_in(mailoutbox[0]))
    reply = write(text="Et je persiste.", follow=scope)
    (followed,) = Subscription.objects.active()
    assert followed.reply == (reply if has_reply else None)
    assert len(mailoutbox) == 1


def test_somebody_with_an_account_follows_at_once(write, moderator):
    client = Client()
    client.force_login(moderator)
    write(client, follow="discussion")
    assert rows() == [("camille@exemple.fr", "discussion", "now")]
    assert Subscription.objects.active().exists()


def test_where_no_reply_is_confirmed_following_still_is(write, reader, article, mailoutbox):
    DiscussionPolicy.objects.create(page=article, confirmation="off", moderation="after")
    write(follow="discussion")
    assert not Subscription.objects.active().exists()
    outbox.send_due()
    assert mailoutbox[0].subject.startswith("Confirmez que vous suivez")


def test_spam_follows_nothing(write, mailoutbox):
    write(follow="discussion", subject="Achetez")
    assert (rows(), mailoutbox) == ([], [])


def test_an_unknown_wish_is_refused_and_the_text_kept(reader, article):
    url = reverse("discussions:reply", args=[article.pk])
    response = reader.post(url, WORDS | {"follow": "tout"})
    assert response.status_code == 422
    assert WORDS["text"] in response.content.decode()


@pytest.fixture
def secret(db):
    return links.issue("noe@lecteurs.example")


@pytest.fixture
def followed(discussion):
    return following.follow(
        discussion, "noe@lecteurs.example", "fr", scope="discussion", frequency="daily", is_proven=True
    )


def test_the_personal_page_lists_changes_and_ends(client, secret, followed, article):
    page = client.get(reverse("discussions:mine", args=[secret])).content.decode()
    assert article.title.split("«")[0].strip() in page
    change = reverse("discussions:change_following", args=[secret, followed.pk])
    assert client.get(change).status_code == 405
    client.post(change, {"frequency": "weekly"})
    assert rows() == [("noe@lecteurs.example", "discussion", "weekly")]
    client.post(change, {"end": "1"})
    assert not Subscription.objects.active().exists()
    assert "Ce que vous suivez" not in client.get(reverse("discussions:mine", args=[secret])).content.decode()


def test_nobody_changes_what_others_follow(client, followed):
    secret = links.issue("autre@lecteurs.example")
    for name in ("change_following", "confirm_following"):
        url = reverse(f"discussions:{name}", args=[secret, followed.pk])
        assert client.post(url, {"end": "1"}).status_code == 404
    assert Subscription.objects.active().exists()


def test_who_only_follows_gets_a_personal_link_too(client, followed, mailoutbox):
    client.post(reverse("discussions:ask_link"), {"email": "noe@lecteurs.example"})
    outbox.send_due()
    assert "Ce que vous suivez" in client.get(link_in(mailoutbox[0])).content.decode()


def test_export_and_erasure_cover_what_is_followed(client, secret, followed):
    taken = client.get(reverse("discussions:export", args=[secret])).json()
    assert taken["subscriptions"][0]["scope"] == "discussion"
    client.post(reverse("discussions:erase", args=[secret]))
    assert not Subscription.objects.exists()


def test_what_nobody_confirms_is_forgotten(follow, followed):
    follow(email="autre@lecteurs.example")
    assert following.forget_unconfirmed() == 0
    Subscription.objects.update(created_at="2026-01-01T00:00Z")
    assert following.forget_unconfirmed() == 1
    assert [*Subscription.objects.all()] == [followed]


def test_whoever_asks_again_has_thirty_days_again(follow):
    follow()
    Subscription.objects.update(created_at=timezone.now() - timedelta(days=40))
    follow()
    assert following.forget_unconfirmed() == 0


def test_following_is_never_cached_nor_indexed(reader, article):
    response = reader.get(reverse("discussions:follow", args=[article.pk]))
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert follow_view.csrf_exempt
