"""Floods: far more replies by strangers than readers write. Nobody is turned away; strangers are read first.

A stranger is a guest of whom nothing was published since they proved their address. A flood is felt by
rates (`discussions.limits`) and known to all processes by one row. When it is felt, whatever strangers had
published since shortly before it began goes to the moderators, too, who get one mail.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from discussions import limits, moderation, outbox
from discussions.detectors import BURST, FLOOD_SITE, FLOOD_STRANGERS, Finding, rows
from discussions.models import Flood, Mail, Participant, Reply

# So long after it was last felt strangers are read first.
LASTS = timedelta(minutes=10)
# After so much calm the next one is another one.
CALM = timedelta(hours=1)
# How often the row is written while it lasts.
EVERY = timedelta(seconds=10)
# The rates are felt that late at most.
BEFORE = timedelta(minutes=2)


def is_stranger(writer):
    """Tell whether nothing is known of who writes."""
    if writer.role or writer.user:
        return False
    return writer.participant is None or writer.participant.trust == Participant.Trust.NEW


def current():
    """Return the flood that goes on, or None."""
    return Flood.objects.filter(last_at__gt=timezone.now() - LASTS).first()


def examine(counts):
    """Return as rows for the log that a stranger's reply came in a flood, which it may begin."""
    strangers, all_of_them = counts.get(limits.STRANGERS, 0), counts.get(limits.SITE, 0)
    is_felt = strangers >= FLOOD_STRANGERS or all_of_them >= FLOOD_SITE
    flood = current()
    if is_felt and (flood is None or flood.last_at < timezone.now() - EVERY):
        _feel()
    is_burst = counts.get(limits.BURST, 0) >= BURST
    return rows([Finding("flood", 1.0, strangers)] if is_felt or flood or is_burst else [])


@transaction.atomic
def _feel():
    """Write down that a flood is felt; the first to feel it tells the moderators."""
    now = timezone.now()
    long_ago = now - CALM - CALM
    Flood.objects.get_or_create(pk=1, defaults={"began_at": long_ago, "last_at": long_ago})
    flood = Flood.objects.select_for_update().get(pk=1)
    if flood.last_at < now - CALM:
        flood.began_at = now
        _alert()
    flood.last_at = now
    flood.save()
    transaction.on_commit(lambda: recall.enqueue(flood.began_at.isoformat()), robust=True)


def _alert():
    moderators = get_user_model().objects.with_perm(
        "discussions.moderate_reply", backend=settings.AUTHENTICATION_BACKENDS[0]
    )
    for user in moderators.exclude(email="").select_related("wagtail_userprofile"):
        profile = getattr(user, "wagtail_userprofile", None)
        language = (profile and profile.preferred_language) or settings.LANGUAGE_CODE
        outbox.put(Mail.Kind.ALERT, user.email, language)


@task()
def recall(began_at):
    """Let wait what strangers published since shortly before a flood began; return how many replies."""
    since = timezone.datetime.fromisoformat(began_at) - BEFORE
    published = Reply.objects.filter(
        state=Reply.State.PUBLISHED,
        role=Reply.Role.READER,
        published_at__gte=since,
        created_at__gte=since,
        participant__kind=Participant.Kind.GUEST,
        participant__trust=Participant.Trust.NEW,
    )
    # Where a person has decided, the decision stands.
    of_the_gate = published.exclude(decisions__rule="")
    return sum(_hold(reply) for reply in of_the_gate.order_by("pk"))


def _hold(reply):
    try:
        moderation.hold(reply, rule="gate", reason="detectors", findings=rows([Finding("flood", 1.0)]))
    except (moderation.AlreadyDecided, moderation.TextChanged):
        return False
    return True
