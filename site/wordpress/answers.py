"""Writes an item's comments as the discussion of its page."""

import hashlib
from collections import Counter
from html import unescape

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from articles.hygiene import scrub
from discussions import moderation
from discussions.models import Discussion, Participant, Reply
from discussions.policy import EMAIL_LENGTH, NAME_LENGTH
from discussions.rendering import RENDER_VERSION, render
from wordpress.replies import plan, shown_text, website
from wordpress.texts import line

SOURCE = "wordpress"


def write(page, item, channel, blog):
    """Add the comments that the page's discussion hasn't yet; return (plan, results as a Counter)."""
    planned = plan(item.comments, item.date)
    discussion = _discussion(page, item, needed=bool(planned.replies) or not item.comments_open)
    results = Counter()
    if discussion is None:
        return planned, results
    known = {
        reply.source_id: reply for reply in discussion.replies.filter(source=SOURCE).select_related("root")
    }
    for reply in planned.replies:
        result = "unchanged"
        if reply.source_id not in known:
            result = "created"
            known[reply.source_id] = _write(reply, known, discussion, item, channel, blog)
        results["placeholders" if reply.comment is None else result] += 1
    return planned, results


def _discussion(page, item, *, needed):
    discussion = Discussion.objects.filter(page=page).first()
    if discussion is None and needed:
        status = Discussion.Status.OPEN if item.comments_open else Discussion.Status.CLOSED
        discussion = Discussion.objects.create(page=page, locale=page.locale, status=status)
    return discussion


def _write(planned, known, discussion, item, channel, blog):
    reply = Reply(
        discussion=discussion,
        parent=known.get(planned.parent_id),
        kind=planned.kind,
        language=discussion.locale.language_code,
        created_at=planned.date,
        published_at=planned.date if planned.state == Reply.State.PUBLISHED else None,
        source=SOURCE,
        source_id=planned.source_id[:50],
        format=Reply.Format.HTML,
        render_version=RENDER_VERSION,
    )
    if planned.comment is not None:
        _say(reply, planned.comment, blog)
        if channel.logins.get(planned.comment.user_id, "") == item.author != "":
            reply.role = Reply.Role.AUTHOR
    return moderation.receive(reply, planned.state, rule="import")


def _say(reply, comment, blog):
    """Set what a comment says, and who says it, as they were."""
    reply.text = shown_text(scrub(comment.content))
    reply.html, reply.plain = render(reply.text, Reply.Format.HTML)
    reply.name = line(unescape(comment.author), NAME_LENGTH)
    reply.website = website(unescape(comment.url))
    reply.participant = _participant(reply, comment, blog)


def _participant(reply, comment, blog):
    """One person is one name with one address of one blog: no account, and no check of either."""
    key = "\n".join([comment.email.lower(), reply.name, "" if comment.email else reply.website])
    remote = reply.kind == Reply.Kind.MENTION
    return Participant.objects.get_or_create(
        source=f"{SOURCE}:{blog}:{hashlib.sha256(key.encode()).hexdigest()[:32]}",
        defaults={
            "kind": Participant.Kind.REMOTE if remote else Participant.Kind.GUEST,
            "name": reply.name,
            "email": _email(comment.email),
            "website": reply.website,
        },
    )[0]


def _email(address):
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address if len(address) <= EMAIL_LENGTH else ""
