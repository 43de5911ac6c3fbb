"""What a discussion accepts, from whom, and what becomes of it. Pure: no request, no database."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 80
EMAIL_LENGTH = 254
WEBSITE_LENGTH = 200
TEXT_LENGTH = 10_000
RIGHT_OF_REPLY_LENGTH = 20_000
REPORT_LENGTH = 2_000
NOTICE_LENGTH = 5_000
# A repeated request within this time is the same reply.
REPEAT_MINUTES = 10
# So long its writer may change a text.
EDIT_MINUTES = 10
# So long a personal link, a receipt, and what a browser remembers of them are good.
LINK_DAYS = 30

# From its receipt a publisher has so long to publish it (Act of 21 June 2004, article 1-1, III).
RIGHT_OF_REPLY_DAYS = 3

# Readers are told when a discussion closes if that is so near.
SOON = timedelta(days=14)

# What the writer is told became of a text, by its state.
OUTCOMES = {
    "unconfirmed": _("Your reply is kept. Confirm it with the link in the e-mail that we are sending you."),
    "pending": _("Thank you. Your reply is waiting: a moderator will read it before it appears."),
    "published": _("Your reply is published."),
    "rejected": _("Your reply was not accepted by the moderators."),
    "spam": _("Your reply was taken for spam and isn’t shown."),
    "removed": _("Your reply was removed by the editors."),
    "withdrawn": _("You withdrew your reply."),
    "erased": _("Your reply was erased."),
}

# Nobody can answer what isn't there.
ANSWERABLE_KINDS = {"reply", "mention", "right_of_reply"}


@dataclass(frozen=True)
class Refusal:
    """Why a discussion takes no replies, for the person who wants to write one."""

    code: str
    message: str


CLOSED = Refusal("closed", _("The discussion is closed: it takes no more replies."))
HIDDEN = Refusal("hidden", _("This page takes no replies."))


@dataclass(frozen=True)
class Policy:
    """What applies under one page, once each of its pages above has had its say."""

    replies: str = "open"
    moderation: str = "first"
    confirmation: str = "required"
    closes_after: int = 0
    closes_at: datetime | None = None


def combine(said):
    """Return the policy of a page from what was said for it and above it, nearest first."""
    found = {}
    for field in fields(Policy):
        values = [getattr(one, field.name) for one in said]
        value = next((value for value in values if value not in {"", None}), None)
        if value is not None:
            found[field.name] = value
    return Policy(**found)


def closing(policy, published, zone):
    """Return when a discussion closes by itself, or None.

    N days are days of the calendar: published at noon, closed at noon, also when the clocks change between.
    """
    times = [policy.closes_at] if policy.closes_at else []
    if policy.closes_after and published:
        local = published.astimezone(zone).replace(tzinfo=None) + timedelta(days=policy.closes_after)
        times.append(local.replace(tzinfo=zone))
    return min(times, default=None)


def is_soon(closes, now):
    """Tell whether readers should know when a discussion closes."""
    return closes is not None and now < closes <= now + SOON


def refusal(status, policy, closes, now):
    """Return why a discussion takes no reply, or None; its status is None until somebody answers."""
    if status == "hidden":
        return HIDDEN
    if status == "closed" or policy.replies == "closed" or (closes and now >= closes):
        return CLOSED
    return None


def role(*, signs_the_article, may_moderate):
    """Return the role in which a signed-in person answers; never taken from a name or an address."""
    if signs_the_article:
        return "author"
    return "staff" if may_moderate else ""
