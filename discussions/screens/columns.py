"""The columns and the filter of the two listings in the admin."""

import django_filters
from django import forms
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.active_filters import BaseFilterAdapter, register_filter_adapter_class
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.coreutils import get_content_languages

from discussions.addresses import address
from discussions.decisions import acts_for, as_seen
from discussions.models import Discussion, Participant, Reply
from discussions.screens.searching import contains
from discussions.traces import same_origin

WAITING, ALL = "waiting", "all"
EXCERPT_LENGTH = 180  # characters
LONGEST_SEARCH = 100  # characters; SQLite refuses patterns that are much longer
LARGEST_ID = 2**63 - 1  # beyond that a database answers with an error
YEARS = range(1900, 3000)  # at either end of the calendar a time doesn't exist in every time zone
FAR_AWAY = _("Choose a year between 1900 and 2999.")


def check_years(when):
    """Refuse a date, or either end of a range of dates, that can't be told in every time zone."""
    ends = [when.start, when.stop] if isinstance(when, slice) else [when]
    if any(end and end.year not in YEARS for end in ends):
        raise forms.ValidationError(FAR_AWAY, code="far")


def public_url(reply, request):
    """Return where readers find a reply, or its discussion while it is hidden; None off line."""
    page = reply.discussion.page
    if page is None or not page.live:
        return None
    url = page.get_url(request)
    if url and reply.shown:
        return f"{address('permalink', page.locale.language_code, reply.public_id)}#{reply.anchor}"
    return url and f"{url}#discussion"


def excerpt(reply):
    """Return the beginning of what a reply says."""
    return Truncator(reply.plain).chars(EXCERPT_LENGTH)


def posting(parent_context):
    """Return what a form in a cell needs: the token, and the way back to the listing as it is filtered."""
    request, table = parent_context["request"], parent_context["table"]
    query = request.GET.copy()
    query.pop("_w_filter_fragment", None)
    here = f"{table.base_url}?{query.urlencode()}" if query else table.base_url
    return {"csrf_token": get_token(request), "next": here}


class LinkedFilter(django_filters.NumberFilter):
    """By the id of what a link names; an id that names nothing finds nothing, as long as it is a number."""

    def __init__(self, named, **kwargs):
        self.named = named
        super().__init__(widget=forms.HiddenInput, max_value=LARGEST_ID, **kwargs)


class LinkedFilterAdapter(BaseFilterAdapter):
    """Says above the listing what is named, not its number."""

    def get_active_filters(self):
        self.value = self.filter.named.objects.filter(pk=self.value).first() or self.value
        return super().get_active_filters()


register_filter_adapter_class(LinkedFilter, LinkedFilterAdapter)


class ReplyFilterSet(WagtailFilterSet):
    """By state; what waits for a decision is the default, so that the queue's address is the queue.

    A discussion, a participant, a batch and an origin are named by links to the listing only.
    """

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(WAITING, _("To decide")), *Reply.State.choices, (ALL, _("All states"))],
        initial=WAITING,
        empty_label=None,
        method="filter_state",
        widget=forms.RadioSelect,
    )
    urgency = django_filters.MultipleChoiceFilter(
        label=_("Urgency"),
        choices=Reply.Urgency.choices[:0:-1],
        widget=forms.CheckboxSelectMultiple,
    )
    article = django_filters.CharFilter(
        label=_("Words of the article’s title"),
        method="filter_article",
        max_length=LONGEST_SEARCH,
    )
    written = django_filters.DateFromToRangeFilter(
        label=_("Written"),
        field_name="created_at",
        widget=DateRangePickerWidget,
        validators=[check_years],
    )
    language = django_filters.ChoiceFilter(label=_("Language"), choices=get_content_languages)
    discussion = LinkedFilter(Discussion, label=_("Discussion"))
    participant = LinkedFilter(Participant, label=_("Participant"))
    batch = django_filters.UUIDFilter(
        label=_("Decided together"),
        field_name="decisions__batch",
        distinct=True,
        widget=forms.HiddenInput,
    )

    # The public id of a reply: what came from where that one did.
    origin = django_filters.CharFilter(
        label=_("Same origin"), method="filter_origin", widget=forms.HiddenInput, max_length=LONGEST_SEARCH
    )

    class Meta:
        model = Reply
        fields = []

    def __init__(self, data=None, *args, **kwargs):
        data = data.copy() if data else {}
        if data.get("state") not in {WAITING, *Reply.State.values, ALL}:
            data["state"] = WAITING
        super().__init__(data, *args, **kwargs)

    def filter_state(self, queryset, name, value):
        if value == WAITING:
            return queryset.filter(urgency__gt=0)
        return queryset if value == ALL else queryset.filter(state=value)

    def filter_article(self, queryset, name, value):
        return queryset.filter(contains("discussion__page__title", value))

    def filter_origin(self, queryset, name, value):
        return same_origin(queryset, value)


class CheckColumn(Column):
    """A box to choose a reply with, for the form above the listing."""

    cell_template_name = "discussions/admin/check_cell.html"

    def get_cell_context_data(self, reply, parent_context):
        return {"reply": reply}


class LabelledColumn(Column):
    """A value that says nothing by itself where a row is a card: there its label stands before it."""

    cell_template_name = "discussions/admin/labelled_cell.html"
    is_date = False

    def get_cell_context_data(self, instance, parent_context):
        return {**super().get_cell_context_data(instance, parent_context), "is_date": self.is_date}


class LabelledDateColumn(LabelledColumn):
    is_date = True


class ExcerptColumn(TitleColumn):
    cell_template_name = "discussions/admin/excerpt_cell.html"

    def get_value(self, reply):
        return excerpt(reply)

    def get_cell_context_data(self, reply, parent_context):
        return {**super().get_cell_context_data(reply, parent_context), "reply": reply}


class ArticleColumn(Column):
    """The title of the page a reply stands under, with a link to the place readers see."""

    cell_template_name = "discussions/admin/article_cell.html"

    def get_value(self, reply):
        return reply.discussion.page

    def get_cell_context_data(self, reply, parent_context):
        context = super().get_cell_context_data(reply, parent_context)
        return {**context, "url": public_url(reply, parent_context.get("request"))}


class DecisionColumn(Column):
    """A button for each possible decision; each posts, so that one click is enough.

    The replies bring along `open_reports`.
    """

    cell_template_name = "discussions/admin/decision_cell.html"

    def get_value(self, reply):
        return acts_for(reply)

    def get_cell_context_data(self, reply, parent_context):
        acts = self.get_value(reply)
        seen = as_seen(reply, reply.open_reports)
        return {"reply": reply, "acts": acts, "seen": seen, **posting(parent_context)}


class StatusColumn(Column):
    """Whether a discussion takes replies, with the button that changes it."""

    cell_template_name = "discussions/admin/status_cell.html"

    def get_cell_context_data(self, discussion, parent_context):
        return {"discussion": discussion, **posting(parent_context)}


class PolicyColumn(TitleColumn):
    """The title of a discussion's page, which leads to what is accepted there; nowhere once it is deleted."""

    def get_value(self, discussion):
        return str(discussion)

    def get_link_url(self, discussion, parent_context):
        return discussion.page_id and reverse("replies:policy", args=[discussion.page_id])
