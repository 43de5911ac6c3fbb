"""The reports: a listing with filters, and one report with the reply it is about and what can be decided."""

import django_filters
from django import forms
from django.db.models import Case, IntegerField, Value, When
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from discussions import reasons
from discussions.decisions import acts_on_reports, who_answered
from discussions.models import Report
from discussions.reading import html_of
from discussions.screens.access import ListingView, ModeratorMixin
from discussions.screens.columns import ALL, ExcerptColumn, LabelledColumn, public_url
from discussions.screens.reply import DEFAULT_STATEMENTS, decision_form

LAW_FIRST = Case(
    When(kind=Report.Kind.NOTICE, then=Value(0)),
    When(kind=Report.Kind.APPEAL, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


class ReportFilterSet(WagtailFilterSet):
    """By status, of which open is the default, kind and reason."""

    status = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[*Report.Status.choices, (ALL, _("All reports"))],
        initial=Report.Status.OPEN,
        empty_label=None,
        method="filter_status",
        widget=forms.RadioSelect,
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Report.Kind.choices)
    reason = django_filters.ChoiceFilter(label=_("Reason"), choices=reasons.Reason.choices)

    class Meta:
        model = Report
        fields = []

    def __init__(self, data=None, *args, **kwargs):
        data = data.copy() if data else {}
        if data.get("status") not in {*Report.Status.values, ALL}:
            data["status"] = Report.Status.OPEN
        super().__init__(data, *args, **kwargs)

    def filter_status(self, queryset, name, value):
        return queryset if value == ALL else queryset.filter(status=value)


class ReportedExcerptColumn(ExcerptColumn):
    """How the reply begins, without a link of its own: the reference leads to the report."""

    def get_value(self, report):
        return super().get_value(report.reply)

    def get_link_url(self, report, parent_context):
        return None

    def get_cell_context_data(self, report, parent_context):
        context = TitleColumn.get_cell_context_data(self, report, parent_context)
        return {**context, "reply": report.reply}


def kind(report):
    return capfirst(report.get_kind_display())


def age(report):
    return timesince(report.created_at)


class ReportIndexView(ListingView):
    model = Report
    header_icon = "warning"
    page_title = pgettext_lazy("discussion", "Reports")
    index_url_name = "reply_reports:index"
    index_results_url_name = "reply_reports:index_results"
    filterset_class = ReportFilterSet
    search_fields = ["reference"]
    results_template_name = "discussions/admin/report_results.html"
    no_results_message = _("No report matches.")
    columns = [
        TitleColumn(
            "reference",
            label=_("Reference"),
            url_name="reply_reports:inspect",
            id_accessor="reference",
            classname="in-one-line",
            width="15%",
        ),
        Column("kind", label=_("Kind"), accessor=kind, width="13%"),
        Column("reason", label=_("Reason"), accessor="get_reason_display", width="18%"),
        ReportedExcerptColumn("reply", label=_("Reply")),
        LabelledColumn("age", label=_("Age"), accessor=age, sort_key="created_at", width="12%"),
        StatusTagColumn("status", label=_("State"), accessor="get_status_display", width="10%"),
    ]

    @cached_property
    def default_ordering(self):
        """Of what is open the law's comes first, then what waits longest; of what is closed, the latest."""
        is_open = self.filters.form["status"].value() == Report.Status.OPEN
        return ("law_first", "created_at") if is_open else "-created_at"

    def get_breadcrumbs_items(self):
        replies = {"url": reverse("replies:index"), "label": _("Replies")}
        return [
            *self.breadcrumbs_items,
            replies,
            {"url": "", "label": pgettext_lazy("discussion", "Reports")},
        ]

    def get_base_queryset(self):
        reports = Report.objects.annotate(law_first=LAW_FIRST).select_related("reply__parent")
        return reports.defer("reply__text", "reply__html", "reply__parent__text", "reply__parent__html")


class ReportInspectView(ModeratorMixin, WagtailAdminTemplateMixin, TemplateView):
    """One report; the decision itself is that of the reply's screen."""

    template_name = "discussions/admin/report.html"
    header_icon = "warning"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        found = Report.objects.select_related(
            "decided_by", "decision", "reply__discussion__page__locale", "reply__participant"
        )
        self.object = get_object_or_404(found, reference=kwargs["reference"])
        self.check(self.object.reply)

    def get_page_title(self):
        return self.object.reference

    def get_page_subtitle(self):
        return self.object.get_kind_display()

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("replies:index"), "label": _("Replies")},
            {"url": reverse("reply_reports:index"), "label": pgettext_lazy("discussion", "Reports")},
            {"url": "", "label": self.object.reference},
        ]

    def get_context_data(self, **kwargs):
        report, reply = self.object, self.object.reply
        others = [*reply.reports.exclude(pk=report.pk).order_by("-created_at")]
        is_open = [one for one in (report, *others) if one.is_open]
        return super().get_context_data(
            report=report,
            others=others,
            reply=reply,
            text=html_of(reply),
            url=public_url(reply, self.request),
            may_see_person=self.request.user.has_perm("discussions.view_reply_email"),
            who_answered=who_answered(report),
            acts=acts_on_reports(reply, is_open) if report.is_open else [],
            form=decision_form(reply, is_open),
            open_reports=is_open,
            default_statements=DEFAULT_STATEMENTS,
            next=reverse("reply_reports:index"),
            **kwargs,
        )
