"""All discussions, and whether each takes replies."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.utils import get_valid_next_url_from_request

from discussions.models import Discussion, Reply
from discussions.screens.access import ActMixin, ListingView, ModeratorMixin
from discussions.screens.columns import PolicyColumn, StatusColumn


def count_published(discussion):
    count = discussion.published_count
    return ngettext("%(count)s published reply", "%(count)s published replies", count) % {
        "count": intcomma(count)
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


class DiscussionStatusView(ActMixin, ModeratorMixin, View):
    """Close or reopen one discussion."""

    change = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(Discussion.objects.select_related("page"), pk=kwargs["pk"])
        self.check(self.object)

    def get_screen(self):
        return reverse("replies:discussions")

    def post(self, request, *, pk):
        discussion = self.object
        self.change(discussion, actor=request.user)
        discussion.refresh_from_db(fields=["status"])
        messages.success(
            request,
            gettext("The discussion of “%(title)s” is %(status)s.")
            % {"title": discussion, "status": discussion.get_status_display()},
        )
        return redirect(get_valid_next_url_from_request(request) or self.get_screen())
