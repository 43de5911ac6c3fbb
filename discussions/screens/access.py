"""Who may see and do what on the moderators' screens, and what their listings and acts have in common."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from discussions.models import Participant, Reply
from discussions.screens.columns import LONGEST_SEARCH


def moderated_replies():
    """Return what moderators see and decide: everything but the stand-ins for replies nobody has."""
    replies = Reply.objects.exclude(kind=Reply.Kind.PLACEHOLDER)
    return replies.select_related("discussion__page__locale", "parent")


class ModeratorMixin(PermissionCheckedMixin):
    """For those who may moderate replies; that is also the permission for their discussions."""

    permission_required = "moderate"

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Reply)

    def setup(self, request, *args, **kwargs):
        # Before anything is looked up: a refusal tells nothing of what there is.
        super().setup(request, *args, **kwargs)
        if not self.user_has_permission("moderate"):
            raise PermissionDenied

    def check(self, instance):
        if not self.user_has_permission_for_instance("moderate", instance):
            raise PermissionDenied


class ActMixin:
    """An act by a POST; a link to it, as a login on the way makes one, leads to the screen it belongs to."""

    http_method_names = ["get", "head", "post"]

    def get(self, request, *args, **kwargs):
        return redirect(self.get_screen())


def count_by_state(replies):
    """Return (label, state, number) of some replies, for the states there are."""
    found = dict(replies.order_by().values_list("state").annotate(count=Count("pk")))
    return [(label, state, found[state]) for state, label in Reply.State.choices if state in found]


def may_see_addresses(user):
    return user.has_perm("discussions.view_reply_email")


class ParticipantMixin(ModeratorMixin):
    """One participant, for moderators; with `needs_addresses` for those who may read addresses, too."""

    needs_addresses = False

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.needs_addresses and not may_see_addresses(request.user):
            raise PermissionDenied
        people = Participant.objects.select_related("user")
        self.object = get_object_or_404(people, pk=kwargs["pk"])
        self.check(self.object)


def words_sought(query):
    """Return what the address of a listing searches for, as its field reads it; "" if it can't."""
    form = SearchForm(query)
    return form.cleaned_data["q"][:LONGEST_SEARCH] if form.is_valid() else ""


class ListingView(ModeratorMixin, generic.IndexView):
    any_permission_required = None
    search_backend_name = None
    paginate_by = 25
    results_template_name = "discussions/admin/listing_results.html"
    table_classname = "listing listing--cards"

    @cached_property
    def search_query(self):
        return words_sought(self.request.GET) if self.is_searchable else ""

    def order_queryset(self, queryset):
        queryset = super().order_queryset(queryset)
        return queryset.order_by(*queryset.query.order_by, "pk")
