"""Replies where editors work: a column in the listing of articles, and a panel beside the editor."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView

from discussions import policies
from discussions.models import Discussion, DiscussionPolicy, Reply
from discussions.reading import discussed_page_id, read_closing, read_policy, read_refusal
from discussions.screens.dashboard import may_moderate


@dataclass(frozen=True)
class Replies:
    """What stands under a page, and what waits there; `discussion` is None as long as nobody has answered."""

    shown: int = 0
    waiting: int = 0
    discussion: Discussion | None = None

    @property
    def queue_url(self):
        return f"{reverse('replies:index')}?discussion={self.discussion.pk}" if self.discussion else ""


def find_replies(pages):
    """Return the Replies of some pages by the page's id: two queries, however many they are."""
    ids = {page.pk: discussed_page_id(page) for page in pages}
    found = {one.page_id: one for one in Discussion.objects.filter(page__in=ids.values())}
    waiting = Reply.objects.waiting().filter(discussion__in=[one.pk for one in found.values()])
    counts = waiting.order_by().values("discussion").annotate(count=Count("pk"))
    counts = dict(counts.values_list("discussion", "count"))
    return {
        pk: Replies(one.shown_count, counts.get(one.pk, 0), one)
        for pk, discussed in ids.items()
        if (one := found.get(discussed))
    }


class RepliesColumn(Column):
    """How many replies an article has, and how many of them wait."""

    cell_template_name = "discussions/admin/replies_cell.html"

    def get_value(self, page):
        return getattr(page, "replies_under_it", Replies())

    def get_cell_context_data(self, page, parent_context):
        context = super().get_cell_context_data(page, parent_context)
        return {**context, "may_moderate": may_moderate(parent_context["request"].user)}


class ArticleListingView(ExplorableIndexView):
    base_columns = [
        *ExplorableIndexView.base_columns,
        RepliesColumn("replies", label=_("Replies"), width="10%"),
    ]

    @cached_property
    def explorable_columns(self):
        """The type makes room: all that lies in a list of articles is one."""
        unneeded = set() if self.is_searching_whole_tree else {"type"}
        return [column for column in super().explorable_columns if column.name not in unneeded]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        pages = context["object_list"]
        replies = find_replies(pages)
        for page in pages:
            page.replies_under_it = replies.get(page.pk, Replies())
        return context


class DiscussionSidePanel(BaseSidePanel):
    """What is said under an article, what waits and what is accepted there, with the ways to it."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle discussion")
        icon_name = "group"

        def get_context_data(self, parent_context):
            return {**super().get_context_data(parent_context), "count": self.panel.replies.waiting}

    name = "discussion"
    title = _("Discussion")
    template_name = "discussions/admin/side_panel.html"
    order = 320

    @cached_property
    def replies(self):
        return find_replies([self.object]).get(self.object.pk, Replies())

    def get_context_data(self, parent_context):
        page, applied = self.object, read_policy(self.object)
        refusal = read_refusal(page, self.replies.discussion, applied)
        url = page.get_url(self.request) if page.live else None
        return {
            **super().get_context_data(parent_context),
            "replies": self.replies,
            "refusal": refusal,
            "closes": None if refusal else policies.in_words("closes_at", read_closing(page, applied)),
            "moderation": policies.in_words("moderation", applied.moderation),
            "moderation_label": DiscussionPolicy._meta.get_field("moderation").verbose_name,
            "url": url and f"{url}#discussion",
            "may_moderate": may_moderate(self.request.user),
        }


class ArticleEditView(EditView):
    def get_side_panels(self):
        panels = super().get_side_panels()
        if self.expects_json_response or self.hydrate_create_view:
            return panels
        return MediaContainer([*panels, DiscussionSidePanel(self.page, self.request)])
