"""What the discussions bring to Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from discussions.screens.account import ModeratorMailPanel
from discussions.screens.dashboard import DiscussionMenuItem, FloodPanel, PendingRepliesPanel, may_moderate
from discussions.viewsets import articles, participants, replies, reply_rules, reports


@hooks.register("register_admin_viewset")
def register_replies():
    return [replies, reports, participants, reply_rules, articles]


@hooks.register("construct_homepage_panels")
def add_pending_replies(request, panels):
    if may_moderate(request.user):
        panels += [FloodPanel(), PendingRepliesPanel()]


@hooks.register("register_page_listing_more_buttons")
def add_listing_button(page, user, next_url=None):
    yield DiscussionMenuItem(page=page, priority=45)


@hooks.register("register_page_header_buttons")
def add_header_button(page, user, view_name, next_url=None):
    yield DiscussionMenuItem(page=page, priority=62)


@hooks.register("register_account_settings_panel")
def add_moderator_mail(request, user, profile):
    return ModeratorMailPanel(request, user, profile)


@hooks.register("insert_global_admin_css")
def link_stylesheet():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_permissions")
def register_permissions():
    return Permission.objects.filter(
        content_type__app_label="discussions", codename__in=["moderate_reply", "view_reply_email"]
    )


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("discussions.closed", _("Close discussion"), _("Discussion closed"))
    actions.register_action("discussions.open", _("Reopen discussion"), _("Discussion reopened"))
    actions.register_action("discussions.trust", _("Change trust"), _("Trust in a participant changed"))
    actions.register_action("discussions.erased", _("Erase participant"), _("Participant erased"))
    actions.register_action("discussions.unsealed", _("Open origin"), _("Origin of a reply opened"))
    actions.register_action("discussions.rule_on", _("Activate word list"), _("Word list activated"))
    actions.register_action("discussions.rule_off", _("Deactivate word list"), _("Word list deactivated"))
    actions.register_action(
        "discussions.policy", _("Change discussion policy"), _("Discussion policy changed")
    )
