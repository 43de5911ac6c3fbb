"""Ends what is kept when its time is over (docs/privacy.md says how long and why): steps of `tick`."""

from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from discussions import moderation, orphans
from discussions.models import Decision, Mail, Reply, Report
from discussions.policy import LINK_DAYS

State = Reply.State

SENT_MAIL_DAYS = 30
# What readers don't see, and nobody waits for.
REFUSED = (State.REJECTED, State.SPAM, State.REMOVED, State.WITHDRAWN)
# So many replies at a time: a tick should be over before the next begins.
MOST = 500


def erase_unconfirmed():
    """Erase the replies whose address nobody has confirmed for 30 days; return how many."""
    waiting = Reply.objects.filter(state=State.UNCONFIRMED, created_at__lt=_days_ago(LINK_DAYS))
    return sum(_erase(reply) for reply in waiting.order_by("created_at")[:MOST])


@transaction.atomic
def _erase(reply):
    """Erase one reply unless somebody was faster, and its writer if nothing else is left of them."""
    people = [reply.participant_id] if reply.participant_id else []
    with suppress(moderation.AlreadyDecided, moderation.TextChanged):
        moderation.erase(reply, rule="time")
        orphans.forget_the_silent(people)
        return True
    return False


def forget_refused():
    """Blank the texts that were refused or taken away 12 months ago; return how many.

    Their state stays: erased, a reply would conceal its answers no more. Whoever has to answer a report or an
    objection needs the text still.
    """
    before = _days_ago(settings.DISCUSSIONS_REFUSED_DAYS)
    later = Decision.objects.filter(reply=OuterRef("pk"), created_at__gte=before)
    reported = Report.objects.open().filter(reply=OuterRef("pk"))
    due = Reply.objects.filter(~Exists(later), ~Exists(reported), state__in=REFUSED, created_at__lt=before)
    return sum(_forget(reply) for reply in due.exclude(text="", name="").order_by("created_at")[:MOST])


@transaction.atomic
def _forget(reply):
    people = [reply.participant_id] if reply.participant_id else []
    is_done = moderation.forget(reply)
    orphans.forget_the_silent(people)
    return is_done


def forget_sent_mails():
    """Delete the mails that left 30 days ago; return how many."""
    return Mail.objects.filter(sent_at__lt=_days_ago(SENT_MAIL_DAYS)).delete()[0]


def _days_ago(days):
    return timezone.now() - timedelta(days=days)
