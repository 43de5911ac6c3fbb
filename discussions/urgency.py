"""How urgent a decision on a reply is, and since when it waits: it follows from the state and the reports."""

from collections import defaultdict

from django.utils import timezone

from discussions.models import Decision, Reply, Report

State, Urgency = Reply.State, Reply.Urgency

READ = ["kind", "state", "created_at", "urgency", "waiting_since"]


def mark(reply, reason="", *, is_new=False):
    """Set both on a reply that nobody has reported, once it has its state; `reason` is why it waits."""
    reply.urgency = _of(reply, reason)
    began = reply.created_at if is_new else timezone.now()
    reply.waiting_since = began if reply.urgency else None


def settle(ids):
    """Work out both anew for some replies that were decided together, or reported."""
    held, reported = _held(ids), _reported(ids)
    changed = []
    for reply in Reply.objects.filter(pk__in=ids).only(*READ):
        before = reply.urgency, reply.waiting_since
        causes = [*_wait_of(reply, *held.get(reply.pk, ("", None))), *reported[reply.pk]]
        reply.urgency = max((urgency for urgency, _ in causes), default=Urgency.NONE)
        reply.waiting_since = min((since for _, since in causes), default=None)
        if before != (reply.urgency, reply.waiting_since):
            changed.append(reply)
    _write(changed)


def _write(replies):
    done = [reply.pk for reply in replies if not reply.urgency]
    Reply.objects.filter(pk__in=done).update(urgency=Urgency.NONE, waiting_since=None)
    Reply.objects.bulk_update([reply for reply in replies if reply.urgency], ["urgency", "waiting_since"])


def _held(ids):
    """Return by reply why it waits, or has waited, and since when; None if since it was written."""
    decided = Decision.objects.filter(reply__in=ids, to_state=State.PENDING).exclude(reason=Decision.UNDO)
    rows = decided.order_by("pk").values_list("reply", "reason", "from_state", "created_at")
    return {pk: (reason, at if from_state else None) for pk, reason, from_state, at in rows}


def _wait_of(reply, reason, since):
    urgency = _of(reply, reason)
    return [(urgency, since or reply.created_at)] if urgency else []


def _reported(ids):
    """Return what open reports say of each reply: pairs of urgency and time."""
    found = defaultdict(list)
    reports = Report.objects.open().filter(reply__in=ids)
    for pk, kind, at in reports.values_list("reply", "kind", "created_at"):
        found[pk].append((Urgency.LAW if kind == Report.Kind.NOTICE else Urgency.REPORTED, at))
    return found


def _of(reply, reason):
    if reply.state != State.PENDING:
        return Urgency.NONE
    # The law sets a time for it.
    if reply.kind == Reply.Kind.RIGHT_OF_REPLY:
        return Urgency.LAW
    return Urgency.SUSPECT if reason == "detectors" else Urgency.WAITS
