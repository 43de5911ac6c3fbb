"""Decisions on many replies: preview, progress, what was decided together, and how it is taken back."""

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from discussions import batches
from discussions.decisions import ACTS, WordsForm, state_label
from discussions.models import Batch, Reply
from discussions.screens.access import ActMixin, ListingView, ModeratorMixin, moderated_replies
from discussions.screens.columns import LabelledColumn, check_years, excerpt
from discussions.screens.queue import find_replies

# How long one request works on a batch; the page asks again until it is finished.
SECONDS = 2
SAMPLE = 10
MOST_CHECKED = 1000
CHECKED, FILTER = "checked", "filter"
# What readers meet right beneath a reply, at any depth: `answer_count` is kept for the tops of threads alone.
ANSWERS = Reply.objects.shown().filter(parent=OuterRef("pk"))


def title(batch):
    """Say what a batch does, with how many replies."""
    act = ACTS[batch.act].label if batch.act in ACTS else gettext("Take back")
    replies = ngettext("%(count)s reply", "%(count)s replies", batch.total)
    return f"{act} · {replies % {'count': intcomma(batch.total)}}"


class BatchForm(WordsForm):
    """The words of a decision on many replies, and when the moderator saw which."""

    seen_at = forms.DateTimeField(widget=forms.HiddenInput, validators=[check_years])


class BatchScreenMixin(ModeratorMixin, WagtailAdminTemplateMixin):
    header_icon = "tasks"

    def get_breadcrumbs_items(self):
        replies = {"url": reverse("replies:index"), "label": _("Replies")}
        together = {"url": reverse("replies:batches"), "label": _("Decisions taken together")}
        return [*self.breadcrumbs_items, replies, together, {"url": "", "label": self.get_page_title()}]


class BatchCreateView(BatchScreenMixin, FormView):
    """Show what an act would do to the chosen replies; a POST does it to those that were seen."""

    form_class = BatchForm
    template_name = "discussions/admin/batch_new.html"
    page_title = _("Decide together")

    def dispatch(self, request, *args, **kwargs):
        data = request.POST if request.method == "POST" else request.GET
        if request.method != "POST" and "act" not in data:
            # From a login on the way, which knows the address alone.
            return redirect("replies:index")
        self.act = ACTS.get(data.get("act", ""))
        if self.act is None:
            raise Http404
        self.query, self.scope = data.get("query", ""), data.get("scope", CHECKED)
        self.checked = [one for one in data.getlist("reply")[:MOST_CHECKED] if one.isalnum()]
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def replies(self):
        if self.scope == FILTER:
            found = find_replies(QueryDict(self.query), self.request)
        else:
            found = Reply.objects.filter(public_id__in=self.checked)
        # By id: the filter may join tables, and what follows counts.
        return moderated_replies().filter(pk__in=found.order_by().values("pk"))

    @property
    def back(self):
        return f"{reverse('replies:index')}?{self.query}" if self.query else reverse("replies:index")

    def get(self, request, *args, **kwargs):
        if not self.replies.exists():
            messages.warning(request, gettext("Nothing is chosen: check replies, or take the whole filter."))
            return redirect(self.back)
        return super().get(request, *args, **kwargs)

    def get_initial(self):
        return {"seen_at": timezone.now().isoformat()}

    def form_valid(self, form):
        words = form.cleaned_data
        seen_at = min(words.pop("seen_at"), timezone.now())
        batch = batches.start(
            self.request.user, self.act, self.replies, seen_at=seen_at, query=self.query, **words
        )
        batches.advance(batch, SECONDS)
        return redirect("replies:batch", batch.pk)

    def get_context_data(self, **kwargs):
        possible = batches.possible(self.replies, self.act)
        facts = possible.aggregate(
            count=Count("pk"),
            articles=Count("discussion", distinct=True),
            people=Count("participant", distinct=True),
            answered=Count("pk", filter=Q(shown=True) & Exists(ANSWERS)),
            first=Min("created_at"),
            last=Max("created_at"),
        )
        states = self.replies.order_by("state").values_list("state").annotate(Count("pk"))
        return super().get_context_data(
            act=self.act,
            facts=facts,
            impossible=sum(count for _state, count in states) - facts["count"],
            states=[(state_label(state), count) for state, count in states],
            sample=[(reply, excerpt(reply)) for reply in possible.order_by("created_at", "pk")[:SAMPLE]],
            hidden=self.get_hidden(),
            back=self.back,
            **kwargs,
        )

    def get_hidden(self):
        fields = [("act", self.act.name), ("query", self.query), ("scope", self.scope)]
        return [*fields, *(("reply", public_id) for public_id in self.checked)]


