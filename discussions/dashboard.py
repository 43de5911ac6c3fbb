"""What tells a moderator, wherever they are in the admin, that replies wait."""

from django.urls import reverse
from django.utils.formats import number_format
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from discussions.models import Reply


def may_moderate(user):
    return user.has_perm("discussions.moderate_reply")


class RepliesMenuItem(MenuItem):
    """The way to the queue, with the number of replies that wait; admin.css shows it as a badge."""

    def is_shown(self, request):
        return may_moderate(request.user)

    def render_component(self, request):
        component = super().render_component(request)
        waiting = Reply.objects.pending().count()
        if waiting:
            component.attrs = {**component.attrs, "data-waiting": number_format(waiting)}
        return component


class PendingRepliesPanel(Component):
    """How many replies wait, and since when."""

    name = "pending_replies"
    template_name = "discussions/admin/dashboard_panel.html"
    order = 200

    def get_context_data(self, parent_context):
        waiting = Reply.objects.pending()
        return {
            "count": waiting.count(),
            "oldest": waiting.order_by("created_at").values_list("created_at", flat=True).first(),
            "url": reverse("replies:index"),
        }
