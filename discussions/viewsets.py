"""The queue in Wagtail's admin: what waits, one reply with its history, and every decision a POST."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry

from discussions import moderation
from discussions.dashboard import RepliesMenuItem
from discussions.decisions import ACTS, DecisionForm, acts_for, edit_mark, explain, state_label, who_decided
from discussions.detectors import explain as explain_finding
from discussions.listing import (
    ArticleColumn,
    DecisionColumn,
    ExcerptColumn,
    PolicyColumn,
    ReplyFilterSet,
    StatusColumn,
    public_url,
)
from discussions.models import Discussion, Reply
from discussions.policy_screen import PolicyView
from discussions.reading import html_of

LONGEST_SEARCH = 100  # characters; SQLite refuses patterns that are much longer


def moderated_replies():
    """Return what moderators see and decide: everything but the stand-ins for replies nobody has."""
    replies = Reply.objects.exclude(kind=Reply.Kind.PLACEHOLDER)
    return replies.select_related("discussion__page__locale", "parent")


class ModeratorMixin(PermissionCheckedMixin):
    """For those who may moderate replies; that is also the permission for their discussions."""

    permission_required = "moderate"

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Reply)

    def check(self, instance):
        if not self.user_has_permission_for_instance("moderate", instance):
            raise PermissionDenied


class ListingView(ModeratorMixin, generic.IndexView):
    any_permission_required = None
    search_backend_name = None
    paginate_by = 25
    table_classname = "listing listing--cards"

    @cached_property
    def search_query(self):
        return super().search_query[:LONGEST_SEARCH]

    def order_queryset(self, queryset):
        queryset = super().order_queryset(queryset)
        return queryset.order_by(*queryset.query.order_by, "pk")


class ReplyIndexView(ListingView):
    model = Reply
    header_icon = "comment"
    index_url_name = "replies:index"
    index_results_url_name = "replies:index_results"
    filterset_class = ReplyFilterSet
    search_fields = ["name", "plain"]
    results_template_name = "discussions/admin/reply_results.html"
    no_results_message = _("No reply matches.")
    columns = [
        ExcerptColumn("plain", label=_("Reply"), url_name="replies:inspect", id_accessor="public_id"),
        Column("name", label=_("Name"), classname="wrap-anywhere", width="12%"),
        ArticleColumn("discussion", label=_("Article"), width="16%"),
        DateColumn("created_at", label=_("Written"), sort_key="created_at", width="10%"),
        StatusTagColumn("state", label=_("State"), accessor="get_state_display", width="9%"),
        DecisionColumn("decision", label=_("Decision"), width="25%"),
    ]

    @cached_property
    def default_ordering(self):
        """Who has waited longest comes first; of what is decided, the latest."""
        waiting = self.filters.form["state"].value() == Reply.State.PENDING
        return "created_at" if waiting else "-created_at"

    @cached_property
    def header_more_buttons(self):
        discussions = Button(
            _("Open and close discussions"), url=reverse("replies:discussions"), icon_name="lock-open"
        )
        return [*super().header_more_buttons, discussions]

    def get_base_queryset(self):
        return moderated_replies().defer("text", "html", "parent__text", "parent__html")


class ReplyObjectMixin(ModeratorMixin):
    """One reply by its public id, for those who may decide on it."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not self.user_has_permission("moderate"):
            raise PermissionDenied
        replies = moderated_replies().select_related("participant")
        self.object = get_object_or_404(replies, public_id=kwargs["public_id"])
        self.check(self.object)


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
        return super().get_context_data(
            reply=reply,
            text=html_of(reply),
            parent_text=html_of(reply.parent) if reply.parent else "",
            email=self.get_email(),
            url=public_url(reply, self.request),
            acts=acts_for(reply),
            form=DecisionForm(initial={"seen": reply.state, "seen_edit": edit_mark(reply)}),
            history=self.get_history(),
            here=self.request.path,
            **kwargs,
        )

    def get_email(self):
        allowed = self.request.user.has_perm("discussions.view_reply_email")
        return self.object.participant.email if allowed and self.object.participant else ""

    def get_history(self):
        decisions = self.object.decisions.select_related("actor")
        return [
            {
                "decision": decision,
                "who": who_decided(decision),
                "from": state_label(decision.from_state),
                "to": state_label(decision.to_state),
                "findings": [explain_finding(row) for row in decision.findings],
            }
            for decision in decisions
        ]


