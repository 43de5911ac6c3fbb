"""The addresses of the moderators' screens in Wagtail's admin."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from discussions import moderation
from discussions.screens.answer import ReplyAnswerView
from discussions.screens.dashboard import RepliesMenuItem
from discussions.screens.discussions import DiscussionIndexView, DiscussionStatusView
from discussions.screens.policy import PolicyView
from discussions.screens.queue import ReplyIndexView
from discussions.screens.reply import DecisionView, ReplyInspectView


class ReplyViewSet(ViewSet):
    name = "replies"
    icon = "comment"
    menu_label = _("Replies")
    menu_name = "replies"
    menu_order = 150
    menu_item_class = RepliesMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        close = DiscussionStatusView.as_view(change=moderation.close)
        reopen = DiscussionStatusView.as_view(change=moderation.reopen)
        return [
            path("", ReplyIndexView.as_view(), name="index"),
            path("results/", ReplyIndexView.as_view(results_only=True), name="index_results"),
            path("discussions/", DiscussionIndexView.as_view(), name="discussions"),
            path(
                "discussions/results/",
                DiscussionIndexView.as_view(results_only=True),
                name="discussions_results",
            ),
            path("discussions/<int:pk>/close/", close, name="close"),
            path("discussions/<int:pk>/reopen/", reopen, name="reopen"),
            path("policy/<int:page_id>/", PolicyView.as_view(), name="policy"),
            path("<slug:public_id>/", ReplyInspectView.as_view(), name="inspect"),
            path("<slug:public_id>/answer/", ReplyAnswerView.as_view(), name="answer"),
            path("<slug:public_id>/<slug:act>/", DecisionView.as_view(), name="decide"),
        ]


replies = ReplyViewSet()
