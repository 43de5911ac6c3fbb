"""Which replies stand on which page of a discussion, and on which page a reply stands."""

from django.db.models import OuterRef, Q, Subquery

from discussions.models import Reply

# Up to this many replies the whole discussion stands on the article's page.
WHOLE = 150
# Beyond: so many threads a page, each with its first answers; the rest on the thread's own pages.
THREADS = 50
FIRST_ANSWERS = 2
ANSWERS = 50

OLDEST, NEWEST, DISCUSSED = "oldest", "newest", "discussed"
ORDERS = {
    OLDEST: ("stands_at", "pk"),
    NEWEST: ("-stands_at", "-pk"),
    DISCUSSED: ("-answer_count", "stands_at", "pk"),
}
# The same, for rows that were all fetched in the order of time.
SORT_KEYS = {
    OLDEST: lambda row: (row.stands_at, row.id),
    NEWEST: lambda row: (-row.stands_at.timestamp(), -row.id),
    DISCUSSED: lambda row: (-row.answer_count, row.stands_at, row.id),
}


def pages(count, size):
    """Return how many pages so many things take; one at least."""
    return max(1, -(-count // size))


def threads(discussion):
    """Return the tops of the threads that are shown."""
    return Reply.objects.filter(discussion=discussion, root=None).shown()


def answers(top_id):
    """Return the answers of a thread that are shown, at any depth, in the order of time."""
    return Reply.objects.filter(root=top_id).shown().order_by("stands_at", "pk")


def thread_ids(discussion, order, number):
    """Return the ids of the threads on a page: of each its top, its first answer and its second, or None.

    One query. A window function over whole threads would read all their answers; and PostgreSQL would look
    for the answers of the pages before, too, if the page weren't cut first.
    """
    first = answers(OuterRef("pk")).values("pk")
    start = (number - 1) * THREADS
    tops = threads(discussion).order_by(*ORDERS[order]).values("pk")[start : start + THREADS]
    begun = {f"answer_{n}": Subquery(first[n : n + 1]) for n in range(FIRST_ANSWERS)}
    page = Reply.objects.filter(pk__in=tops).order_by(*ORDERS[order])
    return [*page.annotate(**begun).values_list("pk", *begun)]


def answer_ids(top, number):
    """Return the ids of the answers on a page of a thread."""
    start = (number - 1) * ANSWERS
    return [*answers(top.pk).values_list("pk", flat=True)[start : start + ANSWERS]]


def place(reply, discussion):
    """Return (thread, number) of the page a shown reply stands on.

    `thread` is None where that is a page of the discussion, else the id of the top whose own page it is.
    """
    if discussion.shown_count <= WHOLE:
        return None, 1
    if reply.root_id is None:
        return None, _before(threads(discussion), reply) // THREADS + 1
    rank = _before(answers(reply.root_id), reply)
    if rank >= FIRST_ANSWERS:
        return reply.root_id, rank // ANSWERS + 1
    return None, _before(threads(discussion), reply.root) // THREADS + 1


def _before(replies, reply):
    # The first condition says nothing new, but bounds what an index has to be read of.
    earlier = Q(stands_at__lt=reply.stands_at) | Q(pk__lt=reply.pk)
    return replies.filter(earlier, stands_at__lte=reply.stands_at).count()