class DecisionView(ReplyObjectMixin, View):
    """Carry out one act on one reply, as the moderator saw it, and go back to the queue."""

    http_method_names = ["post"]

    def post(self, request, *, public_id, act):
        if act not in ACTS:
            raise Http404
        form = DecisionForm(request.POST)
        if form.is_valid():
            self.decide(ACTS[act], form.cleaned_data)
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
            act.do(self.object, actor=self.request.user, note=data["note"])
        except moderation.AlreadyDecided as fault:
            self.warn(explain(fault.decision))
        except moderation.TextChanged:
            self.warn(gettext("Nothing was changed: the text was edited meanwhile. Read it again."))
        except moderation.ForbiddenTransition:
            self.warn(gettext("Nothing was changed: this decision is not possible for this reply."))
        else:
            messages.success(self.request, act.done % {"name": self.object.name}, self.get_buttons())

    def warn(self, message):
        url = reverse("replies:inspect", args=[self.object.public_id])
        messages.warning(self.request, message, [messages.button(url, gettext("Look at the reply"))])

    def get_buttons(self):
        url = public_url(self.object, self.request)
        if self.object.state != Reply.State.PUBLISHED or not url:
            return []
        return [messages.button(url, gettext("See it on the site"), new_window=True)]


def count_published(discussion):
    count = discussion.published_count
    return ngettext("%(count)s published reply", "%(count)s published replies", count) % {
        "count": number_format(count)
    }


class DiscussionIndexView(ListingView):
    model = Discussion
    header_icon = "lock-open"
    index_url_name = "replies:discussions"
    index_results_url_name = "replies:discussions_results"
    search_fields = ["page__title"]
    no_results_message = _("No discussion.")
    default_ordering = "-created_at"
    columns = [
        PolicyColumn("page", label=_("Article")),
        Column("locale", label=_("Language"), width="15%"),
        Column("count", label=_("Replies"), accessor=count_published, width="18%"),
        DateColumn("created_at", label=_("Begun"), sort_key="created_at", width="15%"),
        StatusColumn("status", label=_("State"), width="25%"),
    ]

    def get_breadcrumbs_items(self):
        replies = {"url": reverse("replies:index"), "label": _("Replies")}
        return [*self.breadcrumbs_items, replies, {"url": "", "label": _("Discussions")}]

    def get_base_queryset(self):
        published = Count("replies", filter=Q(replies__state=Reply.State.PUBLISHED))
        discussions = Discussion.objects.annotate(published_count=published)
        return discussions.select_related("page", "locale")


class DiscussionStatusView(ModeratorMixin, View):
    """Close or reopen one discussion."""

    http_method_names = ["post"]
    change = None

    def post(self, request, *, pk):
        discussion = get_object_or_404(Discussion.objects.select_related("page"), pk=pk)
        self.check(discussion)
        self.change(discussion, actor=request.user)
        discussion.refresh_from_db(fields=["status"])
        messages.success(
            request,
            gettext("The discussion of “%(title)s” is %(status)s.")
            % {"title": discussion, "status": discussion.get_status_display()},
        )
        return redirect(get_valid_next_url_from_request(request) or reverse("replies:discussions"))


class ReplyViewSet(ViewSet):
    name = "replies"
    icon = "comment"
    menu_label = _("Replies")
    menu_name = "replies"
    menu_order = 150
    menu_item_class = RepliesMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        close = DiscussionStatusView.as_view(change=moderation.close)
        reopen = DiscussionStatusView.as_view(change=moderation.reopen)
        return [
            path("", ReplyIndexView.as_view(), name="index"),
            path("results/", ReplyIndexView.as_view(results_only=True), name="index_results"),
            path("discussions/", DiscussionIndexView.as_view(), name="discussions"),
            path(
                "discussions/results/",
                DiscussionIndexView.as_view(results_only=True),
                name="discussions_results",
            ),
            path("discussions/<int:pk>/close/", close, name="close"),
            path("discussions/<int:pk>/reopen/", reopen, name="reopen"),
            path("policy/<int:page_id>/", PolicyView.as_view(), name="policy"),
            path("<slug:public_id>/", ReplyInspectView.as_view(), name="inspect"),
            path("<slug:public_id>/<slug:act>/", DecisionView.as_view(), name="decide"),
        ]


replies = ReplyViewSet()
