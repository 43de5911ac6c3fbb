"""Takes a reply in: one transaction from the form to the log."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import ArticleAuthor
from discussions import moderation, policy
from discussions.models import Discussion, Participant, Reply
from discussions.reading import discussed_page_id, find_answerable, read_policy, read_refusal
from discussions.rendering import RENDER_VERSION, render


class Refused(Exception):
    """The discussion takes no replies; `refusal` says why."""

    def __init__(self, refusal):
        super().__init__(refusal.code)
        self.refusal = refusal


class AddresseeGone(Exception):
    """The reply that was to be answered isn't there any more, or never was."""


@dataclass(frozen=True)
class Writer:
    """Who answers: a guest with what they typed, or a user who is signed in."""

    name: str
    email: str = ""
    website: str = ""
    user: Any = None
    role: str = ""


def recognise(user, page):
    """Return a signed-in user as the writer of a reply to a page, with the badge they have there."""
    byline = (
        ArticleAuthor.objects.filter(page_id=discussed_page_id(page), author__user=user)
        .select_related("author")
        .first()
    )
    role = policy.role(
        signs_the_article=byline is not None,
        may_moderate=user.has_perm("discussions.moderate_reply"),
    )
    name = byline.author.name if byline else str(user)
    return Writer(name=name[: policy.NAME_LENGTH], email=user.email, user=user, role=role)


def answer(page, writer, *, text, parent=""):
    """Store a reply to a page, or to the reply whose public id is `parent`, and return it.

    The same words of the same person within ten minutes are the same reply: a double click, a reload.
    Raises Refused or AddresseeGone.
    """
    html, plain = render(text, Reply.Format.MARKDOWN)
    draft = Reply(
        name=writer.name,
        website=writer.website,
        role=writer.role,
        language=page.locale.language_code,
        text=text,
        html=html,
        plain=plain,
        render_version=RENDER_VERSION,
    )
    applied = read_policy(page)
    with transaction.atomic():
        draft.discussion = _lock(page, applied)
        draft.fingerprint = _fingerprint(draft.discussion, writer, text, parent)
        return _repeated(draft) or _store(draft, writer, parent, applied)


def _lock(page, applied):
    """Return the page's discussion, made if need be and locked: of two clicks at once one waits."""
    discussion, _ = Discussion.objects.get_or_create(
        page_id=discussed_page_id(page), defaults={"locale_id": page.locale_id}
    )
    discussion = Discussion.objects.select_for_update().get(pk=discussion.pk)
    if refusal := read_refusal(page, discussion, applied):
        raise Refused(refusal)
    return discussion


def _store(draft, writer, parent, applied):
    if parent:
        draft.parent = find_answerable(draft.discussion, parent)
        if draft.parent is None:
            raise AddresseeGone
    draft.participant = _participant(writer)
    state = policy.first_state(applied, role=writer.role, trust=draft.participant.trust)
    return moderation.receive(draft, state, actor=writer.user, rule="gate")


def _participant(writer):
    """Return who speaks: an account is one person; each guest a new one, for anybody can type an address."""
    known = {"name": writer.name, "email": writer.email, "website": writer.website}
    if writer.user is None:
        return Participant.objects.create(**known)
    return Participant.objects.get_or_create(
        user=writer.user, defaults={"kind": Participant.Kind.ACCOUNT, **known}
    )[0]


def _fingerprint(discussion, writer, text, parent):
    user = writer.user and writer.user.pk
    parts = [discussion.pk, parent, user, writer.name, writer.email, text]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _repeated(draft):
    since = timezone.now() - timedelta(minutes=policy.REPEAT_MINUTES)
    return Reply.objects.filter(
        discussion=draft.discussion, fingerprint=draft.fingerprint, created_at__gte=since
    ).first()
