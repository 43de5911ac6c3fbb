"""The addresses of the moderators' screens in Wagtail's admin."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
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
from discussions.screens.dashboard import ModeratorMenuItem, RepliesMenuItem
from discussions.screens.discussions import DiscussionIndexView, DiscussionStatusView
from discussions.screens.pages import ArticleEditView, ArticleListingView
from discussions.screens.participant import EraseView, ExportView, NoteView, ParticipantInspectView, TrustView
from discussions.screens.participants import ParticipantIndexView
from discussions.screens.policy import PolicyView
from discussions.screens.queue import ReplyIndexView
from discussions.screens.reply import DecisionView, ReplyInspectView, UndoView
from discussions.screens.reports import ReportIndexView, ReportInspectView
from discussions.screens.rules import RuleDeleteView, RuleEditView, RuleIndexView, RuleOffView
from discussions.screens.sanctioning import LiftView, MeasureView, SanctionView


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


class ParticipantViewSet(ViewSet):
    name = "participants"
    icon = "group"
    menu_label = _("Participants")
    menu_name = "participants"
    menu_order = 152
    menu_item_class = ModeratorMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            path("", ParticipantIndexView.as_view(), name="index"),
            path("results/", ParticipantIndexView.as_view(results_only=True), name="index_results"),
            path("sanction/<slug:kind>/", SanctionView.as_view(), name="sanction"),
            path("sanctions/<int:pk>/lift/", LiftView.as_view(), name="lift"),
            path("batch/<uuid:batch>/", MeasureView.as_view(), name="batch"),
            path("<int:pk>/", ParticipantInspectView.as_view(), name="inspect"),
            path("<int:pk>/trust/", TrustView.as_view(), name="trust"),
            path("<int:pk>/note/", NoteView.as_view(), name="note"),
            path("<int:pk>/export/", ExportView.as_view(), name="export"),
            path("<int:pk>/erase/", EraseView.as_view(), name="erase"),
        ]


class ReportViewSet(ViewSet):
    name = "reply_reports"
    url_prefix = "reply-reports"
    icon = "warning"
    menu_label = pgettext_lazy("discussion", "Reports")
    menu_name = "reply-reports"
    menu_order = 151
    menu_item_class = ModeratorMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            path("", ReportIndexView.as_view(), name="index"),
            path("results/", ReportIndexView.as_view(results_only=True), name="index_results"),
            path("<slug:reference>/", ReportInspectView.as_view(), name="inspect"),
        ]


class RuleViewSet(ViewSet):
    name = "reply_rules"
    url_prefix = "reply-rules"
    icon = "list-ul"
    menu_label = _("Word lists")
    menu_name = "reply_rules"
    menu_order = 153
    menu_item_class = ModeratorMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            path("", RuleIndexView.as_view(), name="index"),
            path("results/", RuleIndexView.as_view(results_only=True), name="index_results"),
            path("new/", RuleEditView.as_view(), name="add"),
            path("<int:pk>/", RuleEditView.as_view(), name="edit"),
            path("<int:pk>/off/", RuleOffView.as_view(), name="off"),
            path("<int:pk>/delete/", RuleDeleteView.as_view(), name="delete"),
        ]


class ArticleViewSet(PageViewSet):
    """Wagtail's own screens of pages, with the replies of articles in two of them."""

    model = ArticlePage
    edit_view_class = ArticleEditView
    index_view_class = ArticleListingView

    def get_index_view_kwargs(self, **kwargs):
        # Of whatever kind: a search in the whole tree finds other pages, too.
        return super().get_index_view_kwargs(**{"model": Page, **kwargs})


replies = ReplyViewSet()
articles = ArticleViewSet()
participants = ParticipantViewSet()
reports = ReportViewSet()
reply_rules = RuleViewSet()
