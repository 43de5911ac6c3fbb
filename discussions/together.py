"""Changes the state of many replies at once, as `discussions.moderation` changes one's; and takes it back.

Each change has its row in the log here, too; there are as many statements for a thousand replies as for ten.
"""

from datetime import timedelta
from itertools import groupby

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.models import ModelLogEntry

from discussions import announcing, moderation, purging, settlement, tally, urgency
from discussions.models import Decision, Discussion, Participant, Reply
from discussions.threads import CONCEALING

State = Reply.State

# So long a decision can be taken back.
UNDO_WITHIN = timedelta(days=30)


@transaction.atomic
def decide_all(ids, from_state, to_state, *, seen_at, **by):
    """Give a state to those of some replies that still are in another; return how many they were.

    Left alone is what its writer has edited since it was seen, and what somebody has decided since: also if
    it is in `from_state` because of that. Raises ForbiddenTransition.
    """
    if not moderation.allowed(from_state, to_state) or to_state == State.ERASED:
        raise moderation.ForbiddenTransition(f"{from_state} → {to_state}, together")
    _lock_those_of(ids)
    edited = Reply.objects.filter(pk__in=ids, edited_at__gt=seen_at).values_list("pk", flat=True)
    decided = Decision.objects.filter(reply__in=ids, created_at__gt=seen_at).values_list("reply", flat=True)
    return _write_all(set(ids).difference(edited, decided), from_state, to_state, **by)


@transaction.atomic
def undo_all(decisions, **by):
    """Give back to each reply the state it had before one of these decisions; return how many got theirs.

    Left alone is what has been decided anew since, and what no moderator decided or is too long ago.
    """
    _lock_those_of(Decision.objects.filter(pk__in=decisions).values("reply"))
    later = Decision.objects.filter(reply=OuterRef("reply"), pk__gt=OuterRef("pk"))
    since = timezone.now() - UNDO_WITHIN
    last = Decision.objects.filter(~Exists(later), pk__in=decisions, created_at__gt=since)
    taken = last.filter(actor__isnull=False, rule="").exclude(from_state="").exclude(to_state=State.ERASED)
    rows = [*taken.order_by("to_state", "from_state").values_list("to_state", "from_state", "reply")]
    count = sum(
        _write_all([reply for *_, reply in same], *states, **by | {"reason": Decision.UNDO})
        for states, same in groupby(rows, key=lambda row: row[:2])
    )
    _distrust([reply for state, _, reply in rows if state == State.PUBLISHED])
    return count


def is_undoable(decision):
    """Tell whether a decision may be taken back, if it is the last on its reply."""
    young = decision.created_at > timezone.now() - UNDO_WITHIN
    by_hand = decision.actor_id and decision.from_state and not decision.rule
    return bool(young and by_hand) and decision.to_state != State.ERASED


def _lock_those_of(replies):
    """Lock the discussions of some replies, in the same order whoever does it."""
    discussions = Discussion.objects.filter(replies__in=replies).order_by("pk").distinct()
    for pk in [*discussions.values_list("pk", flat=True)]:
        moderation.lock(pk)


def _write_all(ids, from_state, to_state, **by):
    """Write one change of state of many replies, whose discussions are locked; return how many had it."""
    found = Reply.objects.filter(pk__in=ids, state=from_state).defer("text", "html", "plain")
    if to_state == State.PUBLISHED:
        # Blanked in time: nothing is left to publish; see Reply.is_forgotten.
        found = found.exclude(name="", text="")
    # By discussion, and in each in the order in which they were written: so their numbers follow.
    rows = found.select_related("participant__user").order_by("discussion", "created_at", "pk")
    count = 0
    for discussion_id, of_one in groupby(rows, key=lambda reply: reply.discussion_id):
        replies = [*of_one]
        _write_those_of(Discussion.objects.get(pk=discussion_id), replies, from_state, to_state, by)
        count += len(replies)
    return count


def _write_those_of(discussion, replies, from_state, to_state, by):
    ids, was_shown = [reply.pk for reply in replies], {reply.pk for reply in replies if reply.shown}
    if to_state == State.PUBLISHED:
        for reply in replies:
            reply.is_news = announcing.is_news(reply, to_state)
            moderation.first_publication(reply, discussion)
        Reply.objects.bulk_update(replies, ["published_at", "number", "is_news"])
    else:
        # What waits anew because a decision was taken back is no news to the moderators who did it.
        untold = Reply.objects.filter(pk__in=ids, is_news=True)
        # Nobody was told of a publication: the next one is news again.
        anew = {"published_at": None} if from_state == State.PUBLISHED else {}
        untold.update(is_news=False, **anew)
    hidden = {"shown": False} if to_state in CONCEALING else {}
    Reply.objects.filter(pk__in=ids).update(state=to_state, **hidden)
    log = [Decision(reply_id=pk, from_state=from_state, to_state=to_state, **by) for pk in ids]
    settlement.follow_all([*zip(replies, Decision.objects.bulk_create(log), strict=True)])
    urgency.settle(ids)
    if moderation.concerns_readers(from_state, to_state):
        tops = {reply.root_id or reply.pk for reply in replies}
        tally.settle_threads(discussion, tops, was_shown if hidden else frozenset())
        tally.save_counts(discussion)
        purging.purge_discussion(discussion, *replies)


def _distrust(ids):
    """Take back the trust that publications brought, from those of whom nothing is published any more."""
    people = Reply.objects.filter(pk__in=ids).values("participant")
    published = Reply.objects.filter(participant=OuterRef("pk"), state=State.PUBLISHED)
    known = Participant.objects.filter(~Exists(published), pk__in=people, trust=Participant.Trust.KNOWN)
    brought = {*known.values_list("pk", flat=True)} - _known_by_hand(known)
    known.filter(pk__in=brought).update(trust=Participant.Trust.NEW)


def _known_by_hand(people):
    """Return the ids of those of some people whom a moderator called known, and nothing else since."""
    ids = [str(pk) for pk in people.values_list("pk", flat=True)]
    kind = ContentType.objects.get_for_model(Participant)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id__in=ids, action="discussions.trust")
    last = {entry.object_id: entry.data.get("to") for entry in entries.order_by("timestamp", "pk")}
    return {int(pk) for pk, trust in last.items() if trust == Participant.Trust.KNOWN}
