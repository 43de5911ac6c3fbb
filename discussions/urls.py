"""Addresses of the discussions, under /-/discussions/ in each language.

Which of them a cache may keep is said in config.urls.
"""

from django.urls import path

from discussions.views import (
    deciding,
    feeds,
    following,
    own,
    personal,
    reading,
    replying,
    reporting,
    rights,
    unsubscribing,
)

app_name = "discussions"
urlpatterns = [
    path("feed/", feeds.site_feed, name="site_feed"),
    path("<int:page_id>/feed/", feeds.feed, name="feed"),
    path("<int:page_id>/count/", reading.count, name="count"),
    path("<int:page_id>/reply/", replying.reply, name="reply"),
    path("<int:page_id>/right-of-reply/", rights.right_of_reply, name="right_of_reply"),
    path("<int:page_id>/follow/", following.follow, name="follow"),
    path("follow/sent/", following.sent, name="following_sent"),
    path("follow/done/", following.done, name="following_done"),
    path("unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("moderate/<str:token>/", deciding.moderate, name="moderate"),
    path("reply/<slug:public_id>/", reading.permalink, name="permalink"),
    path("thread/<slug:public_id>/", reading.thread, name="thread"),
    path("report/<slug:public_id>/", reporting.report, name="report"),
    path("report/<slug:public_id>/notice/", reporting.notice, name="notice"),
    path("reports/<str:token>/", reporting.filed, name="report_filed"),
    path("receipt/<str:token>/", own.receipt, name="receipt"),
    path("receipt/<str:token>/edit/", own.edit, name="edit"),
    path("receipt/<str:token>/withdraw/", own.withdraw, name="withdraw"),
    path("receipt/<str:token>/contest/", own.contest, name="contest"),
    path("me/", personal.ask_link, name="ask_link"),
    path("me/sent/", personal.link_sent, name="link_sent"),
    path("me/<str:secret>/", personal.mine, name="mine"),
    path("me/<str:secret>/confirm/<slug:public_id>/", personal.confirm, name="confirm"),
    path("me/<str:secret>/follow/<int:pk>/", personal.confirm_following, name="confirm_following"),
    path("me/<str:secret>/follow/<int:pk>/change/", personal.change_following, name="change_following"),
    path("me/<str:secret>/export/", personal.export, name="export"),
    path("me/<str:secret>/erase/", personal.erase, name="erase"),
    path("me/<str:secret>/revoke/", personal.revoke, name="revoke"),
]
