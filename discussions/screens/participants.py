"""All who speak: found by name, chosen for a sanction."""

import django_filters
from django import forms
from django.db.models import Count, Max, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from discussions.models import Participant, Reply, Sanction
from discussions.names import email_key, fold
from discussions.screens.access import ListingView, may_see_addresses
from discussions.screens.columns import LabelledColumn, LabelledDateColumn


class ParticipantFilterSet(WagtailFilterSet):
    # Not a list of all: the link on a participant's screen fills it in.
    same_address = django_filters.ModelChoiceFilter(
        label=_("Same address as (number)"),
        queryset=Participant.objects.all(),
        method="filter_same_address",
        widget=forms.NumberInput,
    )

    class Meta:
        model = Participant
        fields = ["standing", "kind", "trust"]

    def filter_same_address(self, queryset, name, value):
        if not value.email_key:
            return queryset.filter(pk=value.pk)
        return queryset.filter(email_key=value.email_key)


class ChoiceColumn(Column):
    """A box that puts a participant into the form below the list."""

    cell_template_name = "discussions/admin/choice_cell.html"

    def get_value(self, participant):
        return participant.pk


class ReplyCountColumn(Column):
    """How many replies somebody has in each state."""

    cell_template_name = "discussions/admin/count_cell.html"

    def get_value(self, participant):
        return participant.counts


class ParticipantIndexView(ListingView):
    model = Participant
    header_icon = "group"
    index_url_name = "participants:index"
    index_results_url_name = "participants:index_results"
    filterset_class = ParticipantFilterSet
    results_template_name = "discussions/admin/participant_results.html"
    no_results_message = _("No participant matches.")
    default_ordering = "-pk"
    columns = [
        ChoiceColumn("choice", label=_("Choose"), width="6%"),
        TitleColumn("name", label=_("Name"), url_name="participants:inspect", sort_key="folded_name"),
        Column("kind", label=_("Kind"), accessor="get_kind_display", width="10%"),
        LabelledColumn("trust", label=_("Trust"), accessor="get_trust_display", width="12%"),
        StatusTagColumn("standing", label=_("Standing"), accessor="get_standing_display", width="12%"),
        ReplyCountColumn("counts", label=_("Replies"), width="20%"),
        LabelledDateColumn("last", label=_("Last reply"), width="12%"),
        LabelledDateColumn("created_at", label=_("First seen"), sort_key="created_at", width="12%"),
    ]

    @cached_property
    def is_searchable(self):
        return True

    def search_queryset(self, queryset):
        """Find by what looks like the name, and for those who may read it, by the address."""
        if not self.is_searching:
            return queryset
        found = Q(folded_name__contains=fold(self.search_query))
        if may_see_addresses(self.request.user):
            found |= Q(email_key__contains=email_key(self.search_query))
        return queryset.filter(found)

    def get_base_queryset(self):
        return Participant.objects.all()

    def paginate_queryset(self, queryset, page_size):
        paginator, page, people, is_paginated = super().paginate_queryset(queryset, page_size)
        count_replies(people)
        return paginator, page, people, is_paginated

    def get_context_data(self, *args, **kwargs):
        return super().get_context_data(*args, kinds=Sanction.Kind.choices, **kwargs)


def count_replies(people):
    """Give each of a page of participants `counts`, (label, number) by state, and `last`: one query."""
    rows = Reply.objects.filter(participant__in=[person.pk for person in people]).order_by()
    rows = rows.values("participant", "state").annotate(count=Count("pk"), last=Max("created_at"))
    found = {}
    for row in rows:
        found.setdefault(row["participant"], {})[row["state"]] = row
    for person in people:
        states = found.get(person.pk, {})
        person.counts = [
            (label, state, states[state]["count"]) for state, label in Reply.State.choices if state in states
        ]
        person.last = max((row["last"] for row in states.values()), default=None)
