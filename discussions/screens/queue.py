"""The queue: what waits for a decision, and all other replies by filter."""

from django import forms
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.widgets.button import Button

from discussions import together
from discussions.decisions import ACTS, state_label
from discussions.models import Decision, Reply, Report
from discussions.screens.access import ListingView, moderated_replies, words_sought
from discussions.screens.columns import (
    WAITING,
    ArticleColumn,
    CheckColumn,
    DecisionColumn,
    ExcerptColumn,
    ReplyFilterSet,
)
from discussions.screens.searching import contains

SEARCHED = ["name", "plain", "website"]
# What a listing's address says besides its filter.
NOT_THE_FILTER = ["p", "ordering", "_w_filter_fragment"]


def find_replies(query, request):
    """Return the replies that the address of a listing names, as a QueryDict: those it shows."""
    found = narrow(moderated_replies(), ReplyFilterSet(query, request=request))
    return search(found, words_sought(query))


def narrow(replies, filters):
    """Return those of some replies that a filter lets through; none if it can't be read."""
    return filters.filter_queryset(replies) if filters.is_valid() else replies.none()


def search(replies, words):
    """Return those of some replies in which words stand."""
    match = Q()
    for field in SEARCHED if words else []:
        match |= contains(field, words)
    return replies.filter(match)


class ReplyIndexView(ListingView):
    model = Reply
    header_icon = "comment"
    index_url_name = "replies:index"
    index_results_url_name = "replies:index_results"
    filterset_class = ReplyFilterSet
    search_fields = SEARCHED
    results_template_name = "discussions/admin/reply_results.html"
    no_results_message = _("No reply matches.")
    columns = [
        CheckColumn("check", label=_("Choose"), width="5%"),
        ExcerptColumn("plain", label=_("Reply"), url_name="replies:inspect", id_accessor="public_id"),
        Column("name", label=_("Name"), classname="wrap-anywhere", width="11%"),
        ArticleColumn("discussion", label=_("Article"), width="13%"),
        DateColumn("created_at", label=_("Written"), sort_key="created_at", width="9%"),
        StatusTagColumn("state", label=_("State"), accessor="get_state_display", width="9%"),
        DecisionColumn("decision", label=_("Decision"), width="28%"),
    ]

    @cached_property
    def default_ordering(self):
        """What is most urgent comes first, and of that what has waited longest; of all else, the latest."""
        waiting = self.filters.form["state"].value() == WAITING
        return ("-urgency", "waiting_since") if waiting else "-created_at"

    @cached_property
    def header_more_buttons(self):
        return [
            *super().header_more_buttons,
            Button(
                _("Open and close discussions"), url=reverse("replies:discussions"), icon_name="lock-open"
            ),
            Button(_("Decisions taken together"), url=reverse("replies:batches"), icon_name="history"),
        ]

    @cached_property
    def is_filtering(self):
        """Also by what can't be read: that nothing waits is said of the whole queue alone."""
        return self.filters.form.has_changed()

    def filter_queryset(self, queryset):
        return narrow(queryset, self.filters)

    def search_queryset(self, queryset):
        return search(queryset, self.search_query)

    def get_base_queryset(self):
        is_open = Prefetch("reports", Report.objects.open().only("reply"), to_attr="open_reports")
        replies = moderated_replies().prefetch_related(is_open)
        return replies.defer("text", "html", "parent__text", "parent__html")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["media"] += forms.Media(js=[versioned_static("js/admin/queue.js")])
        undoable = self.get_undoable()
        return context | {
            "acts": ACTS.values(),
            "query": self.get_query(),
            "undoable": undoable,
            "undoable_state": undoable and state_label(undoable.to_state),
        }

    def get_query(self):
        """Return the filter alone, as an address has it."""
        query = self.request.GET.copy()
        for name in NOT_THE_FILTER:
            query.pop(name, None)
        return query.urlencode()

    def get_undoable(self):
        """Return the moderator's own last decision, as long as it can be taken back."""
        own = Decision.objects.filter(actor=self.request.user, rule="").exclude(from_state="")
        last = own.select_related("reply").order_by("pk").last()
        if last is None or last.batch_id or last.reason == Decision.UNDO or not together.is_undoable(last):
            return None
        return last
