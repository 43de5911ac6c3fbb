"""Addresses of the discussions, under /-/discussions/ in each language.

Which of them a cache may keep is said in config.urls.
"""

from django.urls import path

from discussions.views import feeds, reading, replying

app_name = "discussions"
urlpatterns = [
    path("feed/", feeds.site_feed, name="site_feed"),
    path("<int:page_id>/feed/", feeds.feed, name="feed"),
    path("<int:page_id>/count/", reading.count, name="count"),
    path("<int:page_id>/reply/", replying.reply, name="reply"),
    path("reply/<str:public_id>/", reading.permalink, name="permalink"),
    path("thread/<str:public_id>/", reading.thread, name="thread"),
    path("receipt/<str:token>/", replying.receipt, name="receipt"),
]
