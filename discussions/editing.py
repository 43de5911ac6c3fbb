"""What a writer changes afterwards: for ten minutes, through the same gate, and the history is kept."""

from django.db import transaction
from django.utils import timezone

from discussions import akismet, moderation, purging, sanctions
from discussions.detectors import about_the_post
from discussions.examining import examine_text
from discussions.models import Reply
from discussions.policy import Policy
from discussions.posting import judge
from discussions.reading import read_policy
from discussions.rendering import RENDER_VERSION, render
from discussions.words import digest

State = Reply.State

EDITABLE = {State.UNCONFIRMED, State.PENDING, State.PUBLISHED}
GO_TO = {
    State.PUBLISHED: moderation.publish,
    State.PENDING: moderation.hold,
    State.SPAM: moderation.mark_spam,
}


class NotEditable(Exception):
    """It is too late, or the reply isn't in a state its writer may change."""


def may_edit(reply):
    """Tell whether its writer may still change a reply's text."""
    until = reply.editable_until
    return reply.state in EDITABLE and until is not None and timezone.now() < until


def may_withdraw(reply):
    """Tell whether its writer may take a reply back."""
    return moderation.allowed(reply.state, State.WITHDRAWN)


@transaction.atomic
def revise(reply, text):
    """Replace a reply's text and let the gate judge it anew; return the reply.

    Raises NotEditable, or `sanctions.Barred`.
    """
    discussion = moderation.lock(reply.discussion_id)
    reply = Reply.objects.select_related("participant", "discussion__page").get(pk=reply.pk)
    if not may_edit(reply):
        raise NotEditable
    sanctions.check(reply.participant)
    if text == reply.text:
        return reply
    reply.revisions.create(text=reply.text, format=reply.format)
    _write(reply, text)
    if reply.state != State.UNCONFIRMED:
        pass_the_gate(reply)
    if reply.shown:
        purging.purge_discussion(discussion, reply)
    return reply


def _write(reply, text):
    reply.text, reply.edited_at = text, timezone.now()
    reply.html, reply.plain = render(text, reply.format)
    reply.render_version, reply.text_digest = RENDER_VERSION, digest(text)
    reply.save(update_fields=["text", "html", "plain", "render_version", "text_digest", "edited_at"])


def pass_the_gate(reply):
    """Let the gate judge a reply that exists, as its text is now and as it once arrived."""
    page = reply.discussion.page
    arrived = reply.decisions.first()
    findings = [
        *about_the_post(arrived.findings if arrived else []),
        *examine_text(reply, page, reply.participant.email),
    ]
    verdict = judge(reply, read_policy(page) if page else Policy(), findings)
    # What waits for a moderator goes on waiting, whoever made it wait.
    is_release = reply.state == State.PENDING and verdict.state == State.PUBLISHED
    if verdict.state != reply.state and not is_release:
        GO_TO[verdict.state](reply, rule="gate", reason=verdict.reason, findings=findings)
    akismet.ask_later(reply)
