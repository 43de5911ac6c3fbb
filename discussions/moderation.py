"""The only writer of a reply's state: each change is one transaction with one row in the log.

`discussions.together` does the same for many replies at once.
"""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from discussions import announcing, purging, settlement, tally, urgency
from discussions.models import Decision, Discussion, Participant, Reply, Trace
from discussions.threads import CONCEALING

State = Reply.State

# What may follow what; "erased" may follow anything. A new reply comes from "".
TRANSITIONS = {
    "": {State.UNCONFIRMED, State.PENDING, State.PUBLISHED, State.SPAM},
    State.UNCONFIRMED: {State.PENDING, State.PUBLISHED, State.SPAM, State.WITHDRAWN},
    State.PENDING: {State.PUBLISHED, State.REJECTED, State.SPAM, State.WITHDRAWN},
    State.PUBLISHED: {State.REMOVED, State.WITHDRAWN, State.SPAM, State.PENDING},
    State.REJECTED: {State.PUBLISHED},
    State.REMOVED: {State.PUBLISHED},
    State.SPAM: {State.PUBLISHED},
    State.WITHDRAWN: set(),
    State.ERASED: set(),
}


class ForbiddenTransition(ValueError):
    """This change of state exists for nobody."""


class TextChanged(Exception):
    """Its writer has edited the reply since it was read."""


class AlreadyDecided(Exception):
    """Somebody was faster: `decision` says who and what."""

    def __init__(self, decision):
        super().__init__(str(decision))
        self.decision = decision


def allowed(from_state, to_state):
    """Tell whether a reply may go from one state to the other."""
    if to_state == State.ERASED:
        return from_state != State.ERASED
    return to_state in TRANSITIONS[from_state]


def receive(reply, state, *, is_locked=False, **by):
    """Save a new reply in its first state and return it; its fields must be set, its state not.

    `is_locked` says that the caller holds the lock of the discussion's row and has just read it.

    Here and below, `by` is what the log keeps of the decision: actor or rule, findings, reason, statement,
    note, batch; see `discussions.models.Decision`.
    The thread it belongs to follows from its parent. Raises ValueError for a parent of another discussion.
    """
    if reply.parent and reply.parent.discussion_id != reply.discussion_id:
        raise ValueError("A reply answers within its own discussion.")
    reply.root_id = reply.parent and (reply.parent.root_id or reply.parent_id)
    if is_locked:
        return _write(reply, reply.discussion, "", state, **by)
    return _change(reply, "", state, **by)


def publish(reply, **by):
    """Show a reply to readers; its first publication gives a top-level reply its number."""
    return _change(reply, reply.state, State.PUBLISHED, **by)


def hold(reply, **by):
    """Let a reply wait for a moderator."""
    return _change(reply, reply.state, State.PENDING, **by)


def reject(reply, **by):
    """Refuse a reply that readers have never seen."""
    return _change(reply, reply.state, State.REJECTED, **by)


def mark_spam(reply, **by):
    """Say that a reply is spam; whatever stands below it is concealed with it."""
    return _change(reply, reply.state, State.SPAM, **by)


def remove(reply, **by):
    """Take a published reply away; a tombstone stays while a visible answer stands below it."""
    return _change(reply, reply.state, State.REMOVED, **by)


def withdraw(reply, **by):
    """Take a reply away for its writer."""
    return _change(reply, reply.state, State.WITHDRAWN, **by)


def erase(reply, **by):
    """Leave nothing of a reply but its place: no name, no text, no earlier text, no note about it."""
    return _change(reply, reply.state, State.ERASED, **by)


@transaction.atomic
def forget(reply):
    """Blank a reply in time, as erasing it would; its state stays, and whatever it conceals stays concealed.

    No decision, so no row in the log. Tell whether it was still as it was read.
    """
    discussion = lock(reply.discussion_id)
    try:
        read_again(reply, reply.state)
    except (AlreadyDecided, TextChanged):
        return False
    reply.save(update_fields=_forget(reply))
    # An objection may have come since; it is gone with the text.
    urgency.settle([reply.pk])
    if reply.shown:
        purging.purge_discussion(discussion, reply)
    return True


def close(discussion, *, actor):
    """Take no more replies under a page; tell whether that changed anything."""
    return _turn(discussion, Discussion.Status.OPEN, Discussion.Status.CLOSED, actor)


def reopen(discussion, *, actor):
    """Take replies again; tell whether that changed anything."""
    return _turn(discussion, Discussion.Status.CLOSED, Discussion.Status.OPEN, actor)


