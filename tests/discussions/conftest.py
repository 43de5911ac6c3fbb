"""A discussion, and replies in it as readers, moderators and the import make them."""

import datetime
import socket
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from mail_servers import LetterBox, take_and_say_nothing, use
from mailing import PARIS
from serving import free_port

from discussions import following, moderation, purging, rendering
from discussions.models import Discussion, Participant, Reply

NOON = timezone.make_aware(datetime.datetime(2026, 5, 2, 12, 0))


@pytest.fixture
def article(article):
    """The article without its body, which no test of the discussion looks at."""
    article.body = []
    article.save()
    return article


@pytest.fixture
def discussion(article):
    return Discussion.objects.create(page=article, locale=article.locale)


@pytest.fixture
def say(discussion):
    """Return a function that receives a reply, by default a published one, a minute after the last."""
    said = []

    def say(text="Je suis d’accord.", *, state="published", parent=None, **fields):
        html, plain = rendering.render(text, fields.get("format", "markdown"))
        said.append(text)
        reply = Reply(
            discussion=fields.pop("discussion", discussion),
            parent=parent,
            root=parent and (parent.root or parent),
            text=text,
            html=html,
            plain=plain,
            render_version=rendering.RENDER_VERSION,
            **{"name": "Zoé", "language": "fr", "created_at": NOON + datetime.timedelta(minutes=len(said))}
            | fields,
        )
        return moderation.receive(reply, state, rule="import")

    return say


@pytest.fixture
def purged(monkeypatch):
    """The pages that a cache in front of the site has been told of."""
    pages = []
    monkeypatch.setattr(purging, "get_backends", lambda: ["a cache"])
    monkeypatch.setattr(purging, "purge_pages_from_cache", pages.extend)
    return pages


@pytest.fixture
def purged_addresses(purged, monkeypatch):
    """The addresses, other than pages', that a cache in front of the site has been told of."""
    addresses = []
    monkeypatch.setattr(purging, "purge_urls_from_cache", addresses.extend)
    return addresses


@pytest.fixture
def seed(article, say):
    """The seed's discussion, as the import writes it: 101 is missing, 102 answers it."""
    article.title = "Joyeux Noël aux Community Managers"
    article.save()

    def imported(comment, day, name="Loïc", **fields):
        at = timezone.make_aware(datetime.datetime(2011, 12, day, 10, comment - 100))
        text = fields.pop("text", f"<p>Commentaire {comment}</p>")
        return say(
            text,
            name=name,
            format="html",
            source="wordpress",
            source_id=str(comment),
            published_at=at,
            **fields,
        )

    unavailable = imported(101, 24, name="", kind="placeholder", text="")
    replies = {101: unavailable}
    replies[102] = imported(102, 24, parent=unavailable, role="author")
    replies[103] = imported(103, 25, name="Laurent B.", website="http://laurentb.example/")
    replies[104] = imported(104, 26, name="David")
    replies[105] = imported(105, 26, parent=replies[104], role="author")
    return replies


@pytest.fixture
def read(client, article):
    """Return a function that gives the HTML of the article as any reader gets it."""

    def read(page=article):
        response = client.get(page.url)
        assert response.status_code == 200
        return response.content.decode()

    return read


@pytest.fixture
def receive(say):
    """Return a function that receives a reply by Claire, by default one that waits for a moderator."""

    def receive(text="J’accuse ce titre d’être trop court.", *, name="Claire", state="pending", **fields):
        claire = Participant.objects.create(name=name, email="claire@exemple.fr")
        return say(text, name=name, state=state, participant=claire, **fields)

    return receive


@pytest.fixture
def spam(receive):
    """A dozen replies that wait, two of them older than the others, and one that is on the site."""
    waiting = [receive(f"Gagnez {n} fois", name=f"Robot {n}") for n in range(12)]
    receive("Une vraie réponse", name="Zoé", state="published")
    return waiting


@pytest.fixture
def new_moderator(django_user_model, db):
    """Return a function that makes a member of the group « Modération »."""

    def create(username, *, first_name):
        user = django_user_model.objects.create_user(
            username, f"{username}@exemple.fr", "secret", first_name=first_name
        )
        user.groups.add(Group.objects.get(name="Modération"))
        return user

    return create


@pytest.fixture
def moderator(new_moderator):
    return new_moderator("camille", first_name="Camille")


@pytest.fixture
def as_moderator(client, moderator):
    """A browser in which a moderator is logged in."""
    client.force_login(moderator)
    return client


@pytest.fixture
def as_data_officer(as_moderator, moderator):
    """A browser of a moderator who may read addresses."""
    moderator.user_permissions.add(Permission.objects.get(codename="view_reply_email"))
    return as_moderator


@pytest.fixture
def writer(db):
    return Participant.objects.create(name="Loïc", email="loic@lecteurs.example", verified_at=timezone.now())


@pytest.fixture
def mails(django_capture_on_commit_callbacks, mailoutbox):
    """Return a function that does something and returns the mails that left because of it, by recipient."""

    def mails(do, *args, **kwargs):
        before = len(mailoutbox)
        with django_capture_on_commit_callbacks(execute=True):
            do(*args, **kwargs)
        return {mail.to[0]: mail for mail in mailoutbox[before:]}

    return mails


@pytest.fixture
def follow(discussion):
    """Return a function that makes an address follow something, confirmed."""

    def follow(email="noe@lecteurs.example", scope="discussion", reply=None, frequency="now", language="fr"):
        return following.follow(
            discussion, email, language, scope=scope, reply=reply, frequency=frequency, is_proven=True
        )

    return follow


@pytest.fixture
def write(say):
    """Return a function that lets a reader write a reply which waits for its moderator."""

    def write(text="Voilà qui est dit.", *, name="Zoé", email="zoe@lecteurs.example", parent=None, **fields):
        writer = Participant.objects.create(name=name, email=email)
        return say(text, state="pending", name=name, participant=writer, parent=parent, **fields)

    return write


@pytest.fixture
def publish(django_capture_on_commit_callbacks):
    def publish(reply):
        with django_capture_on_commit_callbacks(execute=True):
            moderation.publish(Reply.objects.get(pk=reply.pk), rule="gate")

    return publish


@pytest.fixture
def clock(monkeypatch):
    """Return a function that sets the clock; it stands still there."""

    def set_to(*at, zone=PARIS):
        moment = datetime.datetime(*at, tzinfo=zone).astimezone(datetime.UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(2026, 5, 4, 15, 0)
    return set_to


@pytest.fixture
def server(settings):
    """A mail server on a port of its own; `stop` takes it away."""
    controller = Controller(LetterBox(), hostname="127.0.0.1", port=free_port())
    controller.start()
    use(settings, controller.port)
    yield controller
    if controller.server:
        controller.stop()


@pytest.fixture
def box(server):
    return server.handler


@pytest.fixture
def silent_server(settings):
    """A mail server that takes each connection and never says a word; the list of its connections."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        taken = []
        Thread(target=take_and_say_nothing, args=(listening, taken), daemon=True).start()
        use(settings, listening.getsockname()[1])
        yield taken
