"""Takes reports in, and lets a moderator answer those that leave the reply as it is."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from discussions import moderation, outbox, settlement, urgency
from discussions.models import Mail, Reply, Report
from discussions.policy import REPEAT_MINUTES
from discussions.reading import is_visible

State, Kind, Status = Reply.State, Report.Kind, Report.Status

# After a decision that its writer may object to.
CONTESTABLE = {State.REJECTED, State.REMOVED, State.SPAM}
# What a moderator, or a decision, has said to a report; nothing is said where there is nothing to decide.
ANSWERED = {Status.UPHELD, Status.DISMISSED}
# So long the digest of who reported is kept, and so long after the decision what a notice says of a person.
KEY_DAYS = 30
PERSON_DAYS = 365
# What is left of a person in a report: nothing.
NOBODY = dict.fromkeys(["name", "email", "email_key", "explanation", "statement", "note"], "")


class ReplyGone(Exception):
    """The reply isn't there any more, or not for readers."""


class AlreadyReported(Exception):
    """The same person or network has reported this reply, in other words: `report`."""

    def __init__(self, report):
        super().__init__(report.reference)
        self.report = report


class AlreadyAnswered(Exception):
    """Somebody was faster: `report` says who and what, None if no report was there."""

    def __init__(self, report):
        super().__init__(str(report))
        self.report = report


def reporter_key(reply, subject):
    """Return a digest of who reports a reply; another reply's tells nothing of the same person."""
    if not subject:
        return ""
    return salted_hmac("discussions.report", f"{reply.public_id}:{subject}", algorithm="sha256").hexdigest()


@transaction.atomic
def report(reply, *, subject, reason, text, language):
    """Take a light report and return it; sent twice it is one. Raises ReplyGone or AlreadyReported."""
    reply = _lock(reply)
    key = reporter_key(reply, subject)
    before = key and reply.reports.filter(kind=Kind.LIGHT, reporter_key=key).first()
    if before and (before.reason, before.explanation) != (reason, text):
        raise AlreadyReported(before)
    made = Report(kind=Kind.LIGHT, reason=reason, explanation=text, reporter_key=key, language=language)
    return before or _file(reply, made)


@transaction.atomic
def notify(reply, *, reason, text, name, email, language):
    """Take a notice of illegal content and return it, and acknowledge it by mail. Raises ReplyGone."""
    reply = _lock(reply)
    said = {"kind": Kind.NOTICE, "reason": reason, "explanation": text, "name": name, "email": email}
    since = timezone.now() - timedelta(minutes=REPEAT_MINUTES)
    if before := reply.reports.filter(**said, created_at__gte=since).first():
        return before
    made = _file(reply, Report(**said, language=language))
    if email:
        outbox.put(Mail.Kind.RECEIVED, email, language, report=made)
    return made


def may_appeal(reply):
    """Tell whether its writer may object to the decision on a reply: once for each decision."""
    if reply.state not in CONTESTABLE:
        return False
    decision = reply.decisions.last()
    if decision is None:
        return False
    made = Q(status=Status.OPEN) | Q(created_at__gte=decision.created_at)
    return not reply.reports.filter(made, kind=Kind.APPEAL).exists()


@transaction.atomic
def appeal(reply, text):
    """Take the writer's objection to the decision on a reply and return it; None if none is open to them."""
    moderation.lock(reply.discussion_id)
    reply.refresh_from_db(fields=["state"])
    if not may_appeal(reply):
        return None
    return _file(reply, Report(kind=Kind.APPEAL, explanation=text, language=reply.language))


def _lock(reply):
    """Return a reply as it is now, under the lock of its discussion. Raises ReplyGone."""
    moderation.lock(reply.discussion_id)
    reply = Reply.objects.get(pk=reply.pk)
    if not is_visible(reply):
        raise ReplyGone
    return reply


def _file(reply, made):
    made.reply = reply
    made.save()
    urgency.settle([reply.pk])
    return made


@transaction.atomic
def keep(reply, *, actor, answer="", note="", seen=0):
    """Leave a reply as it is, and answer so to the open reports up to the one that was `seen`.

    Whoever reported what a filter has taken away meanwhile is in the right; a writer who objects isn't.
    Raises AlreadyAnswered, or AlreadyDecided if the reply isn't in the state in which it was read.
    """
    moderation.lock(reply.discussion_id)
    found = [*reply.reports.open().filter(pk__lte=seen)]
    if not found:
        raise AlreadyAnswered(reply.reports.filter(pk__lte=seen).order_by("decided_at").last())
    moderation.read_again(reply, reply.state)
    is_gone, now = reply.state in CONTESTABLE, timezone.now()
    for one in found:
        one.statement, one.note = answer, note
        is_right = is_gone and one.kind != Kind.APPEAL
        settlement.close(one, Status.UPHELD if is_right else Status.DISMISSED, actor=actor, at=now)
    urgency.settle([reply.pk])


@transaction.atomic
def act(do, reply, *, answer="", seen=(), **by):
    """Carry out an act of `discussions.moderation`, and answer those who reported in words of one's own.

    Raises AlreadyAnswered if somebody has answered one of the reports that were `seen` open.
    """
    if seen:
        _check_open(reply, seen)
    found = [*reply.reports.open().values_list("pk", flat=True)]
    do(reply, **by)
    if answer:
        Report.objects.filter(pk__in=found).exclude(status=Status.OPEN).update(statement=answer)


def made_by(participants):
    """Return the light reports that some participants made, as far as the digests still tell.

    A digest is found by trying: nothing leads from it to a person. Kept for 30 days, they are few.
    """
    known = participants.values_list("pk", "user")
    subjects = [f"user:{user}" if user else f"participant:{pk}" for pk, user in known]
    found = Report.objects.filter(kind=Kind.LIGHT).exclude(reporter_key="").select_related("reply")
    ids = [
        one.pk
        for one in found.only("reporter_key", "reply__public_id").iterator()
        if any(reporter_key(one.reply, subject) == one.reporter_key for subject in subjects)
    ]
    return Report.objects.filter(pk__in=ids)


def _check_open(reply, ids):
    moderation.lock(reply.discussion_id)
    moderation.read_again(reply, reply.state)
    answered = reply.reports.filter(pk__in=ids, status__in=ANSWERED)
    if last := answered.order_by("decided_at").last():
        raise AlreadyAnswered(last)


def forget_keys():
    """Forget after 30 days who reported; return how many."""
    old = timezone.now() - timedelta(days=KEY_DAYS)
    return Report.objects.filter(created_at__lt=old).exclude(reporter_key="").update(reporter_key="")


def forget_people():
    """Forget a year after the decision who gave a notice, and what was written about it; return how many."""
    old = timezone.now() - timedelta(days=PERSON_DAYS)
    closed = Report.objects.exclude(status=Status.OPEN).filter(decided_at__lt=old)
    return closed.exclude(**NOBODY).update(**NOBODY)
