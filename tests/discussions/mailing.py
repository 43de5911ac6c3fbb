"""What the tests of mails read, and the clock they go by."""

from zoneinfo import ZoneInfo

from django.core import mail

NARROW = "\u202f"
PARIS = ZoneInfo("Europe/Paris")


def sent():
    """Return who has got a mail, in the order in which they left."""
    return [message.to[0] for message in mail.outbox]
