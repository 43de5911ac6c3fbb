"""Decides on many replies: what a moderator has seen and confirmed, in slices that each stand by themselves.

Whoever looks at the batch's page drives it on; what nobody looks at is carried on by `manage.py tick`.
"""

import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from discussions import moderation, together
from discussions.decisions import ACTS
from discussions.models import Batch, Decision, Reply

UNDO = "undo"
# Replies in one transaction: long enough to be quick, short enough to keep nobody waiting at the lock.
SLICE = 250
# A page that drives its batch asks again at once; after that time nobody does.
ABANDONED = timedelta(minutes=1)


class NotUndoable(Exception):
    """The batch is too old, unfinished, or undone already."""


def possible(replies, act):
    """Return those of some replies for which an act is possible."""
    states = [before for before in Reply.State.values if moderation.allowed(before, act.state)]
    return replies.filter(state__in=states)


def start(actor, act, replies, *, seen_at, **words):
    """Return a new batch of one of `discussions.decisions.ACTS` on those replies for which it is possible.

    What came after `seen_at` isn't meant, and what was decided or edited after it is left alone. `words` are
    its reason, statement, note and query. Nothing is decided before it is advanced.
    """
    targets = {}
    # Oldest first, so that numbers follow the order in which things were written.
    found = possible(replies, act).filter(created_at__lte=seen_at).order_by("created_at", "pk")
    for pk, before in found.values_list("pk", "state"):
        targets.setdefault(before, []).append(pk)
    total = sum(map(len, targets.values()))
    return Batch.objects.create(
        actor=actor, act=act.name, targets=[*targets.items()], total=total, seen_at=seen_at, **words
    )


def is_undoable(batch):
    """Tell whether a batch may still be taken back."""
    young = batch.created_at > timezone.now() - together.UNDO_WITHIN
    return bool(batch.finished_at and batch.decided and young) and not hasattr(batch, "undone_by")


@transaction.atomic
def undo(batch, actor):
    """Return a new batch that gives back to each reply of another the state it had. Raises NotUndoable."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if not is_undoable(batch):
        raise NotUndoable
    ids = [*Decision.objects.filter(batch=batch).order_by("pk").values_list("pk", flat=True)]
    targets = [["", ids]]
    return Batch.objects.create(actor=actor, act=UNDO, undoes=batch, targets=targets, total=len(ids))


@transaction.atomic
def stop(pk):
    """End a batch where it stands, if it is there and under way: what it has done can be undone then."""
    batch = Batch.objects.select_for_update().filter(pk=pk, finished_at=None).first()
    if batch:
        batch.total, batch.finished_at = batch.position, timezone.now()
        batch.save(update_fields=["total", "finished_at"])


def advance(batch, seconds):
    """Work on a batch for about so many seconds, one slice at least, and return it as it then is."""
    until = time.monotonic() + seconds
    while True:
        batch = _take_slice(batch.pk)
        if batch.finished_at or time.monotonic() > until:
            return batch


def carry_on():
    """Finish what nobody looks at any more; return how many batches that were."""
    before = timezone.now() - ABANDONED
    abandoned = Batch.objects.filter(finished_at=None, advanced_at__lt=before)
    return sum(bool(advance(batch, seconds=50).finished_at) for batch in abandoned)


@transaction.atomic
def _take_slice(pk):
    """Decide on the next slice of a batch, in one transaction with the note of how far it has come."""
    batch = Batch.objects.select_for_update().get(pk=pk)
    if batch.finished_at:
        return batch
    before, ids = _next_slice(batch)
    if ids:
        batch.decided += _decide(batch, before, ids)
        batch.position += len(ids)
    if batch.position >= batch.total:
        batch.finished_at = timezone.now()
    batch.advanced_at = timezone.now()
    batch.save(update_fields=["position", "decided", "advanced_at", "finished_at"])
    return batch


def _decide(batch, before, ids):
    if batch.act == UNDO:
        return together.undo_all(ids, actor=batch.actor, batch=batch)
    words = {"reason": batch.reason, "statement": batch.statement, "note": batch.note}
    state = ACTS[batch.act].state
    by = {"actor": batch.actor, "batch": batch, **words}
    return together.decide_all(ids, before, state, seen_at=batch.seen_at, **by)


def _next_slice(batch):
    """Return (the state they were in, ids) of the replies whose turn it is; of an undo, ids of decisions."""
    start = batch.position
    for before, ids in batch.targets:
        if start < len(ids):
            return before, ids[start : start + SLICE]
        start -= len(ids)
    return "", []
