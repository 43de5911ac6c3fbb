"""The screen on which a moderator says what is accepted beneath a page."""

import datetime

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Page

from discussions import policies
from discussions.models import DiscussionPolicy
from discussions.reading import find_discussion, read_closing, read_policy, read_refusal
from discussions.screens.columns import check_years
from discussions.screens.dashboard import FRONT_PAGE_DEPTH, has_policy, may_moderate

LONGEST_DAYS = 3650
MISSING = _("This time doesn’t exist on that day: the clocks change. Choose one an hour later.")


class SiteTimeField(forms.DateTimeField):
    """A time in the site's time zone, whichever the moderator has chosen for the admin.

    Of a time that exists twice, when the clocks are put back, the first is meant.
    """

    def to_python(self, value):
        with timezone.override(datetime.UTC):
            at = super().to_python(value)
        if at is None:
            return None
        check_years(at)
        at = at.replace(tzinfo=timezone.get_default_timezone())
        if at.astimezone(datetime.UTC).astimezone(at.tzinfo).hour != at.hour:
            raise forms.ValidationError(MISSING, code="missing")
        return at

    def prepare_value(self, value):
        if not isinstance(value, datetime.datetime):
            return value
        return timezone.localtime(value, timezone.get_default_timezone()).replace(tzinfo=None)


class PolicyForm(forms.ModelForm):
    """Each field may stay empty; it then says what it gets from above."""

    closes_after = forms.IntegerField(
        label=_("Closes after (days)"), required=False, min_value=0, max_value=LONGEST_DAYS
    )
    closes_at = SiteTimeField(label=_("Closes at"), required=False, widget=AdminDateTimeInput)
    # Which words were changed here.
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = DiscussionPolicy
        fields = policies.FIELDS

    def __init__(self, *args, inherited, **kwargs):
        super().__init__(*args, **kwargs)
        for name, word in inherited.items():
            field = self.fields[name]
            if isinstance(field, forms.TypedChoiceField):
                field.choices = [("", explain(name, word)), *field.choices[1:]]
            else:
                field.help_text = self.explain_empty(name, word)

    def explain_empty(self, name, word):
        empty = gettext("Empty: %(word)s.") % {"word": explain(name, word)}
        never = gettext("0: never.")
        return f"{empty} {never}" if name == "closes_after" else empty


def explain(name, word):
    """Say what a field gets from above, and from which page."""
    said = {"word": policies.in_words(name, word.value), "title": word.page and word.page.title}
    if word.page is None:
        return gettext("as usual: %(word)s") % said
    if word.page.depth == FRONT_PAGE_DEPTH:
        return gettext("like the site: %(word)s") % said
    return gettext("like “%(title)s”: %(word)s") % said


class PolicyView(WagtailAdminTemplateMixin, FormView):
    """What is said about a page, what it gets from above, and what results."""

    form_class = PolicyForm
    template_name = "discussions/admin/policy.html"
    header_icon = "comment"
    page_title = _("Discussion")

    def dispatch(self, request, *args, **kwargs):
        if not may_moderate(request.user):
            raise PermissionDenied
        self.page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        if not has_policy(self.page):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("replies:index"), "label": gettext("Replies")},
            {"url": reverse("replies:discussions"), "label": gettext("Discussions")},
            {"url": "", "label": self.page.get_admin_display_title()},
        ]

    def get_form_kwargs(self):
        said = policies.find_policy(self.page)
        given = {"instance": said, "inherited": policies.inherited(self.page)}
        return {**super().get_form_kwargs(), "initial": {"version": policies.version(said)}, **given}

    def form_valid(self, form):
        seen = form.cleaned_data["version"]
        try:
            policies.change(self.page, form.instance, seen=seen, actor=self.request.user)
        except policies.ChangedMeanwhile:
            return self.ask_again(form)
        messages.success(self.request, gettext("The discussion policy is saved."))
        return redirect(self.request.path)

    def ask_again(self, form):
        """Show what was chosen once more, beside what applies since somebody else has saved."""
        said = gettext(
            "Nothing is saved: somebody else has changed meanwhile what this page says. Below is what you "
            "chose; saved now, it replaces theirs."
        )
        url = self.request.path
        messages.warning(self.request, said, [messages.button(url, gettext("Their choice"), new_window=True)])
        form.data = form.data.copy()
        form.data["version"] = form.initial["version"]
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        above = self.page.get_ancestors().filter(depth__gte=FRONT_PAGE_DEPTH)
        return {**context, "page": self.page, "above": above, "results": self.get_results()}

    def get_results(self):
        """Return (label, word) of everything that applies, in the order of the form."""
        applied = read_policy(self.page)
        label = DiscussionPolicy._meta.get_field
        words = [(label(name).verbose_name, getattr(applied, name), name) for name in policies.FIELDS]
        results = [(label, policies.in_words(name, value)) for label, value, name in words]
        if self.page.depth == FRONT_PAGE_DEPTH or not hasattr(self.page, "published_at"):
            return results
        return [*results, self.get_outcome(applied)]

    def get_outcome(self, applied):
        refusal = read_refusal(self.page, find_discussion(self.page), applied)
        if refusal:
            return gettext("now"), refusal.message
        closes = policies.in_words("closes_at", read_closing(self.page, applied))
        return gettext("now"), gettext("open; closes: %(when)s") % {"when": closes}
