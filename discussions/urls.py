"""Addresses of the discussions, under /-/discussions/ in each language."""

from django.urls import path

from discussions.views import reading, replying

app_name = "discussions"
urlpatterns = [
    path("<int:page_id>/reply/", replying.reply, name="reply"),
    path("reply/<str:public_id>/", reading.permalink, name="permalink"),
    path("thread/<str:public_id>/", reading.thread, name="thread"),
    path("receipt/<str:token>/", replying.receipt, name="receipt"),
]
