"""What a decision on a reply brings with it: the reports it answers are closed, and both sides are told why.

Called by `discussions.moderation` and `together` in the transaction of the decision: no door leaves a report
open.
"""

from django.utils import timezone

from discussions import outbox, reasons
from discussions.models import Decision, Mail, Reply, Report

State, Status = Reply.State, Report.Status

# What each state says to those who reported; see `answer_of` for what only a person may say.
ANSWERS = {
    State.REMOVED: Status.UPHELD,
    State.REJECTED: Status.UPHELD,
    State.SPAM: Status.UPHELD,
    State.PUBLISHED: Status.DISMISSED,
    State.WITHDRAWN: Status.MOOT,
    State.ERASED: Status.MOOT,
}
# And to the writer who objected.
ANSWERS_TO_APPEAL = {
    State.PUBLISHED: Status.UPHELD,
    State.WITHDRAWN: Status.MOOT,
    State.ERASED: Status.MOOT,
}


def follow(reply, decision):
    """Close what a decision answers and let the mails leave; tell whether it may concern any report."""
    return follow_all([(reply, decision)], post=_put_each)


def follow_all(decided, *, post=outbox.put_all):
    """Do so for decisions taken together, as (reply, decision); one query if nothing is reported."""
    decisions = {reply.pk: decision for reply, decision in decided}
    reports = [*Report.objects.filter(reply__in=decisions).select_related("reply__participant__user")]
    for report in reports:
        _answer(report, decisions[report.reply_id])
    post([_statement(reply, decision) for reply, decision in decided if needs_statement(reply, decision)])
    return bool(reports)


def _put_each(mails):
    for mail in mails:
        outbox.put(**mail)


def _statement(reply, decision):
    about = {"email": reply.participant.proven_address, "language": reply.language, "decision": decision}
    return {"kind": Mail.Kind.STATEMENT, **about}


def _answer(report, decision):
    """Let a decision close a report, or open it again if it takes back the one that closed it."""
    if decision.reason == Decision.UNDO:
        if report.decision_id and report.decision == _decision_before(decision):
            reopen(report)
        elif report.is_open and report.kind == Report.Kind.APPEAL:
            # What the writer objects to is taken back, whatever state that leads to.
            close(report, Status.UPHELD, decision=decision, actor=decision.actor)
    elif report.is_open and (status := answer_of(decision, report)):
        close(report, status, decision=decision, actor=decision.actor)


def _decision_before(decision):
    return Decision.objects.filter(reply=decision.reply_id, pk__lt=decision.pk).last()


def answer_of(decision, report):
    """Return the status a decision gives to an open report, None if it leaves it open.

    No filter dismisses a report, nor answers a notice at all: a person reads it, as its form promises.
    """
    if report.kind == Report.Kind.APPEAL:
        return ANSWERS_TO_APPEAL.get(decision.to_state)
    status = ANSWERS.get(decision.to_state)
    needs_a_person = {Status.DISMISSED}
    if report.kind == Report.Kind.NOTICE:
        needs_a_person.add(Status.UPHELD)
    return None if decision.actor is None and status in needs_a_person else status


def close(report, status, *, decision=None, actor=None, at=None):
    """Close one open report and tell who made it, if they can be told; `at` is now if it isn't given."""
    report.status, report.decision, report.decided_by = status, decision, actor
    report.decided_at = at or timezone.now()
    _save(report)
    if report.kind == Report.Kind.APPEAL:
        tell_writer(report)
    elif report.email and (address := _address_now(report)):
        outbox.put(Mail.Kind.DECIDED, address, report.language, report=report)


def _address_now(report):
    return Report.objects.values_list("email", flat=True).get(pk=report.pk)


def reopen(report):
    """Open a report again, whose decision is taken back; the next one is told anew."""
    report.mails.exclude(kind=Mail.Kind.RECEIVED).delete()
    report.status, report.decision, report.decided_by = Status.OPEN, None, None
    report.decided_at, report.statement = None, ""
    _save(report)


def _save(report):
    """Write what was decided, and nothing of who gave the notice: they may have been erased meanwhile."""
    report.save(update_fields=["status", "decision", "decided_by", "decided_at", "statement", "note"])


def tell_writer(appeal):
    """Answer an objection by mail, if the writer's address is proven and the reply still theirs."""
    writer = appeal.reply.participant
    if writer and writer.proven_address and appeal.status != Status.MOOT:
        outbox.put(Mail.Kind.APPEAL, writer.proven_address, appeal.language, report=appeal)


def needs_statement(reply, decision):
    """Tell whether the writer is owed the reasons: a person took the reply away, and not as mass spam."""
    if decision.actor_id is None or decision.reason == Decision.UNDO:
        return False
    is_owed = decision.to_state in {State.REMOVED, State.REJECTED}
    if decision.to_state == State.SPAM:
        is_owed = decision.reason not in reasons.MASS
    return is_owed and bool(reply.participant and reply.participant.proven_address)


def forget(reply):
    """Leave of the reports on an erased reply what says nothing of its writer: who reported, and when."""
    Mail.objects.filter(decision__reply=reply).delete()
    reply.reports.filter(kind=Report.Kind.APPEAL).delete()
    reply.reports.update(explanation="", statement="", note="")