class BatchMixin(BatchScreenMixin):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        found = Batch.objects.select_related("actor", "undoes", "undone_by__actor")
        self.batch = get_object_or_404(found, pk=kwargs["pk"])

    def get_screen(self):
        return reverse("replies:batch", args=[self.batch.pk])


class BatchView(BatchMixin, TemplateView):
    """How far a batch has come, what it did, and the way to take it back."""

    template_name = "discussions/admin/batch.html"

    def get_page_title(self):
        return title(self.batch)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        # Wagtail 8.0 writes scripts at the start of the body: this one has to wait for the rest of it.
        script = forms.Media(js=[forms.Script(versioned_static("js/admin/batch.js"), defer=True)])
        return context | {
            "batch": self.batch,
            "left": self.batch.position - self.batch.decided,
            "is_undoable": batches.is_undoable(self.batch),
            "back": f"{reverse('replies:index')}?{self.batch.query}",
            "media": script,
        }


class BatchAdvanceView(ActMixin, BatchMixin, View):
    """Work on a batch for a moment, and say how far it has come."""

    def post(self, request, *, pk):
        batch = batches.advance(self.batch, SECONDS)
        if request.accepts("text/html"):
            return redirect(self.get_screen())
        state = {"position": batch.position, "total": batch.total, "finished": bool(batch.finished_at)}
        return JsonResponse(state)


class BatchUndoView(ActMixin, BatchMixin, View):
    """Give back to each reply of a batch the state it had."""

    def post(self, request, *, pk):
        try:
            undone = batches.undo(self.batch, request.user)
        except batches.NotUndoable:
            messages.warning(request, gettext("Nothing was changed: this can’t be taken back any more."))
            return redirect(self.get_screen())
        batches.advance(undone, SECONDS)
        return redirect("replies:batch", undone.pk)


def how_far(batch):
    """Say in a word what has become of a batch."""
    if hasattr(batch, "undone_by"):
        return gettext("taken back")
    return gettext("finished") if batch.finished_at else gettext("under way")


class BatchIndexView(ListingView):
    model = Batch
    header_icon = "tasks"
    index_url_name = "replies:batches"
    index_results_url_name = "replies:batches_results"
    no_results_message = _("Nothing has been decided together.")
    page_title = _("Decisions taken together")
    default_ordering = "-created_at"
    columns = [
        TitleColumn("title", label=_("Decision"), accessor=title, url_name="replies:batch"),
        Column("actor", label=_("By"), width="20%"),
        DateColumn("created_at", label=_("At"), sort_key="created_at", width="15%"),
        LabelledColumn(
            "decided", label=_("Changed"), accessor=lambda batch: intcomma(batch.decided), width="12%"
        ),
        Column("state", label=_("State"), accessor=how_far, width="15%"),
    ]

    def get_breadcrumbs_items(self):
        replies = {"url": reverse("replies:index"), "label": _("Replies")}
        return [*self.breadcrumbs_items, replies, {"url": "", "label": self.page_title}]

    def get_base_queryset(self):
        return Batch.objects.defer("targets").select_related("actor", "undone_by")
