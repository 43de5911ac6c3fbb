"""The same text over and over, under whatever name, from wherever, and under whichever article."""

from datetime import timedelta

from django.utils import timezone

from discussions.detectors import Finding, rows
from discussions.models import Reply

WITHIN = timedelta(hours=24)
# Whoever says it again is read first; said so often it needs but one thing more to be spam.
HOLDS, MANY, MANY_SCORE = 1.0, 10, 2.0
MOST_COUNTED = 100


def examine(reply):
    """Return as rows for the log how often others have said lately what a reply says.

    Short texts have no digest: « Merci pour cet article ! » is everybody's. What its writer has taken back
    doesn't count.
    """
    if not reply.text_digest:
        return []
    said = Reply.objects.filter(text_digest=reply.text_digest, created_at__gte=timezone.now() - WITHIN)
    others = said.exclude(pk=reply.pk).exclude(state=Reply.State.WITHDRAWN)
    count = others.order_by().values("pk")[:MOST_COUNTED].count()
    if not count:
        return []
    return rows([Finding("repeat", MANY_SCORE if count >= MANY else HOLDS, count)])
