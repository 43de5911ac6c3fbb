"""What a decision on a reply brings with it: the reports it answers are closed, and both sides are told why.

Called by `discussions.moderation` in the transaction of the decision, so that no door leaves a report open.
"""

from django.utils import timezone

from discussions import outbox, reasons
from discussions.models import Mail, Reply, Report

State, Status = Reply.State, Report.Status

# What each state says to those who reported; « published » says it only if a person decided.
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
    """Close what a decision answers and let the mails leave; tell whether any report was open before."""
    was_open = [*reply.reports.open()]
    for report in was_open:
        if status := answer_of(decision, report):
            close(report, status, decision=decision, actor=decision.actor)
    if needs_statement(reply, decision):
        writer = reply.participant
        outbox.put(Mail.Kind.STATEMENT, writer.email, reply.language, decision=decision)
    return bool(was_open)


def answer_of(decision, report):
    """Return the status a decision gives to an open report, None if it leaves it open."""
    if report.kind == Report.Kind.APPEAL:
        return ANSWERS_TO_APPEAL.get(decision.to_state)
    if decision.to_state == State.PUBLISHED and decision.actor is None:
        return None
    return ANSWERS.get(decision.to_state)


def close(report, status, *, decision=None, actor=None):
    """Close one open report and tell who made it, if they can be told."""
    report.status, report.decision, report.decided_by = status, decision, actor
    report.decided_at = timezone.now()
    report.save()
    if report.kind == Report.Kind.APPEAL:
        tell_writer(report)
    elif report.email:
        outbox.put(Mail.Kind.DECIDED, report.email, report.language, report=report)


def tell_writer(appeal):
    """Answer an objection by mail, if the writer's address is proven and the reply still theirs."""
    writer = appeal.reply.participant
    if has_proven_address(writer) and appeal.status != Status.MOOT:
        outbox.put(Mail.Kind.APPEAL, writer.email, appeal.language, report=appeal)


def has_proven_address(writer):
    return writer is not None and writer.is_proven and bool(writer.email)


def needs_statement(reply, decision):
    """Tell whether the writer is owed the reasons: a person took the reply away, and not as mass spam."""
    if decision.actor is None or not has_proven_address(reply.participant):
        return False
    if decision.to_state == State.SPAM:
        return decision.reason not in reasons.MASS
    return decision.to_state in {State.REMOVED, State.REJECTED}


def forget(reply):
    """Leave of the reports on an erased reply what says nothing of its writer: who reported, and when."""
    Mail.objects.filter(decision__reply=reply).delete()
    reply.reports.filter(kind=Report.Kind.APPEAL).delete()
    reply.reports.update(explanation="", statement="", note="")
