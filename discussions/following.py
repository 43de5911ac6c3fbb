"""What readers follow by mail: nothing they didn't ask for, and only at an address they have proved."""

from datetime import timedelta

from django.utils import timezone

from discussions import outbox
from discussions.models import Frequency, Mail, Reply, Subscription
from discussions.names import email_key
from discussions.policy import LINK_DAYS

Scope = Subscription.Scope

# So long an end can be taken back.
ENDED_DAYS = 30


def follow(discussion, email, language, *, scope, reply=None, frequency=Frequency.NOW, is_proven):
    """Let an address follow something and return the subscription, which begins once it is confirmed.

    Without a proof the owner of the address is asked by mail; what they follow already stays as it is, and
    the mail leads to where they change it.
    """
    found, _is_new = Subscription.objects.get_or_create(
        discussion=discussion,
        scope=scope,
        reply=reply,
        email_key=email_key(email),
        defaults={"email": email, "language": language, "frequency": frequency},
    )
    if is_proven:
        return confirm(found, frequency)
    if found.is_active:
        outbox.put(Mail.Kind.LINK, found.email, language)
        return found
    asked = {"frequency": frequency, "language": language, "created_at": timezone.now()}
    Subscription.objects.filter(pk=found.pk).update(**asked)
    outbox.put(Mail.Kind.SUBSCRIPTION, email, language, subscription=found)
    return found


def confirm(subscription, frequency=None):
    """Begin a subscription, again if it was ended, and return it; confirmed twice is confirmed once."""
    if not subscription.is_active:
        subscription.confirmed_at, subscription.ended_at = timezone.now(), None
    subscription.frequency = frequency or subscription.frequency
    subscription.save(update_fields=["confirmed_at", "ended_at", "frequency"])
    return subscription


def end(subscription):
    """End a subscription; it can be begun again."""
    Subscription.objects.filter(pk=subscription.pk, ended_at=None).update(ended_at=timezone.now())


def fulfil(reply, email, *, is_proven):
    """Do what a reply's writer asked to follow with it; nobody follows anything by spam."""
    if reply.follow not in Scope.values or reply.state == Reply.State.SPAM or not email:
        return
    followed = {
        Scope.ANSWERS: reply,
        Scope.THREAD: reply.root or reply,
        Scope.DISCUSSION: None,
    }[reply.follow]
    follow(reply.discussion, email, reply.language, scope=reply.follow, reply=followed, is_proven=is_proven)


def followed_by(key):
    """Return what an address follows, the latest first."""
    return asked_by(key).active()


def asked_by(key):
    """Return all that was ever asked with an address, confirmed or not."""
    asked = Subscription.objects.filter(email_key=key)
    return asked.select_related("discussion__page", "reply").order_by("-created_at", "-pk")


def export(key):
    """Return what is kept of an address's subscriptions, in plain values for JSON."""
    fields = ["scope", "frequency", "language", "created_at", "confirmed_at", "ended_at"]
    return [
        {field: getattr(one, field) for field in fields}
        | {"article": str(one.discussion), "reply": one.reply and one.reply.public_id}
        for one in asked_by(key)
    ]


def forget(key):
    """Leave nothing of what an address follows, nor of the mails it caused."""
    Subscription.objects.filter(email_key=key).delete()
    Mail.objects.filter(email_key=key).delete()


def forget_unconfirmed():
    """Delete what nobody has confirmed as long as the link in the mail was good; return how many."""
    before = timezone.now() - timedelta(days=LINK_DAYS)
    return _delete(Subscription.objects.filter(confirmed_at=None, created_at__lt=before))


def forget_ended():
    """Delete what was ended 30 days ago and hasn't been asked for again since; return how many."""
    before = timezone.now() - timedelta(days=ENDED_DAYS)
    return _delete(Subscription.objects.filter(ended_at__lt=before, created_at__lt=before))


def _delete(subscriptions):
    """Delete subscriptions and the mails about them; return how many subscriptions."""
    return subscriptions.delete()[1].get(Subscription._meta.label, 0)
