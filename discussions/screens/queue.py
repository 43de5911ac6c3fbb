"""The queue: what waits for a decision, and all other replies by filter."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.widgets.button import Button

from discussions.models import Reply
from discussions.screens.access import ListingView, moderated_replies
from discussions.screens.columns import WAITING, ArticleColumn, DecisionColumn, ExcerptColumn, ReplyFilterSet


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
        """What is most urgent comes first, and of that what has waited longest; of all else, the latest."""
        waiting = self.filters.form["state"].value() == WAITING
        return ("-urgency", "created_at") if waiting else "-created_at"

    @cached_property
    def header_more_buttons(self):
        discussions = Button(
            _("Open and close discussions"), url=reverse("replies:discussions"), icon_name="lock-open"
        )
        return [*super().header_more_buttons, discussions]

    def get_base_queryset(self):
        return moderated_replies().defer("text", "html", "parent__text", "parent__html")
