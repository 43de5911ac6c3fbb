"""Ends subscriptions by a signed address that stands in each mail: no login, and good for ever."""

from django.core import signing
from django.db import transaction
from django.utils import timezone

from discussions.models import Subscription

SALT = "discussions.unsubscribe"


def token_for(subscriptions):
    """Return what names some subscriptions in an address, so that nobody can make one up."""
    return signing.dumps(
        sorted({subscription.pk for subscription in subscriptions}), salt=SALT, compress=True
    )


def read(token):
    """Return the ids of a token, also when nothing is left of them; None if it isn't one of ours."""
    try:
        return signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None


def named(ids):
    """Return the subscriptions that are left of a token."""
    found = Subscription.objects.filter(pk__in=ids)
    return found.select_related("discussion__page", "reply").order_by("pk")


def others(ids):
    """Return what else the same address still follows."""
    keys = named(ids).values("email_key")
    return Subscription.objects.active().filter(email_key__in=keys).exclude(pk__in=ids)


def end(subscriptions, at=None):
    """End subscriptions and return how many were not ended yet; ended twice is ended once."""
    return subscriptions.order_by().filter(ended_at=None).update(ended_at=at or timezone.now())


@transaction.atomic
def end_all(ids):
    """End whatever the address of a token follows.

    If what the token names was ended a moment before, that counts as the same act, which `resume` takes back.
    """
    now, own, latest = timezone.now(), named(ids), _ended_latest(ids)
    was_ended = not own.filter(ended_at=None).exists()
    everything = Subscription.objects.filter(email_key__in=[one.email_key for one in own])
    if end(everything, now) and was_ended:
        own.order_by().filter(ended_at=latest.ended_at).update(ended_at=now)


def resume(ids):
    """Take back the latest end of a token's subscriptions, with whatever was ended in the same act."""
    if latest := _ended_latest(ids):
        same = Subscription.objects.filter(email_key=latest.email_key, ended_at=latest.ended_at)
        same.update(ended_at=None)


def _ended_latest(ids):
    return named(ids).filter(ended_at__isnull=False).order_by("-ended_at").first()
