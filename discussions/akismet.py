"""Akismet, for a site that wants it: asked whether a reply is spam, once it is published. Off without a key.

What leaves the site is said in docs/spam.md: the text, the name and website, the article's address and the
network, never the e-mail address. Nobody waits for the answer, and none is as good as « no spam ».
"""

import logging
from threading import Thread

from django.conf import settings
from django.db import connections, transaction
from django_tasks import task

from discussions import moderation, outbound
from discussions.detectors import Finding, rows
from discussions.models import Decision, Reply, Teaching

logger = logging.getLogger(__name__)

ADDRESS = "https://rest.akismet.com/1.1/"
RULE = "akismet"
# So many corrections are told in one minute.
MOST = 50
# Whoever wants to know the network of a reply that is told later.
UNKNOWN = "0.0.0.0"  # noqa: S104
State = Reply.State


def ask_later(reply, network=""):
    """Once a published reply is committed, ask about it; `network` is where it came from, as text."""
    if settings.AKISMET_KEY and reply.state == State.PUBLISHED and not reply.role:
        # A thread, because without a task worker a task is done on the spot, and its writer would wait.
        transaction.on_commit(lambda: Thread(target=_enqueue, args=(reply.pk, network), daemon=True).start())


def _enqueue(pk, network):
    try:
        ask.enqueue(pk, network)
    finally:
        connections.close_all()


@task()
def ask(pk, network):
    """Ask about one reply, and let it wait for a moderator if it is spam; tell whether it does."""
    reply = Reply.objects.select_related("discussion__page").filter(pk=pk, state=State.PUBLISHED).first()
    if reply is None or _tell("comment-check", reply, network) != b"true":
        return False
    if reply.decisions.filter(rule="").exists():
        return False
    try:
        moderation.hold(reply, rule=RULE, reason="detectors", findings=rows([Finding(RULE, 1.0)]))
    except (moderation.AlreadyDecided, moderation.TextChanged):
        return False
    return True


def report():
    """Tell what moderators have decided otherwise since the last time; return how many corrections."""
    if not settings.AKISMET_KEY:
        return 0
    latest = Decision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    # What was decided before the key was set is nobody's business.
    known, _ = Teaching.objects.defer("filters").get_or_create(pk=1)
    if known.reported_decision is None:
        return _remember(latest)
    count = 0
    for decision in _by_persons(known.reported_decision):
        if call := _correction(decision):
            if _tell(call, decision.reply) is None:
                return count
            count += 1
        _remember(decision.pk)
    return count


def _by_persons(after):
    decisions = Decision.objects.filter(pk__gt=after, rule="", to_state__in=[State.PUBLISHED, State.SPAM])
    return decisions.select_related("reply__discussion__page").order_by("pk")[:MOST]


def _correction(decision):
    """Name what Akismet is told of a decision, if it had said otherwise, or had let the reply pass."""
    earlier = Decision.objects.filter(reply=decision.reply_id, pk__lt=decision.pk)
    if decision.to_state == State.SPAM and earlier.filter(rule="gate", to_state=State.PUBLISHED).exists():
        return "submit-spam"
    if decision.to_state == State.PUBLISHED and earlier.filter(rule=RULE).exists():
        return "submit-ham"
    return ""


def _remember(pk):
    Teaching.objects.filter(pk=1).update(reported_decision=pk)
    return 0


def _tell(call, reply, network=""):
    """Send one call and return the answer's text, or None if there was none."""
    try:
        answer = outbound.post(f"{ADDRESS}{call}", _fields(reply, network))
    except outbound.Failed as error:
        logger.warning("Akismet could not be asked (%s).", error)
        return None
    if answer.status != 200:
        logger.warning("Akismet answered %s.", answer.status)
        return None
    return answer.body.strip()


def _fields(reply, network):
    page = reply.discussion.page
    return {
        "api_key": settings.AKISMET_KEY,
        "blog": settings.BASE_URL,
        "user_ip": network.partition("/")[0] or UNKNOWN,
        "permalink": (page and page.full_url) or settings.BASE_URL,
        "comment_type": "reply" if reply.parent_id else "comment",
        "comment_author": reply.name,
        "comment_author_url": reply.website,
        "comment_content": reply.said,
        "comment_date_gmt": reply.created_at.isoformat(),
        "blog_lang": reply.language,
        "blog_charset": "UTF-8",
    }