@transaction.atomic
def _turn(discussion, from_status, to_status, actor):
    rows = Discussion.objects.filter(pk=discussion.pk, status=from_status)
    if not rows.update(status=to_status):
        return False
    discussion.status = to_status
    log(instance=discussion, action=f"discussions.{to_status}", user=actor)
    purging.purge_discussion(discussion)
    return True


@transaction.atomic
def _change(reply, from_state, to_state, **by):
    """Change the state as it was when `reply` was read.

    Raises AlreadyDecided when another decision came in between, or TextChanged, or ForbiddenTransition.
    """
    # The discussion's row is the lock for its numbers and for every decision on its replies.
    discussion = lock(reply.discussion_id)
    if reply.pk:
        read_again(reply, from_state)
    return _write(reply, discussion, from_state, to_state, **by)


def _write(reply, discussion, from_state, to_state, **by):
    """Write a change of state and its row in the log, under the lock of the discussion."""
    if not allowed(from_state, to_state):
        raise ForbiddenTransition(f"{from_state or 'new'} → {to_state}")
    if reply.pk and reply.is_forgotten and to_state == State.PUBLISHED:
        raise ForbiddenTransition("There is nothing left to publish.")
    reply.state = to_state
    reply.is_news = announcing.is_news(reply, to_state, by.get("rule", ""))
    if to_state == State.PUBLISHED:
        first_publication(reply, discussion)
    urgency.mark(reply, by.get("reason", ""), is_new=not from_state)
    # A reply that exists may have been edited since it was read: nothing but the decision is written.
    fields = ["state", "published_at", "number", "urgency", "waiting_since", "is_news"] if reply.pk else None
    if to_state == State.ERASED:
        fields += _forget(reply)
    tally.save(reply, discussion, fields)
    tally.save_counts(discussion)
    decision = Decision.objects.create(reply=reply, from_state=from_state, to_state=to_state, **by)
    # A new reply has no reports: posting need not ask.
    if from_state and settlement.follow(reply, decision):
        urgency.settle([reply.pk])
    announcing.announce_on_commit(reply)
    if concerns_readers(from_state, to_state):
        purging.purge_discussion(discussion, reply)
    return reply


def concerns_readers(from_state, to_state):
    """Tell whether a change of state may change what is shown: of the reply, or of what it has concealed.

    A new reply has concealed nothing.
    """
    return not {from_state or to_state, to_state} <= CONCEALING


def lock(discussion_id):
    """Return a discussion whose row is locked until the end of the transaction."""
    return Discussion.objects.select_for_update().get(pk=discussion_id)


def read_again(reply, from_state):
    """Read again what changes of a reply. Raises AlreadyDecided or TextChanged if it isn't as it was."""
    edited = reply.edited_at
    # Name and text, as it may have been blanked in its state: see `forget`.
    fields = ["state", "published_at", "number", "shown", "answer_count", "edited_at", "name", "text"]
    reply.refresh_from_db(fields=fields)
    if reply.state != from_state:
        raise AlreadyDecided(reply.decisions.select_related("actor").last())
    if reply.edited_at != edited:
        raise TextChanged


def _forget(reply):
    """Blank whatever a reply says about a person; return the names of the fields."""
    blank = ["name", "website", "text", "html", "plain", "fingerprint", "key", "text_digest", "follow"]
    for field in blank:
        setattr(reply, field, "")
    reply.participant = None
    reply.revisions.all().delete()
    reply.mails.all().delete()
    Trace.objects.filter(reply=reply).delete()
    settlement.forget(reply)
    Decision.forget(reply)
    return [*blank, "participant"]


def first_publication(reply, discussion):
    """Note what the first publication of a reply brings: its time, its number, trust in its writer."""
    if reply.published_at is None:
        reply.published_at = timezone.now()
        _trust(reply.participant)
    if reply.kind == Reply.Kind.REPLY and reply.parent_id is None and reply.number is None:
        discussion.last_number += 1
        reply.number = discussion.last_number


def _trust(participant):
    """Know from now on whom a first publication shows, if they have proved who they are."""
    trust = Participant.Trust
    if participant and participant.is_proven and participant.trust == trust.NEW:
        # A moderator may have said more since the participant was read.
        still_new = Participant.objects.filter(pk=participant.pk, trust=trust.NEW)
        if still_new.update(trust=trust.KNOWN):
            participant.trust = trust.KNOWN
