"""What a moderator does about some people at once: a sanction, and what becomes of what they wrote."""

from contextlib import suppress

from django.db import transaction

from discussions import batches, sanctions
from discussions.decisions import ACTS
from discussions.models import Batch, Reply, Sanction
from discussions.reasons import Reason

State = Reply.State

# On which ground a reply is taken away with a sanction: its writer is told in the words for replies.
GROUNDS = {
    Sanction.Reason.INSULT: Reason.INSULTS,
    Sanction.Reason.HATE: Reason.HATRED,
    Sanction.Reason.ADVERTISING: Reason.ADVERTISING,
    Sanction.Reason.FLOOD: Reason.OTHER,
    Sanction.Reason.IMPERSONATION: Reason.IMPERSONATION,
    Sanction.Reason.PRIVACY: Reason.PERSONAL_DATA,
    Sanction.Reason.ILLEGAL: Reason.ILLEGAL_OTHER,
    Sanction.Reason.OTHER: Reason.OTHER,
}

# An act, and in which states the replies are that it is done to.
ON_REPLIES = {
    "reject": (State.PENDING,),
    "remove": (State.PUBLISHED,),
    "spam": (State.PENDING, State.PUBLISHED),
}
# In the request that asks for it; `manage.py tick` carries on what is left.
SECONDS = 5


@transaction.atomic
def impose(people, kind, *, actor, seen_at, act="", **what):
    """Put people under a sanction and, if an act is named, decide on what they wrote until `seen_at`.

    Return the id that both can be undone by. `what` is as for `sanctions.impose`, which lets nobody get twice
    what a second click asks for.
    """
    batch = sanctions.impose(people, kind, actor=actor, seen_at=seen_at, **what)
    if act and not Batch.objects.filter(pk=batch).exists():
        replies = Reply.objects.filter(participant__in=people, state__in=ON_REPLIES[act])
        words = {"reason": GROUNDS[what["reason"]], "statement": what.get("statement", "")}
        batches.start(actor, ACTS[act], replies, seen_at=seen_at, id=batch, **words)
    return batch


def advance(batch):
    """Decide on the replies of a measure as far as that is quickly done; return the batch, or None."""
    started = Batch.objects.filter(pk=batch).first()
    return started and batches.advance(started, SECONDS)


def undo(batch, *, actor):
    """Lift the sanctions of a measure and give the replies back the states they had; return both numbers.

    Whatever it hasn't come to yet is left alone.
    """
    with transaction.atomic():
        batches.stop(batch)
        lifted, taken_back = sanctions.undo(batch, actor=actor), None
        with suppress(Batch.DoesNotExist, batches.NotUndoable):
            taken_back = batches.undo(Batch.objects.get(pk=batch), actor)
    return lifted, batches.advance(taken_back, SECONDS).decided if taken_back else 0


def is_undoable(batch):
    """Tell whether anything of a measure can still be taken back."""
    started = Batch.objects.filter(pk=batch).first()
    return sanctions.undoable(batch).exists() or bool(started and batches.is_undoable(started))
