"""Tells who wants to know: of each new reply those who follow, of each that begins to wait the moderators.

A change of state only marks the reply, in its own transaction. Who is told is worked out once that is
committed, not under the lock of the discussion, and by `manage.py tick` what was interrupted.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from discussions import mandates, outbox, schedule
from discussions.models import Mail, ModeratorPreference, Reply, Subscription
from discussions.names import email_key

State = Reply.State
# Rows in one statement, so that no other writer waits long; and in the request of whoever published.
BATCH = AT_ONCE = 500


def is_news(reply, to_state, rule=""):
    """Tell whether somebody may want to know of a change of state; nobody wants to of what is imported."""
    if reply.source or rule == "import":
        return False
    return to_state == State.PENDING or (to_state == State.PUBLISHED and reply.published_at is None)


def announce_on_commit(reply):
    if reply.is_news:
        transaction.on_commit(lambda: announce.enqueue(reply.pk, most=AT_ONCE), robust=True)


@task()
def announce(pk, most=None):
    """Write the mails about a reply and send a few; if there are more than `most`, `tick` writes the rest."""
    count = _announce(pk, most)
    if count:
        outbox.send_a_few(reply=pk)
    return count


def announce_due():
    """Announce what was interrupted, and what was decided together; return how many mails were wanted."""
    news = Reply.objects.filter(is_news=True)
    return sum(_announce(pk) for pk in [*news.values_list("pk", flat=True)])


def _announce(pk, most=None):
    """Write the mails about a reply; return how many were wanted. Twice is once."""
    news = Reply.objects.filter(pk=pk, is_news=True)
    state = next(iter(news.values_list("state", flat=True)), None)
    if state is None:
        return 0
    mails = _to_moderators(pk) if state == State.PENDING else _to_followers(pk)
    for start in range(0, len(mails[:most]), BATCH):
        Mail.objects.bulk_create(mails[:most][start : start + BATCH], ignore_conflicts=True)
    if len(mails) == len(mails[:most]):
        # If it was decided meanwhile, that is news of its own.
        news.filter(state=state).update(is_news=False)
    return len(mails)


def _to_followers(pk):
    """Return one mail an address, for the subscription that is to be told first."""
    visible = Reply.objects.visible().select_related("participant__user", "discussion")
    reply = visible.filter(pk=pk).first()
    if reply is None:
        return []
    now = timezone.now()
    found = Subscription.objects.active().about(reply).exclude(email_key__in=_writers(reply))
    fields = ["email_key", "email", "language", "frequency"]
    told = {}
    for key, email, language, frequency in found.order_by("pk").values_list(*fields):
        due = schedule.next_time(frequency, now, timezone.get_default_timezone())
        if key not in told or due < told[key].due_at:
            told[key] = _news(reply, key, email, language, due)
    return [*told.values()]


def _news(reply, key, email, language, due):
    return Mail(kind=Mail.Kind.NEWS, email_key=key, email=email, language=language, reply=reply, due_at=due)


def _writers(reply):
    """Return the addresses of who wrote a reply: nobody is told of their own words."""
    return reply.participant.email_keys if reply.participant else set()


def _to_moderators(pk):
    told = _moderators(ModeratorPreference.Frequency.NOW)
    reply = Reply.objects.filter(pk=pk).first() if told else None
    if reply is None:
        return []
    _forget_earlier_alerts(reply)
    return [_alert(user, reply) for user in told]


def _moderators(frequency, **conditions):
    """Return who asked to be told that often, and may moderate still."""
    asked = ModeratorPreference.objects.filter(frequency=frequency, **conditions)
    users = [preference.user for preference in asked.select_related("user__wagtail_userprofile")]
    return [user for user in users if user.email and mandates.may_moderate(user)]


def _alert(user, reply=None):
    profile = getattr(user, "wagtail_userprofile", None)
    language = profile.get_preferred_language() if profile else settings.LANGUAGE_CODE
    return Mail(
        kind=Mail.Kind.MODERATION,
        email=user.email,
        email_key=email_key(user.email),
        language=language,
        reply=reply,
        user=user,
        due_at=timezone.now(),
    )


def _forget_earlier_alerts(reply):
    """Let moderators be told again of a reply that waits again, after an edit for instance."""
    since = reply.decisions.order_by("-pk").values("created_at")[:1]
    reply.mails.filter(kind=Mail.Kind.MODERATION, sent_at__lt=since).delete()


def remind_moderators():
    """Each morning write the mail that lists what waits; return how many were written."""
    now, zone = timezone.now(), timezone.get_default_timezone()
    if not schedule.is_morning(now, zone):
        return 0
    today = now.astimezone(zone).date()
    not_yet = Q(told_on=None) | Q(told_on__lt=today)
    users = _moderators(
        ModeratorPreference.Frequency.DAILY, pk__in=ModeratorPreference.objects.filter(not_yet)
    )
    return sum(_remind(user, today, not_yet) for user in users)


@transaction.atomic
def _remind(user, today, not_yet):
    """Write one moderator's mail of the day unless another machine was faster; tell whether."""
    if not ModeratorPreference.objects.filter(not_yet, user=user).update(told_on=today):
        return False
    _alert(user).save()
    return True
