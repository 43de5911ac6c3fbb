"""The screens on which a moderator puts people under a sanction, lifts it, or undoes it for all at once."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.hygiene import clean_text
from discussions import measures, sanctions
from discussions.forms import CleanField
from discussions.models import Batch, Participant, Reply, Sanction
from discussions.screens.access import ActMixin, ModeratorMixin, count_by_state, moderated_replies

Kind = Sanction.Kind

MOST_PEOPLE = 200
SAMPLE = 10
LONGEST_DAYS = 3650
TEXT_LENGTH = 2000

TITLES = {Kind.WATCHED: _("Watch"), Kind.SUSPENDED: _("Suspend"), Kind.BANNED: _("Exclude")}
EFFECTS = {
    Kind.WATCHED: _(
        "Each new reply waits for a moderator, whatever the discussion’s policy; the person is told so."
    ),
    Kind.SUSPENDED: _("Whoever is suspended can’t write before the suspension ends, and is told why."),
    Kind.BANNED: _("Whoever is excluded can’t write any more, and is told why."),
}


ON_REPLIES = [
    ("", _("leave them as they are")),
    ("reject", _("reject what waits")),
    ("remove", _("remove what is published")),
    ("spam", _("file what waits and what is published as spam")),
]
YEAR_2100 = 4_102_444_800


class SanctionForm(forms.Form):
    """Why, for how long, and what the person is told."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Sanction.Reason.choices)
    days = forms.IntegerField(
        label=_("For how many days"),
        min_value=1,
        max_value=LONGEST_DAYS,
        error_messages={"required": _("Say for how many days.")},
    )
    act = forms.ChoiceField(
        label=_("Their replies"), choices=ON_REPLIES, required=False, widget=forms.RadioSelect
    )
    statement = CleanField(
        label=_("What the person is told"),
        help_text=_("Besides the reason and how long it lasts: what was wrong, and where."),
        required=False,
        limit=TEXT_LENGTH,
        clean=clean_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = CleanField(
        label=_("Private note"),
        help_text=_("Only moderators read it."),
        required=False,
        limit=TEXT_LENGTH,
        clean=clean_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    # When the moderator looked: what was written or edited later isn't meant.
    seen = forms.FloatField(min_value=0, max_value=YEAR_2100, widget=forms.HiddenInput)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind != Kind.SUSPENDED:
            self.fields["days"].required = False
            self.fields["days"].help_text = _("Empty: until a moderator lifts it.")

    def get_fields(self):
        """Return what was said as `discussions.measures.impose` takes it."""
        said = dict(self.cleaned_data)
        days, seen = said.pop("days"), said.pop("seen")
        ends_at = timezone.now() + timedelta(days=days) if days else None
        return said | {"ends_at": ends_at, "seen_at": datetime.fromtimestamp(seen, UTC)}


class ModeratorScreen(ModeratorMixin, WagtailAdminTemplateMixin):
    header_icon = "group"

    def get_breadcrumbs_items(self):
        listing = {"url": reverse("participants:index"), "label": _("Participants")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]


class SanctionView(ModeratorScreen, FormView):
    """Show whom a sanction would be on and what it means; a POST imposes it."""

    form_class = SanctionForm
    template_name = "discussions/admin/sanction.html"

    def dispatch(self, request, *args, **kwargs):
        self.kind = kwargs["kind"]
        if self.kind not in Kind.values:
            raise Http404
        sent = request.POST if request.method == "POST" else request.GET
        self.people = find_people(sent.getlist("id"))
        if not self.people:
            messages.error(request, gettext("Choose at least one participant."))
            return redirect("participants:index")
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return TITLES[self.kind]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "kind": self.kind}

    def get_initial(self):
        return {"seen": timezone.now().timestamp(), "act": ""}

    def get_context_data(self, **kwargs):
        told = [person for person in self.people if person.proven_address]
        return super().get_context_data(
            people=self.people,
            effect=EFFECTS[self.kind],
            counts=count_by_state(Reply.objects.filter(participant__in=self.people)),
            replies=self.get_sample(),
            told=told,
            untold=len(self.people) - len(told),
            **kwargs,
        )

    def get_sample(self):
        """Return the newest replies of theirs that may be decided on with it."""
        replies = moderated_replies().filter(participant__in=self.people)
        return replies.filter(state__in=measures.ON_REPLIES["spam"]).order_by("-created_at", "-pk")[:SAMPLE]

    def form_valid(self, form):
        people = Participant.objects.filter(pk__in=[person.pk for person in self.people])
        batch = measures.impose(people, self.kind, actor=self.request.user, **form.get_fields())
        measures.advance(batch)
        said = ngettext(
            "%(title)s: done for %(count)s participant.",
            "%(title)s: done for %(count)s participants.",
            len(self.people),
        ) % {"title": self.get_page_title(), "count": len(self.people)}
        look = messages.button(reverse("participants:batch", args=[batch]), gettext("Look at it or undo it"))
        messages.success(self.request, said, [look])
        if len(self.people) == 1:
            return redirect("participants:inspect", self.people[0].pk)
        return redirect("participants:index")


def find_people(ids):
    """Return the participants of these ids, as text; raise Http404 for too many or one that isn't there."""
    wanted = {*ids}
    if len(wanted) > MOST_PEOPLE or not all(one.isascii() and one.isdecimal() for one in wanted):
        raise Http404
    people = Participant.objects.select_related("user").filter(pk__in=[int(one[:18]) for one in wanted])
    people = [*people.exclude(standing=Participant.Standing.ERASED).order_by("pk")]
    if len(people) != len(wanted):
        raise Http404
    return people


class LiftView(ActMixin, ModeratorScreen, View):
    """Lift one sanction."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(Sanction, pk=kwargs["pk"])
        self.check(self.object)

    def get_screen(self):
        return reverse("participants:inspect", args=[self.object.participant_id])

    def post(self, request, *, pk):
        if sanctions.lift(Sanction.objects.filter(pk=pk), actor=request.user):
            messages.success(request, gettext("The sanction is lifted."))
        else:
            messages.warning(request, gettext("Nothing was changed: the sanction was lifted before."))
        return redirect(self.get_screen())


class MeasureView(ModeratorScreen, TemplateView):
    """What was imposed together; a POST undoes it for all."""

    template_name = "discussions/admin/sanction_batch.html"
    page_title = _("Imposed together")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        imposed = Sanction.objects.filter(batch=kwargs["batch"])
        self.sanctions = [*imposed.select_related("participant", "actor", "lifted_by")]
        if not self.sanctions:
            raise Http404

    def get_context_data(self, **kwargs):
        batch = self.kwargs["batch"]
        return super().get_context_data(
            sanctions=self.sanctions,
            replies=Batch.objects.filter(pk=batch).first(),
            is_undoable=measures.is_undoable(batch),
            **kwargs,
        )

    def post(self, request, *, batch):
        count, replies = measures.undo(batch, actor=request.user)
        lifted = ngettext("%(count)s sanction is lifted.", "%(count)s sanctions are lifted.", count)
        back = ngettext("%(count)s reply is as before.", "%(count)s replies are as before.", replies)
        said = lifted % {"count": count} + (f" {back}" % {"count": replies} if replies else "")
        (messages.success if count or replies else messages.warning)(request, said)
        return redirect("participants:index")
