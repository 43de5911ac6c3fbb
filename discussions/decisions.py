"""What a moderator may do with a reply, and the words for it."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.hygiene import clean_text
from discussions import moderation, reasons, reports
from discussions.forms import CleanField
from discussions.models import Reply

State = Reply.State

# Who decided, when it was no member of staff.
RULES = {
    "akismet": "Akismet",
    "gate": _("the gate"),
    "import": _("the import"),
    "writer": _("its writer"),
    "time": _("the passing of time"),
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
# The reply stays in its state, and those who reported it, or objected, are told so.
KEEP = Act(
    "keep",
    "",
    reports.keep,
    pgettext_lazy("moderator", "Keep as it is"),
    _("The reply by %(name)s stays as it is; the reports are answered."),
    "thumbtack",
    "g",
    "",
)
ACTS = {act.name: act for act in (PUBLISH, REJECT, REMOVE, SPAM)}


def acts_for(reply):
    """Return the acts that are possible from the state of a reply, the likeliest first."""
    publish = RESTORE if reply.published_at else PUBLISH
    acts = (publish, REJECT, REMOVE, SPAM)
    if reply.is_forgotten:
        return []
    return [act for act in acts if moderation.allowed(reply.state, act.state)]


def acts_on_reports(reply, found):
    """Return the acts that are possible once a moderator has read the open reports of a reply."""
    can_stay = found and reply.state != State.PENDING
    return [*([KEEP] if can_stay else []), *acts_for(reply)]


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


def who_answered(report):
    """Name who has closed a report; "" while it is open."""
    if report.is_open:
        return ""
    if report.decided_by:
        return str(report.decided_by)
    return who_decided(report.decision) if report.decision else gettext("someone whose account is gone")


def explain_answered(report):
    """Say who has answered the reports meanwhile, and how."""
    if report is None or report.is_open:
        return gettext("Nothing was changed: there is no open report.")
    return gettext(
        "Nothing was changed: %(who)s has answered the reports meanwhile (%(status)s, %(when)s)."
    ) % {
        "who": who_answered(report),
        "status": report.get_status_display(),
        "when": formats.date_format(timezone.localtime(report.decided_at), "SHORT_DATETIME_FORMAT"),
    }


EDITED = _("Nothing was changed: the text was edited meanwhile. Read it again.")
IMPOSSIBLE = _("Nothing was changed: this decision is not possible for this reply.")


def as_seen(reply, is_open):
    """Return what a decision brings along: how its moderator sees a reply and the open reports on it."""
    ids = [report.pk for report in is_open]
    return {
        "seen": reply.state,
        "seen_edit": edit_mark(reply),
        "seen_first": min(ids, default=0),
        "seen_report": max(ids, default=0),
    }


def carry_out(act, reply, *, seen, seen_edit="", seen_first=None, seen_report=None, **by):
    """Do what a moderator decided on a reply as it was seen; return why nothing changed, or an empty text."""
    reply.state = seen
    if seen_edit != edit_mark(reply):
        return EDITED
    try:
        _do(act, reply, {pk for pk in (seen_first, seen_report) if pk}, **by)
    except moderation.AlreadyDecided as fault:
        return explain(fault.decision)
    except reports.AlreadyAnswered as fault:
        return explain_answered(fault.report)
    except moderation.TextChanged:
        return EDITED
    except moderation.ForbiddenTransition:
        return IMPOSSIBLE
    return ""


def _do(act, reply, seen_reports, *, reason="", statement="", **by):
    if act == KEEP:
        reports.keep(reply, seen=max(seen_reports, default=0), **by)
    else:
        reports.act(act.do, reply, seen=seen_reports, reason=reason, statement=statement, **by)


def hidden_id():
    """Return a field that carries an id along."""
    return forms.IntegerField(required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput)


def words(label, help_text):
    """Return a field for a few words."""
    widget = forms.Textarea(attrs={"rows": 2})
    options = {"required": False, "limit": 2000, "clean": clean_text, "widget": widget}
    return CleanField(label=label, help_text=help_text, **options)


class WordsForm(forms.Form):
    """What a moderator says with a decision: why, to the writer, and to the other moderators."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("Told to the writer of a reply that is refused or removed, and to who reported it."),
        required=False,
        choices=reasons.grouped(_("No reason given")),
    )
    statement = words(
        _("To the writer"), _("Instead of the usual words for this reason; empty, those are sent.")
    )
    note = words(_("Private note"), _("Only moderators read it."))


class DecisionForm(WordsForm):
    """What comes with a click, besides: the state and the reports that the moderator saw."""

    seen = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput)
    # When the text was edited last, as the moderator saw it.
    seen_edit = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    # The oldest and the latest of the open reports that the moderator saw. A colleague's "keep" answers the
    # oldest, whatever else; what came after the latest isn't answered by one's own.
    seen_first = hidden_id()
    seen_report = hidden_id()
    answer = words(_("To those who reported"), _("They get it with the decision, if they gave an address."))

    @property
    def has_words(self):
        """Whether the moderator wrote anything; a reason is chosen again in no time."""
        return any(self.cleaned_data[name] for name in ("statement", "note", "answer"))


def explain_errors(form):
    """Say in a line what is against a form."""
    return "; ".join(str(error) for errors in form.errors.values() for error in errors)
