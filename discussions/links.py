"""Personal links: whoever has one has read a mail, so the address is theirs.

The secret is known to the mail and to the reader's browser; here lies only its digest.
"""

import hashlib
import secrets
from datetime import timedelta

from django.core import signing
from django.utils import timezone

from discussions.models import Participant, PersonalLink, Report
from discussions.names import email_key
from discussions.policy import LINK_DAYS

REPORT_SALT = "discussions.report"


def issue(address):
    """Make a personal link for an address and return its secret, 43 characters, told to nobody again."""
    secret = secrets.token_urlsafe(32)
    expires = timezone.now() + timedelta(days=LINK_DAYS)
    PersonalLink.objects.create(digest=_digest(secret), email_key=email_key(address), expires_at=expires)
    return secret


def good_links():
    return PersonalLink.objects.filter(expires_at__gt=timezone.now(), revoked_at=None)


def find(secret):
    """Return the link of a secret as long as it is good, or None."""
    return good_links().filter(digest=_digest(secret)).first() if secret else None


def find_person(link):
    """Return the participant whom a link proves, or None as long as nothing was confirmed with it."""
    proven = Participant.objects.filter(kind=Participant.Kind.GUEST, verified_at__isnull=False)
    return proven.filter(email_key=link.email_key).first()


def revoke(link):
    """Make this link and every other of the same address worthless."""
    good_links().filter(email_key=link.email_key).update(revoked_at=timezone.now())


def forget_expired():
    """Delete the links that are good no more; return how many."""
    return PersonalLink.objects.exclude(pk__in=good_links().values("pk")).delete()[0]


def report_token(report):
    """Return the part of an address that shows a report to who made it."""
    return signing.dumps(report.reference, salt=REPORT_SALT)


def find_report(token):
    """Return the report that a token shows, or None."""
    try:
        reference = signing.loads(token, salt=REPORT_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    reports = Report.objects.select_related("reply__discussion__page__locale", "decision")
    return reports.filter(reference=reference).first()


def _digest(secret):
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
