"""One reply with its history, and every decision on it a POST."""

from itertools import groupby
from operator import attrgetter, itemgetter

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from discussions import reasons, reports, together, traces
from discussions.decisions import (
    ACTS,
    KEEP,
    PUBLISH,
    DecisionForm,
    acts_for,
    acts_on_reports,
    as_seen,
    carry_out,
    explain,
    explain_errors,
    state_label,
    who_answered,
    who_decided,
)
from discussions.detectors import explain as explain_finding
from discussions.forms import AccountReplyForm
from discussions.gate import WHY
from discussions.models import Decision, Reply
from discussions.policy import ANSWERABLE_KINDS
from discussions.reading import html_of, is_visible, read_refusal
from discussions.screens.access import ActMixin, ModeratorMixin, moderated_replies
from discussions.screens.columns import public_url


def answer_form(data=None):
    """Return the form in which a moderator answers, beside the one of the decision."""
    return AccountReplyForm(data, auto_id="id_answer_%s", label_suffix="")


class ReplyObjectMixin(ModeratorMixin):
    """One reply by its public id, for those who may decide on it."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        replies = moderated_replies().select_related("participant")
        self.object = get_object_or_404(replies, public_id=kwargs["public_id"])
        self.check(self.object)

    def get_screen(self):
        return reverse("replies:inspect", args=[self.object.public_id])


DEFAULT_STATEMENTS = [(reason.label, ground.statement) for reason, ground in reasons.GROUNDS.items()]


# What the filter found, and a sanction, are told elsewhere on the screen.
WHY_BY_POLICY = {code: why for code, why in WHY.items() if code.startswith("policy_")}


def decision_form(reply, is_open, said=None):
    """Return the form to decide on a reply as it is, and on the open reports as they are.

    `said` is what a moderator has sent with a decision that came to nothing.
    """
    seen = as_seen(reply, is_open)
    return DecisionForm(initial=seen) if said is None else DecisionForm({**said, **seen})


class ReplyInspectView(ReplyObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "discussions/admin/reply.html"
    header_icon = "comment"

    def get_page_title(self):
        return gettext("Reply by %(name)s") % {"name": self.object.name}

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("replies:index"), "label": _("Replies")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, said=None, **kwargs):
        reply = self.object
        found = [*reply.reports.select_related("decided_by").order_by("-created_at")]
        is_open = [report for report in found if report.is_open]
        return super().get_context_data(
            reply=reply,
            text=html_of(reply),
            parent_text=html_of(reply.parent) if reply.parent else "",
            email=self.get_email(),
            url=public_url(reply, self.request),
            acts=acts_on_reports(reply, is_open),
            form=decision_form(reply, is_open, said),
            reports=found,
            open_reports=is_open,
            default_statements=DEFAULT_STATEMENTS,
            history=self.get_history(found),
            same_origin=traces.count_same_origin(reply),
            origin_days=traces.DIGEST_DAYS,
            here=self.request.path,
            **self.get_answering(),
            **{"answer_form": answer_form(), **kwargs},
        )

    def get_answering(self):
        """Return how the reply can be answered: as it is, published first, or not, and then why."""
        reply, page = self.object, self.object.discussion.page
        if page is None or not page.live or reply.kind not in ANSWERABLE_KINDS:
            return {"answering": ""}
        if refusal := read_refusal(page, reply.discussion):
            return {"answering": "", "refusal": refusal}
        if is_visible(reply):
            return {"answering": "answer"}
        may_be = any(act.name == PUBLISH.name for act in acts_for(reply))
        return {"answering": PUBLISH.name if may_be else ""}

    def get_email(self):
        allowed = self.request.user.has_perm("discussions.view_reply_email")
        return self.object.participant.email if allowed and self.object.participant else ""

    def get_history(self, found):
        decisions = [*self.object.decisions.select_related("actor", "batch")]
        lines = [
            {
                "at": decision.created_at,
                "decision": decision,
                "who": who_decided(decision),
                "from": state_label(decision.from_state),
                "to": state_label(decision.to_state),
                "reason": reasons.label(decision.reason) or WHY_BY_POLICY.get(decision.reason, ""),
                "findings": [explain_finding(row) for row in decision.findings],
                "is_undo": decision.reason == Decision.UNDO,
                "is_undoable": decision == decisions[-1] and together.is_undoable(decision),
            }
            for decision in decisions
        ]
        return sorted([*lines, *lines_of_keeping(found)], key=itemgetter("at"))


def lines_of_keeping(found):
    """Return a line of the history for each time that reports were answered and nothing else changed."""
    answered = [
        one for one in found if one.status in reports.ANSWERED and one.decided_at and not one.decision_id
    ]
    moments = groupby(sorted(answered, key=attrgetter("decided_at")), key=attrgetter("decided_at"))
    return [
        {"at": at, "act": KEEP, "who": who_answered(first), "report": first, "count": 1 + len(others)}
        for at, (first, *others) in moments
    ]


class DecisionView(ActMixin, ReplyInspectView):
    """Carry out one act on one reply, as the moderator saw it, and go back to the queue.

    If nothing comes of it, whatever the moderator wrote is shown again beside the reply as it now is.
    """

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.act = (ACTS | {KEEP.name: KEEP}).get(kwargs["act"])
        if self.act is None:
            raise Http404

    def post(self, request, *, public_id, act):
        form = DecisionForm(request.POST)
        if not form.is_valid():
            messages.error(request, explain_errors(form))
            return self.show_again(status=422)
        if fault := carry_out(self.act, self.object, actor=request.user, **form.cleaned_data):
            if form.has_words:
                messages.warning(request, fault)
                return self.show_again(status=409)
            self.warn(fault)
        else:
            messages.success(request, self.act.done % {"name": self.object.name}, self.get_buttons())
        return redirect(get_valid_next_url_from_request(request) or reverse("replies:index"))

    def show_again(self, *, status):
        self.object.refresh_from_db()
        said = self.request.POST.dict()
        context = self.get_context_data(said=said, next=said.get("next", ""))
        return self.render_to_response(context, status=status)

    def warn(self, message):
        look = messages.button(self.get_screen(), gettext("Look at the reply"))
        messages.warning(self.request, message, [look])

    def get_buttons(self):
        url = public_url(self.object, self.request)
        if self.object.state != Reply.State.PUBLISHED or not url:
            return []
        return [messages.button(url, gettext("See it on the site"), new_window=True)]


class UndoView(ActMixin, ReplyObjectMixin, View):
    """Take one decision back, if it still is the last on its reply."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        get_object_or_404(self.object.decisions, pk=kwargs["pk"])

    def post(self, request, *, public_id, pk):
        if together.undo_all([pk], actor=request.user):
            self.object.refresh_from_db(fields=["state"])
            said = gettext("Taken back: the reply by %(name)s is in the state it had (%(state)s).")
            messages.success(
                request, said % {"name": self.object.name, "state": self.object.get_state_display()}
            )
        else:
            messages.warning(request, explain(self.object.decisions.select_related("actor").last()))
        return redirect(get_valid_next_url_from_request(request) or self.get_screen())
