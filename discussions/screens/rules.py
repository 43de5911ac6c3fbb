"""The moderators' word lists: tried on what has arrived before they act."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core import signing
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from discussions import rules
from discussions.models import Reply, Rule, Teaching
from discussions.rule_forms import RuleForm, explain_left_out
from discussions.screens.access import ActMixin, ListingView, ModeratorMixin, may_see_addresses

SALT = "discussions.rules.tried"
TRIED_SECONDS = 24 * 3600


def count_terms(rule):
    count = rule.term_count
    return ngettext("%(count)s term", "%(count)s terms", count) % {"count": intcomma(count)}


def is_on(rule):
    return rule.is_active


def state_of(rule):
    return _("Active") if rule.is_active else _("Not active")


class RuleIndexView(ListingView):
    model = Rule
    header_icon = "list-ul"
    page_title = _("Word lists")
    index_url_name = "reply_rules:index"
    index_results_url_name = "reply_rules:index_results"
    search_fields = ["name"]
    default_ordering = "name"
    no_results_message = _("No list yet.")
    columns = [
        TitleColumn("name", label=_("Name"), url_name="reply_rules:edit", sort_key="name"),
        Column("term_count", label=_("Terms"), accessor=count_terms),
        Column("effect", label=_("Effect"), accessor="get_effect_display"),
        StatusTagColumn(
            "is_active", label=_("State"), accessor=state_of, primary=is_on, sort_key="is_active"
        ),
        Column("created_by", label=_("By")),
        DateColumn("created_at", label=_("Made"), sort_key="created_at"),
    ]

    @cached_property
    def header_more_buttons(self):
        return []

    @cached_property
    def header_buttons(self):
        return [HeaderButton(_("Add a list"), url=reverse("reply_rules:add"), icon_name="plus")]

    def get_breadcrumbs_items(self):
        replies = {"url": reverse("replies:index"), "label": _("Replies")}
        return [*self.breadcrumbs_items, replies, {"url": "", "label": _("Word lists")}]

    def get_page_subtitle(self):
        return explain_teaching()

    def get_base_queryset(self):
        return Rule.objects.defer("terms").select_related("created_by")


def explain_teaching():
    """Say how much the spam filter, which no list can replace, has learned so far."""
    known = Teaching.objects.defer("filters").first()
    if known is None or not known.spam_count + known.good_count:
        return ""
    learned = {"spam": intcomma(known.spam_count), "good": intcomma(known.good_count)}
    return gettext("The filter has learned from %(good)s good replies and %(spam)s spam") % learned


class RuleMixin(ModeratorMixin, WagtailAdminTemplateMixin):
    """One list, or a new one, for those who may moderate."""

    header_icon = "list-ul"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.rule = get_object_or_404(Rule, pk=kwargs["pk"]) if "pk" in kwargs else Rule()

    def get_page_title(self):
        return self.rule.name if self.rule.pk else gettext("New list")

    def get_breadcrumbs_items(self):
        lists = {"url": reverse("reply_rules:index"), "label": _("Word lists")}
        return [*self.breadcrumbs_items, lists, {"url": "", "label": self.get_page_title()}]


class RuleEditView(RuleMixin, FormView):
    """Write a list, try it, and only then let it act."""

    form_class = RuleForm
    template_name = "discussions/admin/rule.html"

    def get_initial(self):
        if self.rule.pk is None:
            return {"places": ["text"], "effect": Rule.Effect.HOLD}
        fields = {name: getattr(self.rule, name) for name in ("name", "terms", "effect", "version")}
        return {**fields, "places": self.rule.places}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "may_see_addresses": may_see_addresses(self.request.user)}

    def form_valid(self, form):
        form.apply(self.rule)
        act = self.request.POST.get("act")
        if act == "save" or (act == "activate" and self.was_tried(form)):
            return self.save(form, is_active=act == "activate")
        return self.show_trial(form, is_late=act == "activate")

    def save(self, form, *, is_active):
        current = self.rule.version
        if self.rule.pk:
            self.rule.version = form.cleaned_data["version"] or current
        try:
            rules.save(self.rule, is_active=is_active, actor=self.request.user)
        except rules.ChangedMeanwhile:
            return self.ask_again(form, current)
        self.tell(form)
        return redirect("reply_rules:index")

    def ask_again(self, form, current):
        """Show what was written once more, beneath a way to what somebody else has saved.

        No trial: the form leads to where one is shown, and the warning stands at the top of the page.
        """
        url = reverse("reply_rules:edit", args=[self.rule.pk])
        said = gettext(
            "Nothing is saved: somebody else has changed this list meanwhile. Below is what you wrote; "
            "saved now, it replaces theirs."
        )
        messages.warning(self.request, said, [messages.button(url, gettext("Their list"), new_window=True)])
        form.data = form.data.copy()
        form.data["version"] = current
        return self.render_to_response(self.get_context_data(form=form, replaces_theirs=True), status=409)

    def show_trial(self, form, *, is_late=False):
        proof = signing.dumps(form.proof(), salt=SALT)
        trial = describe(rules.try_out(self.rule))
        return self.render_to_response(
            self.get_context_data(form=form, trial=trial, tried=proof, is_late=is_late)
        )

    def was_tried(self, form):
        try:
            return (
                signing.loads(self.request.POST.get("tried", ""), salt=SALT, max_age=TRIED_SECONDS)
                == form.proof()
            )
        except signing.BadSignature:
            return False

    def tell(self, form):
        said = {"name": self.rule.name}
        if self.rule.is_active:
            messages.success(self.request, gettext("The list “%(name)s” acts from now on.") % said)
        else:
            messages.success(self.request, gettext("The list “%(name)s” is saved; it doesn’t act.") % said)
        if form.left_out:
            messages.warning(self.request, explain_left_out(form.left_out))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(rule=self.rule, **kwargs)
        left_out = context["form"].left_out
        return {**context, "left_out": explain_left_out(left_out) if left_out else ""}


def describe(trial):
    """Return a trial as the screen shows it."""
    seen, held = trial.seen.total(), trial.held.total()
    return {
        "is_whole": trial.is_whole,
        "seen": seen,
        "held": held,
        "share": share(held, seen),
        "states": [
            (Reply.State(state).label, trial.seen[state], trial.held[state], share(trial.held[state], count))
            for state, count in trial.seen.most_common()
        ],
        "shown": trial.shown,
        "common": trial.common,
    }


def share(part, whole):
    return number_format(round(100 * part / whole, 1), 1) if whole else "0"


class RuleOffView(ActMixin, RuleMixin, View):
    """Let a list act no more."""

    def get_screen(self):
        return reverse("reply_rules:edit", args=[self.rule.pk])

    def post(self, request, *, pk):
        if rules.turn_off(self.rule, actor=request.user):
            messages.success(request, gettext("The list “%(name)s” acts no more.") % {"name": self.rule.name})
        return redirect(self.get_screen())


class RuleDeleteView(RuleMixin, TemplateView):
    """Ask, and delete a list for good."""

    template_name = "discussions/admin/rule_delete.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(rule=self.rule, **kwargs)

    def post(self, request, *, pk):
        rules.delete(self.rule, actor=request.user)
        messages.success(request, gettext("The list “%(name)s” is deleted.") % {"name": self.rule.name})
        return redirect("reply_rules:index")
