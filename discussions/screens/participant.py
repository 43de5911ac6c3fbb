"""One participant: who it is, what they wrote, what was decided and noted, what is kept of them."""

from datetime import timedelta

from django import forms
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import registry as log_registry

from articles.hygiene import clean_text
from discussions import personal, sanctions
from discussions.decisions import explain_errors
from discussions.forms import CleanField
from discussions.models import Participant, Reply, Sanction
from discussions.policy import REPEAT_MINUTES
from discussions.screens.access import (
    ActMixin,
    ParticipantMixin,
    count_by_state,
    may_see_addresses,
    moderated_replies,
)

NEWEST = 20
NAMED = 20
NOTE_LENGTH = 2000


class TrustForm(forms.Form):
    trust = forms.ChoiceField(label=_("Trust"), choices=Participant.Trust.choices)


class NoteForm(forms.Form):
    text = CleanField(
        label=_("New note"),
        help_text=_(
            "Moderators read it; the person gets it only with a copy of all that is kept about them."
        ),
        limit=NOTE_LENGTH,
        clean=clean_text,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("The note is empty.")},
    )


class ParticipantScreen(ParticipantMixin, WagtailAdminTemplateMixin, TemplateView):
    """What the screens of one participant have in common."""

    header_icon = "user"
    step = None

    def get_page_title(self):
        return gettext("Participant %(name)s") % {"name": self.object.name}

    def get_breadcrumbs_items(self):
        here = {"url": "", "label": self.object.name}
        steps = [here]
        if self.step:
            url = reverse("participants:inspect", args=[self.object.pk])
            steps = [{"url": url, "label": self.object.name}, {"url": "", "label": self.step}]
        listing = {"url": reverse("participants:index"), "label": _("Participants")}
        return [*self.breadcrumbs_items, listing, *steps]

    def get_whole(self):
        """Tell whether all who gave the same address are meant: as asked for, else if it is proven."""
        asked = self.request.POST.get("whole") or self.request.GET.get("whole")
        return self.object.is_proven if asked not in {"yes", "no"} else asked == "yes"

    def get_person(self):
        return personal.person_behind(self.object, whole_address=self.get_whole())


class ParticipantInspectView(ParticipantScreen):
    template_name = "discussions/admin/participant.html"

    def get_context_data(self, **kwargs):
        person = self.object
        may_see = may_see_addresses(self.request.user)
        others = same_address(person)
        forms = {"trust_form": TrustForm(initial={"trust": person.trust}), "note_form": NoteForm()}
        return super().get_context_data(
            participant=person,
            email=person.address if may_see else "",
            may_see_addresses=may_see,
            counts=count_by_state(Reply.objects.filter(participant=person)),
            replies=moderated_replies().filter(participant=person).order_by("-created_at", "-pk")[:NEWEST],
            others=others[:NAMED],
            other_count=others.count(),
            sanctions=person.sanctions.select_related("actor", "lifted_by"),
            kinds=Sanction.Kind.choices,
            notes=person.notes.select_related("actor"),
            trust_log=trust_log(person),
            **forms | kwargs,
        )


def same_address(participant):
    """Return the other participants that gave the same address, proven or not."""
    if not participant.email_key:
        return Participant.objects.none()
    same = Participant.objects.filter(email_key=participant.email_key)
    return same.exclude(pk=participant.pk).order_by("-pk")


def trust_log(participant):
    """Return who changed a participant's trust, from what to what, the newest first."""
    labels = dict(Participant.Trust.choices)
    entries = log_registry.get_logs_for_instance(participant).filter(action="discussions.trust")
    return [
        {
            "at": entry.timestamp,
            "who": entry.user or gettext("someone whose account is gone"),
            "from": labels.get(entry.data.get("from"), ""),
            "to": labels.get(entry.data.get("to"), ""),
        }
        for entry in entries.select_related("user").order_by("-timestamp")
    ]


class ParticipantActView(ActMixin, ParticipantInspectView):
    """One change of a participant by a POST, and back to their screen; a faulty form is shown on it again."""

    form_class = None
    form_name = ""

    def get_screen(self):
        return reverse("participants:inspect", args=[self.object.pk])

    def post(self, request, *, pk):
        form = self.form_class(request.POST)
        if not form.is_valid():
            # At the top of the page, too: the form may stand far below.
            messages.error(request, explain_errors(form))
            return self.render_to_response(self.get_context_data(**{self.form_name: form}), status=422)
        messages.success(request, self.act(form.cleaned_data))
        return redirect(self.get_screen())


class TrustView(ParticipantActView):
    form_class, form_name = TrustForm, "trust_form"

    def act(self, data):
        sanctions.set_trust(self.object, data["trust"], actor=self.request.user)
        return gettext("The trust in %(name)s is changed.") % {"name": self.object.name}


class NoteView(ParticipantActView):
    form_class, form_name = NoteForm, "note_form"

    def act(self, data):
        with transaction.atomic():
            person = Participant.objects.select_for_update().get(pk=self.object.pk)
            since = timezone.now() - timedelta(minutes=REPEAT_MINUTES)
            note = {"text": data["text"], "actor": self.request.user}
            # A button that is pressed twice keeps one.
            if not person.notes.filter(**note, created_at__gte=since).exists():
                person.notes.create(**note)
        return gettext("The note is kept.")


class ExportView(ParticipantScreen):
    """All that is kept about a person, as a file."""

    needs_addresses = True

    def get(self, request, *, pk):
        kept = personal.export(self.get_person())
        response = JsonResponse(kept, json_dumps_params={"ensure_ascii": False, "indent": 2})
        response.headers["Content-Disposition"] = f'attachment; filename="participant-{pk}.json"'
        return response


class EraseView(ParticipantScreen):
    """Show what would be erased; a POST does it, for ever."""

    needs_addresses = True
    template_name = "discussions/admin/erase_participant.html"
    step = _("Erase")

    def get_context_data(self, **kwargs):
        person = self.get_person()
        people = person.people.order_by("pk")
        return super().get_context_data(
            participant=self.object,
            is_whole=self.get_whole(),
            people=people[:NAMED],
            people_count=people.count(),
            counts=count_by_state(person.replies),
            mail_count=person.mails.count(),
            subscription_count=person.subscriptions.count(),
            notice_count=person.notices.count(),
            has_more=personal.has_more(self.object),
            **kwargs,
        )

    def post(self, request, *, pk):
        if not request.POST.get("sure"):
            messages.error(request, gettext("Nothing is erased: tick the box first, please."))
            return redirect(request.get_full_path())
        count = personal.erase(self.get_person(), actor=request.user)
        said = ngettext(
            "Erased for ever, with %(count)s reply.", "Erased for ever, with %(count)s replies.", count
        )
        messages.success(request, said % {"count": count})
        return redirect("participants:index")
