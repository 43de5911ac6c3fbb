"""How urgent a decision on a reply is: it follows from the state, and from why the reply waits."""

from discussions.models import Decision, Reply

State, Urgency = Reply.State, Reply.Urgency


def find(reply, reason=""):
    """Return the urgency of a reply in its state; `reason` is why it waits, if it does."""
    return _of(reply.kind, reply.state, reason)


def settle(ids):
    """Work out anew how urgent some replies are that were decided together."""
    waiting = Decision.objects.filter(reply__in=ids, to_state=State.PENDING).exclude(reason=Decision.UNDO)
    reasons = dict(waiting.order_by("pk").values_list("reply", "reason"))
    changed = {}
    for pk, kind, state, before in Reply.objects.filter(pk__in=ids).values_list(
        "pk", "kind", "state", "urgency"
    ):
        urgency = _of(kind, state, reasons.get(pk, ""))
        if urgency != before:
            changed.setdefault(urgency, []).append(pk)
    for urgency, pks in changed.items():
        Reply.objects.filter(pk__in=pks).update(urgency=urgency)


def _of(kind, state, reason):
    if state != State.PENDING:
        return Urgency.NONE
    # The law sets a time for it.
    if kind == Reply.Kind.RIGHT_OF_REPLY:
        return Urgency.LAW
    return Urgency.SUSPECT if reason == "detectors" else Urgency.WAITS
