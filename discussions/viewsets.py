"""The addresses of the moderators' screens in Wagtail's admin."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from articles.models import ArticlePage
from discussions import moderation
from discussions.screens.answer import ReplyAnswerView
from discussions.screens.batches import (
    BatchAdvanceView,
    BatchCreateView,
    BatchIndexView,
    BatchUndoView,
    BatchView,
)
from discussions.screens.dashboard import RepliesMenuItem
from discussions.screens.discussions import DiscussionIndexView, DiscussionStatusView
from discussions.screens.pages import ArticleEditView, ArticleListingView
from discussions.screens.policy import PolicyView
from discussions.screens.queue import ReplyIndexView
from discussions.screens.reply import DecisionView, ReplyInspectView, UndoView


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
            path("batches/", BatchIndexView.as_view(), name="batches"),
            path("batches/results/", BatchIndexView.as_view(results_only=True), name="batches_results"),
            path("batches/new/", BatchCreateView.as_view(), name="batch_new"),
            path("batches/<uuid:pk>/", BatchView.as_view(), name="batch"),
            path("batches/<uuid:pk>/advance/", BatchAdvanceView.as_view(), name="batch_advance"),
            path("batches/<uuid:pk>/undo/", BatchUndoView.as_view(), name="batch_undo"),
            path("policy/<int:page_id>/", PolicyView.as_view(), name="policy"),
            path("<slug:public_id>/", ReplyInspectView.as_view(), name="inspect"),
            path("<slug:public_id>/answer/", ReplyAnswerView.as_view(), name="answer"),
            path("<slug:public_id>/undo/<int:pk>/", UndoView.as_view(), name="undo"),
            path("<slug:public_id>/<slug:act>/", DecisionView.as_view(), name="decide"),
        ]


replies = ReplyViewSet()


class ArticleViewSet(PageViewSet):
    """Wagtail's own screens of pages, with the replies of articles in two of them."""

    model = ArticlePage
    edit_view_class = ArticleEditView
    index_view_class = ArticleListingView

    def get_index_view_kwargs(self, **kwargs):
        # Of whatever kind: a search in the whole tree finds other pages, too.
        return super().get_index_view_kwargs(**{"model": Page, **kwargs})


articles = ArticleViewSet()
