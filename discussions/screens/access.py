"""Who may see and do what on the moderators' screens, and what all their listings have in common."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from discussions.models import Reply
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

    def check(self, instance):
        if not self.user_has_permission_for_instance("moderate", instance):
            raise PermissionDenied


class ListingView(ModeratorMixin, generic.IndexView):
    any_permission_required = None
    search_backend_name = None
    paginate_by = 25
    table_classname = "listing listing--cards"

    @cached_property
    def search_query(self):
        return super().search_query[:LONGEST_SEARCH]

    def order_queryset(self, queryset):
        queryset = super().order_queryset(queryset)
        return queryset.order_by(*queryset.query.order_by, "pk")
