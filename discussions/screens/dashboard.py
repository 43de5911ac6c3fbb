"""What tells a moderator, wherever they are in the admin, that replies wait."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.menus.pages import PageMenuItem

from articles.models import ArticleIndexPage, ArticlePage
from discussions import floods
from discussions.models import Reply

# Of the page tree: the root is 1.
FRONT_PAGE_DEPTH = 2


def has_policy(page):
    """Tell whether a page may say what is accepted beneath it: an article, a list, a front page."""
    kinds = (ArticlePage, ArticleIndexPage)
    return page.depth == FRONT_PAGE_DEPTH or issubclass(page.specific_class or type(page), kinds)


def may_moderate(user):
    return user.has_perm("discussions.moderate_reply")


class ModeratorMenuItem(MenuItem):
    def is_shown(self, request):
        return may_moderate(request.user)


class RepliesMenuItem(ModeratorMenuItem):
    """The way to the queue, with the number of replies that wait; admin.css shows it as a badge."""

    def render_component(self, request):
        component = super().render_component(request)
        waiting = Reply.objects.waiting().count()
        if waiting:
            component.attrs = {**component.attrs, "data-waiting": intcomma(waiting)}
        return component


class DiscussionMenuItem(PageMenuItem):
    """« … → Discussion », in the page listing and the page's header: what is accepted beneath a page."""

    label = _("Discussion")
    icon_name = "comment"
    url_name = "replies:policy"

    def is_shown(self, user):
        return may_moderate(user) and has_policy(self.page)


class PendingRepliesPanel(Component):
    """How many replies wait, and since when."""

    name = "pending_replies"
    template_name = "discussions/admin/dashboard_panel.html"
    order = 200

    def get_context_data(self, parent_context):
        facts = Reply.objects.waiting().aggregate(count=Count("pk"), oldest=Min("waiting_since"))
        return {**facts, "url": reverse("replies:index")}


class FloodPanel(Component):
    """That a flood goes on, and since when; nothing in calm times."""

    name = "flood"
    template_name = "discussions/admin/flood_panel.html"
    order = 50

    def get_context_data(self, parent_context):
        return {"flood": floods.current(), "url": reverse("replies:index")}
