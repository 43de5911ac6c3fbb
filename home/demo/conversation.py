"""What readers answer to the demo's article, in each language: published, and one still to be judged."""

from datetime import datetime

from django.utils import timezone

from articles.models import ArticlePage
from discussions import moderation, rendering
from discussions.models import Discussion, Participant, Reply
from home.demo import french
from home.demo.pages import editor, key

AUTHOR = "Camille Aubert"
# Language: (name, time, text, index of the reply that this one answers, or None).
SAID = {
    "fr": [
        (
            "Ingrid M.",
            "2026-11-16T09:42",
            "Chez nous, c’est la troisième marche de l’escalier. On y a réglé deux divorces et une fuite.",
            None,
        ),
        (AUTHOR, "2026-11-16T10:15", "Trois marches, trois articles : racontez-nous la fuite !", 0),
        (
            "Rachid",
            "2026-11-16T18:03",
            "À Roubaix, on a un muret.\n\nIl est froid, il est bas, il est *toujours* plein. Personne n’a "
            "jamais songé à le peindre ; ce serait peut-être une erreur.",
            None,
        ),
        (
            "Maud",
            "2026-11-17T07:31",
            "Ne le peignez pas : un muret trop propre, on n’ose plus s’asseoir.",
            2,
        ),
        ("Rachid", "2026-11-17T08:02", "Voilà. Vous êtes du quartier, vous.", 3),
    ],
    "en": [
        (
            "Fiona",
            "2026-11-17T21:20",
            "In Leith it is the bus shelter. The bus is late, so we talk.",
            None,
        ),
    ],
}
WAITING = (
    "Odile",
    "2026-11-18T22:48",
    "Et ceux qui n’ont pas envie de parler, où s’assoient-ils ? Je demande pour une amie.",
)


def load_conversation():
    for page in ArticlePage.objects.filter(translation_key=key(french.BENCH)).select_related("locale"):
        discussion, _ = Discussion.objects.get_or_create(page=page, defaults={"locale": page.locale})
        replies = []
        for name, time, text, answered in SAID[page.locale.language_code]:
            parent = None if answered is None else replies[answered]
            replies.append(publish(write(discussion, name, time, text, parent)))
        if page.locale.language_code == "fr":
            moderation.receive(write(discussion, *WAITING), Reply.State.PENDING, rule="gate")


def publish(reply):
    # Before it is received: a decision reads the row again.
    reply.published_at = reply.created_at
    moderation.receive(reply, Reply.State.PENDING, rule="gate")
    return moderation.publish(reply, actor=editor())


def write(discussion, name, time, text, parent=None):
    at = timezone.make_aware(datetime.fromisoformat(time))
    html, plain = rendering.render(text, Reply.Format.MARKDOWN)
    return Reply(
        discussion=discussion,
        participant=participant(name),
        parent=parent,
        root=parent and (parent.root or parent),
        name=name,
        role=Reply.Role.AUTHOR if name == AUTHOR else Reply.Role.READER,
        language=discussion.locale.language_code,
        text=text,
        html=html,
        plain=plain,
        render_version=rendering.RENDER_VERSION,
        created_at=at,
    )


def participant(name):
    """Return who speaks: the editor by their account, everybody else as a guest."""
    if name == AUTHOR and editor():
        account = {"kind": Participant.Kind.ACCOUNT, "name": name, "email": editor().email}
        return Participant.objects.get_or_create(user=editor(), defaults=account)[0]
    address = f"{name.split()[0].lower()}@lecteurs.example"
    return Participant.objects.get_or_create(name=name, email=address, user=None)[0]
