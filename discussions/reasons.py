"""Why a reply is reported, and why it is taken away: one catalogue for readers and moderators. Pure.

The codes are kept in rows; the words are the reader's language's.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

PRESS_LAW = _("French Act of 29 July 1881 on the freedom of the press, articles %(articles)s")
CRIMINAL_CODE = _("French Criminal Code, articles %(articles)s")


class Reason(TextChoices):
    """Rules of the house first, then what the law forbids."""

    INSULTS = "insults", _("Insults or personal attacks")
    HATRED = "hatred", _("Hatred or discrimination")
    HARASSMENT = "harassment", _("Harassment of a person")
    PERSONAL_DATA = "personal_data", _("Private information about somebody")
    IMPERSONATION = "impersonation", _("Somebody poses as another person")
    COPYRIGHT = "copyright", _("Copied without permission")
    ADVERTISING = "advertising", _("Advertising")
    SPAM = "spam", _("Spam")
    OFF_TOPIC = "off_topic", _("Off topic")
    OTHER = "other", _("Something else against the rules")

    ILLEGAL_HATRED = "illegal_hatred", _("Illegal: incitement to hatred, denial of crimes against humanity")
    ILLEGAL_DEFAMATION = "illegal_defamation", _("Illegal: defamation or insult")
    ILLEGAL_THREATS = "illegal_threats", _("Illegal: threats or harassment")
    ILLEGAL_PRIVACY = "illegal_privacy", _("Illegal: invasion of privacy")
    ILLEGAL_CHILD_ABUSE = "illegal_child_abuse", _("Illegal: sexual abuse of children")
    ILLEGAL_TERRORISM = "illegal_terrorism", _("Illegal: incitement to terrorism or glorification of it")
    ILLEGAL_COPYRIGHT = "illegal_copyright", _("Illegal: copyright infringement")
    ILLEGAL_FRAUD = "illegal_fraud", _("Illegal: fraud")
    ILLEGAL_OTHER = "illegal_other", _("Illegal for another reason")


@dataclass(frozen=True)
class Ground:
    """The law that a text breaks, its name with the articles; and what its writer is told by default."""

    statement: str
    law: str = ""
    articles: str = ""


# How a decision that names no reason is explained.
UNSAID = Ground(_("It does not respect the rules of the discussion."))

GROUNDS = {
    Reason.INSULTS: Ground(_("It attacks persons instead of answering what they say.")),
    Reason.HATRED: Ground(_("It despises people for what they are, or calls for their exclusion.")),
    Reason.HARASSMENT: Ground(_("It is aimed at a person again and again, or calls on others to do so.")),
    Reason.PERSONAL_DATA: Ground(_("It makes public what belongs to somebody’s private life.")),
    Reason.IMPERSONATION: Ground(_("It is signed with the name of another person.")),
    Reason.COPYRIGHT: Ground(_("It reproduces a work, or a large part of one, without permission.")),
    Reason.ADVERTISING: Ground(_("It advertises a product, a service or a site.")),
    Reason.SPAM: Ground(_("It is unsolicited commercial content, sent in large numbers.")),
    Reason.OFF_TOPIC: Ground(_("It has nothing to do with the article or with the reply it answers.")),
    Reason.OTHER: UNSAID,
    Reason.ILLEGAL_HATRED: Ground(
        _("It incites to hatred or violence, or denies crimes against humanity."),
        PRESS_LAW,
        "24, 24 bis, 32, 33",
    ),
    Reason.ILLEGAL_DEFAMATION: Ground(
        _("It charges somebody with something that harms their honour, or insults them."),
        PRESS_LAW,
        "29, 32, 33",
    ),
    Reason.ILLEGAL_THREATS: Ground(
        _("It threatens or harasses somebody."), CRIMINAL_CODE, "222-17, 222-18, 222-33-2-2"
    ),
    Reason.ILLEGAL_PRIVACY: Ground(
        _("It invades somebody’s privacy."), _("French Civil Code, article %(articles)s"), "9"
    ),
    Reason.ILLEGAL_CHILD_ABUSE: Ground(
        _("It shows, or leads to, sexual abuse of children."), CRIMINAL_CODE, "227-23, 227-24"
    ),
    Reason.ILLEGAL_TERRORISM: Ground(
        _("It incites to acts of terrorism or glorifies them."), CRIMINAL_CODE, "421-2-5"
    ),
    Reason.ILLEGAL_COPYRIGHT: Ground(
        _("It infringes somebody’s copyright or related rights."),
        _("French Intellectual Property Code, articles %(articles)s"),
        "L. 335-2, L. 335-3, L. 335-4",
    ),
    Reason.ILLEGAL_FRAUD: Ground(_("It serves to deceive people for gain."), CRIMINAL_CODE, "313-1"),
    Reason.ILLEGAL_OTHER: Ground(_("It breaks the law.")),
}

LAWS = [reason for reason in Reason if reason.startswith("illegal_")]
RULES = [reason for reason in Reason if reason not in LAWS]
# Whoever reports these need not say who they are (DSA, article 16, 2, c).
ANONYMOUS = {Reason.ILLEGAL_CHILD_ABUSE}
# Deceptive commercial content in large numbers: its writers get no statement of reasons (DSA, article 17, 2).
MASS = {"", Reason.SPAM}


def choices(reasons, empty):
    """Return choices for a form, of which the first, without a value, says `empty`."""
    return [("", empty), *((reason.value, reason.label) for reason in reasons)]


def grouped(empty):
    """Return all reasons as choices in two groups, rules of the house and law."""
    of = [(_("Rules of the discussion"), RULES), (_("The law"), LAWS)]
    return [("", empty), *((name, choices(reasons, "")[1:]) for name, reasons in of)]


def ground(code):
    """Return the Ground of a reason's code; one that says little for a code that is no reason."""
    return GROUNDS.get(code, UNSAID)


def law(code):
    """Return the name of the law that a reason stands for, "" for a rule of the house."""
    found = ground(code)
    return str(found.law) % {"articles": found.articles} if found.law else ""


def is_law(code):
    """Tell whether a reason is the law, and not a rule of the house."""
    return code in LAWS


def label(code):
    """Name a reason; "" for a code that is none."""
    return str(Reason(code).label) if code in Reason.values else ""
