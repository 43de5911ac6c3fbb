"""Keeps what follows from the states of a thread true: what is shown, how many, in which order.

Called by `discussions.moderation`, which holds the lock of the discussion's row and saves it afterwards.
"""

from collections import Counter

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from discussions.models import Reply
from discussions.threads import CONCEALING, is_shown_alone, shown_ids

# More parameters than that in one statement is more than some SQLite takes.
BATCH = 500


def save(reply, discussion, fields=None):
    """Save a reply whose state is set and bring its thread and its discussion up to date.

    A few statements, however long the thread is. Only what may change others, because it has answers or
    because its parent is shown for its sake alone, takes the whole thread.
    """
    if _stands_alone(reply):
        before, reply.shown = reply.shown, is_shown_alone(reply)
        reply.stands_at = reply.published_at or reply.created_at
        reply.save(update_fields=fields and [*fields, "shown", "stands_at"])
        _count_one(reply, discussion, reply.shown - before)
    else:
        was_shown, reply.shown = reply.shown, reply.shown and reply.state not in CONCEALING
        reply.save(update_fields=fields and [*fields, "shown"])
        settle_threads(discussion, {reply.root_id or reply.pk}, {reply.pk} if was_shown else set())
        reply.refresh_from_db(fields=["shown", "stands_at", "answer_count"])


def settle_threads(discussion, top_ids, was_shown=frozenset()):
    """Work out anew what is shown of some threads, and what that changes in their discussion's counts.

    `was_shown` holds the ids that were counted as shown and whose rows don't say so any more.
    """
    threads = Reply.objects.filter(Q(pk__in=top_ids) | Q(root__in=top_ids))
    rows = [*threads.rows("shown", "root_id")]
    shown = shown_ids(rows)
    before = {row.id for row in rows if row.shown} | was_shown
    _mark(shown - before, shown=True)
    _mark(before - shown, shown=False)
    discussion.shown_count += len(shown) - len(before)
    discussion.thread_count += len(shown.intersection(top_ids)) - len(before.intersection(top_ids))
    _count_answers(top_ids, [row for row in rows if row.id in shown])
    _order(threads, [row for row in rows if row.id in shown])


def settle_discussion(discussion):
    """Work out anew everything that follows from the states of a discussion's replies, and save it."""
    discussion.shown_count = discussion.thread_count = 0
    Reply.objects.filter(discussion=discussion).update(shown=False)
    tops = [*Reply.objects.filter(discussion=discussion, root=None).values_list("pk", flat=True)]
    for start in range(0, len(tops), BATCH // 2):
        settle_threads(discussion, tops[start : start + BATCH // 2])
    save_counts(discussion)


def save_counts(discussion):
    discussion.save(update_fields=["last_number", "shown_count", "thread_count"])


def _stands_alone(reply):
    """Tell whether a change of this reply's state can change what is shown of no other."""
    if reply.parent_id:
        parent = Reply.objects.only("shown", "state", "kind").get(pk=reply.parent_id)
        if not (parent.shown and is_shown_alone(parent)):
            return False
    return reply.pk is None or not reply.answers.exists()


def _count_one(reply, discussion, change):
    if change and reply.root_id:
        Reply.objects.filter(pk=reply.root_id).update(answer_count=F("answer_count") + change)
    discussion.shown_count += change
    discussion.thread_count += 0 if reply.root_id else change


def _mark(ids, *, shown):
    ids = sorted(ids)
    for start in range(0, len(ids), BATCH):
        Reply.objects.filter(pk__in=ids[start : start + BATCH]).update(shown=shown)


def _count_answers(top_ids, shown):
    beneath = Counter(row.root_id for row in shown if row.root_id)
    by_count = {}
    for top_id in top_ids:
        by_count.setdefault(beneath[top_id], []).append(top_id)
    for count, ids in by_count.items():
        Reply.objects.filter(pk__in=ids).exclude(answer_count=count).update(answer_count=count)


def _order(threads, shown):
    """Order by the time of publication; a placeholder has none, and stands where its first answer does."""
    at = Coalesce("published_at", "created_at")
    threads.exclude(stands_at=at).exclude(kind=Reply.Kind.PLACEHOLDER).update(stands_at=at)
    first = {}
    for row in shown:
        if row.root_id:
            first[row.root_id] = min(row.at, first.get(row.root_id, row.at))
    for row in shown:
        if row.kind == Reply.Kind.PLACEHOLDER and row.id in first:
            Reply.objects.filter(pk=row.id).update(stands_at=first[row.id])
