"""What a moderator may do with a reply, and the words for it."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.hygiene import clean_text
from discussions import moderation
from discussions.forms import CleanField
from discussions.models import Reply

State = Reply.State

# Who decided, when it was no member of staff.
RULES = {
    "gate": _("the gate"),
    "import": _("the import"),
    "writer": _("its writer"),
}


@dataclass(frozen=True)
class Act:
    """One button: the state it leads to, the function that goes there, its words and looks."""

    name: str
    state: str
    do: Callable
    label: str
    done: str
    icon: str
    # The key that does it in the queue: site/static/js/admin/queue.js.
    key: str
    classname: str = "button-secondary"


PUBLISH = Act(
    "publish",
    State.PUBLISHED,
    moderation.publish,
    pgettext_lazy("moderator", "Publish"),
    _("The reply by %(name)s is published."),
    "check",
    "p",
    "",
)
RESTORE = Act(
    "publish",
    State.PUBLISHED,
    moderation.publish,
    pgettext_lazy("moderator", "Restore"),
    PUBLISH.done,
    "rotate",
    "p",
    "",
)
REJECT = Act(
    "reject",
    State.REJECTED,
    moderation.reject,
    pgettext_lazy("moderator", "Reject"),
    _("The reply by %(name)s is rejected."),
    "cross",
    "r",
)
SPAM = Act(
    "spam",
    State.SPAM,
    moderation.mark_spam,
    pgettext_lazy("moderator", "Spam"),
    _("The reply by %(name)s is filed as spam."),
    "warning",
    "i",
    "no",
)
REMOVE = Act(
    "remove",
    State.REMOVED,
    moderation.remove,
    pgettext_lazy("moderator", "Remove"),
    _("The reply by %(name)s is removed."),
    "bin",
    "x",
    "no",
)
ACTS = {act.name: act for act in (PUBLISH, REJECT, REMOVE, SPAM)}


def acts_for(reply):
    """Return the acts that are possible from the state of a reply, the likeliest first."""
    publish = RESTORE if reply.published_at else PUBLISH
    acts = (publish, REJECT, REMOVE, SPAM)
    return [act for act in acts if moderation.allowed(reply.state, act.state)]


def edit_mark(reply):
    """Return what tells one version of a reply's text from the next."""
    return reply.edited_at.isoformat() if reply.edited_at else ""


def who_decided(decision):
    """Name the member of staff or the rule behind a decision."""
    if decision.actor:
        return str(decision.actor)
    return str(RULES.get(decision.rule, decision.rule) or _("someone whose account is gone"))


def state_label(state):
    """Name a state as it is stored in the log."""
    return State(state).label if state in State.values else state


def explain(decision):
    """Say who was faster, with what and when."""
    if decision is None:
        return gettext("Nothing was changed: somebody else has decided meanwhile.")
    return gettext("Nothing was changed: %(who)s has decided meanwhile (%(state)s, %(when)s).") % {
        "who": who_decided(decision),
        "state": state_label(decision.to_state),
        "when": formats.date_format(timezone.localtime(decision.created_at), "SHORT_DATETIME_FORMAT"),
    }


EDITED = _("Nothing was changed: the text was edited meanwhile. Read it again.")
IMPOSSIBLE = _("Nothing was changed: this decision is not possible for this reply.")


def carry_out(act, reply, *, seen, seen_edit="", **by):
    """Do what a moderator decided on a reply as it was seen; return why nothing changed, or an empty text."""
    reply.state = seen
    if seen_edit != edit_mark(reply):
        return EDITED
    try:
        act.do(reply, **by)
    except moderation.AlreadyDecided as fault:
        return explain(fault.decision)
    except moderation.TextChanged:
        return EDITED
    except moderation.ForbiddenTransition:
        return IMPOSSIBLE
    return ""


class WordsForm(forms.Form):
    """What a moderator says with a decision: a private note."""

    note = CleanField(
        label=_("Private note"),
        help_text=_("Only moderators read it."),
        required=False,
        limit=2000,
        clean=clean_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DecisionForm(WordsForm):
    """What comes with a click, besides: the state that the moderator saw."""

    seen = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput)
    # When the text was edited last, as the moderator saw it.
    seen_edit = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
