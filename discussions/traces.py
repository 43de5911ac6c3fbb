"""What is kept of where replies came from: a digest for some weeks, a sealed copy for the authorities.

No network address stands anywhere in clear. `manage.py tick` forgets both in time.
"""

import ipaddress
from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from discussions.models import Reply, Trace
from discussions.sealing import seal

DIGEST_DAYS = 30
SEALED_DAYS = 365
# A household changes the rest of such an address by itself, each day.
SOURCE_PREFIX_V6 = 64


def trace(address):
    """Return what is kept of a network address, for `keep`; None if there is none."""
    return Trace(digest=_digest(address), sealed=seal(address)) if address else None


def keep(found, reply):
    """Save where a reply came from."""
    if found is not None:
        found.reply = reply
        found.save(force_insert=True)


def same_origin(replies, public_id):
    """Return those of some replies that came from where this one did, as long as that can be told."""
    digests = _good_digests().filter(reply__public_id=public_id).values("digest")
    return replies.filter(trace__digest__in=digests)


def count_same_origin(reply):
    """Return how many other replies came from where this one did; 0 also if that can't be told any more."""
    same = same_origin(Reply.objects.exclude(pk=reply.pk), reply.public_id)
    return same.count()


def forget_digests():
    """Blank the digests that are 30 days old; return how many."""
    return _good_digests().filter(created_at__lt=_days_ago(DIGEST_DAYS)).update(digest="")


def forget_sealed():
    """Delete what is 12 months old; return how much."""
    return Trace.objects.filter(created_at__lt=_days_ago(SEALED_DAYS)).delete()[0]


def _good_digests():
    return Trace.objects.exclude(digest="")


def _days_ago(days):
    return timezone.now() - timedelta(days=days)


def _digest(address):
    found = ipaddress.ip_address(address)
    source = (
        ipaddress.ip_network((int(found), SOURCE_PREFIX_V6), strict=False) if found.version == 6 else found
    )
    return salted_hmac("discussions.traces", str(source), algorithm="sha256").hexdigest()[:32]
