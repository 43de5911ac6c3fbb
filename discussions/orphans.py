"""The end of a discussion whose page was deleted: kept for a while, then purged with who spoke in it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from discussions import settlement, urgency
from discussions.models import Discussion, Participant, Reply, Report

# Long enough to notice a mistake, short enough to let nobody's words lie about.
KEPT_DAYS = 30


def mark():
    """Note when the page of a discussion was first found gone, and close its reports; return how many.

    Who gave a notice is told at once that nothing is left to decide, as long as its number leads somewhere.
    """
    orphans = Discussion.objects.filter(page=None, orphaned_at=None)
    return sum(_mark(pk) for pk in orphans.values_list("pk", flat=True))


@transaction.atomic
def _mark(pk):
    discussion = Discussion.objects.select_for_update().filter(pk=pk, page=None, orphaned_at=None).first()
    if discussion is None:
        return False
    discussion.orphaned_at = timezone.now()
    discussion.save(update_fields=["orphaned_at"])
    reported = Report.objects.open().filter(reply__discussion=discussion)
    ids = [*reported.values_list("reply", flat=True)]
    for report in reported.select_related("reply__participant__user"):
        settlement.close(report, Report.Status.MOOT)
    urgency.settle(ids)
    return True


def purge():
    """Delete the discussions that have outlived their page by 30 days; return how many.

    Each in a transaction of its own: what an interrupted run has done stays done.
    """
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    due = Discussion.objects.filter(page=None, orphaned_at__lte=before)
    return sum(_purge(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _purge(pk):
    """Delete one discussion unless another machine was faster; tell whether."""
    discussion = Discussion.objects.select_for_update().filter(pk=pk, page=None).first()
    if discussion is None:
        return False
    replies = Reply.objects.filter(discussion=discussion, participant__isnull=False)
    people = set(replies.values_list("participant", flat=True))
    discussion.delete()
    forget_the_silent(sorted(people))
    return True


def forget_the_silent(people):
    """Delete of these participants who have no reply left; a sanction is kept with whom it is on.

    Return how many; `discussions.sanctions` asks again once a sanction is over.
    """
    count = 0
    for start in range(0, len(people), 500):
        some = Participant.objects.filter(pk__in=people[start : start + 500])
        _, deleted = some.filter(replies=None, standing=Participant.Standing.GOOD).delete()
        count += deleted.get(Participant._meta.label, 0)
    return count
