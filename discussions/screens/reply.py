"""One reply with its history, and every decision on it a POST."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from discussions import moderation, reasons, reports, together, traces
from discussions.decisions import (
    ACTS,
    KEEP,
    DecisionForm,
    acts_on_reports,
    edit_mark,
    explain,
    explain_answered,
    state_label,
    who_decided,
)
from discussions.detectors import explain as explain_finding
from discussions.models import Decision, Reply
from discussions.reading import html_of
from discussions.screens.access import ModeratorMixin, moderated_replies
from discussions.screens.columns import public_url


class ReplyObjectMixin(ModeratorMixin):
    """One reply by its public id, for those who may decide on it."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not self.user_has_permission("moderate"):
            raise PermissionDenied
        replies = moderated_replies().select_related("participant")
        self.object = get_object_or_404(replies, public_id=kwargs["public_id"])
        self.check(self.object)


DEFAULT_STATEMENTS = [(reason.label, ground.statement) for reason, ground in reasons.GROUNDS.items()]


def decision_form(reply, is_open):
    """Return the form to decide on a reply as it is, and on the open reports as they are."""
    latest = max((report.pk for report in is_open), default=0)
    return DecisionForm(
        initial={"seen": reply.state, "seen_edit": edit_mark(reply), "seen_report": latest},
    )


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

    def get_context_data(self, **kwargs):
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
            form=decision_form(reply, is_open),
            reports=found,
            open_reports=is_open,
            default_statements=DEFAULT_STATEMENTS,
            history=self.get_history(),
            same_origin=traces.count_same_origin(reply),
            origin_days=traces.DIGEST_DAYS,
            here=self.request.path,
            **kwargs,
        )

    def get_email(self):
        allowed = self.request.user.has_perm("discussions.view_reply_email")
        return self.object.participant.email if allowed and self.object.participant else ""

    def get_history(self):
        decisions = [*self.object.decisions.select_related("actor", "batch")]
        return [
            {
                "decision": decision,
                "who": who_decided(decision),
                "from": state_label(decision.from_state),
                "to": state_label(decision.to_state),
                "reason": reasons.label(decision.reason),
                "findings": [explain_finding(row) for row in decision.findings],
                "is_undo": decision.reason == Decision.UNDO,
                "is_undoable": decision == decisions[-1] and together.is_undoable(decision),
            }
            for decision in decisions
        ]


class DecisionView(ReplyObjectMixin, View):
    """Carry out one act on one reply, as the moderator saw it, and go back to the queue."""

    http_method_names = ["post"]

    def post(self, request, *, public_id, act):
        found = (ACTS | {KEEP.name: KEEP}).get(act)
        if found is None:
            raise Http404
        form = DecisionForm(request.POST)
        if form.is_valid():
            self.decide(found, form.cleaned_data)
        else:
            messages.error(request, "; ".join(f"{e}" for errors in form.errors.values() for e in errors))
        return redirect(get_valid_next_url_from_request(request) or reverse("replies:index"))

    def decide(self, act, data):
        """Let moderation compare the state that was seen with the one that is."""
        self.object.state = data["seen"]
        if data["seen_edit"] != edit_mark(self.object):
            self.warn(gettext("Nothing was changed: the text was edited meanwhile. Read it again."))
            return
        try:
            self.carry_out(act, data)
        except moderation.AlreadyDecided as fault:
            self.warn(explain(fault.decision))
        except reports.AlreadyAnswered as fault:
            self.warn(explain_answered(fault.report))
        except moderation.TextChanged:
            self.warn(gettext("Nothing was changed: the text was edited meanwhile. Read it again."))
        except moderation.ForbiddenTransition:
            self.warn(gettext("Nothing was changed: this decision is not possible for this reply."))
        else:
            messages.success(self.request, act.done % {"name": self.object.name}, self.get_buttons())

    def carry_out(self, act, data):
        by = {"actor": self.request.user, "note": data["note"], "answer": data["answer"]}
        if act == KEEP:
            reports.keep(self.object, seen=data["seen_report"] or 0, **by)
        else:
            reports.act(act.do, self.object, reason=data["reason"], statement=data["statement"], **by)

    def warn(self, message):
        url = reverse("replies:inspect", args=[self.object.public_id])
        messages.warning(self.request, message, [messages.button(url, gettext("Look at the reply"))])

    def get_buttons(self):
        url = public_url(self.object, self.request)
        if self.object.state != Reply.State.PUBLISHED or not url:
            return []
        return [messages.button(url, gettext("See it on the site"), new_window=True)]


class UndoView(ReplyObjectMixin, View):
    """Take one decision back, if it still is the last on its reply."""

    http_method_names = ["post"]

    def post(self, request, *, public_id, pk):
        get_object_or_404(self.object.decisions, pk=pk)
        if together.undo_all([pk], actor=request.user):
            self.object.refresh_from_db(fields=["state"])
            said = gettext("Taken back: the reply by %(name)s is in the state it had (%(state)s).")
            messages.success(
                request, said % {"name": self.object.name, "state": self.object.get_state_display()}
            )
        else:
            messages.warning(request, explain(self.object.decisions.select_related("actor").last()))
        return redirect(
            get_valid_next_url_from_request(request) or reverse("replies:inspect", args=[public_id])
        )
