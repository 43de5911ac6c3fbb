"""What a discussion accepts, from whom, and what becomes of it. Pure: no request, no database."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 80
EMAIL_LENGTH = 254
WEBSITE_LENGTH = 200
TEXT_LENGTH = 10_000
# A repeated request within this time is the same reply.
REPEAT_MINUTES = 10

# What the writer is told became of a text, by its state.
OUTCOMES = {
    "unconfirmed": _("Your reply waits for you to confirm it."),
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


def refusal(status):
    """Return why a discussion takes no reply, or None; its status is None until somebody answers."""
    return {None: None, "open": None, "closed": CLOSED, "hidden": HIDDEN}[status]


def role(*, signs_the_article, may_moderate):
    """Return the role in which a signed-in person answers; never taken from a name or an address."""
    if signs_the_article:
        return "author"
    return "staff" if may_moderate else ""


def first_state(role):
    """Return what the gate makes of a new reply: readers' texts wait for a moderator."""
    return "published" if role else "pending"
