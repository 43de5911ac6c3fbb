"""Addresses of the discussions, under /-/discussions/ in each language."""

from django.urls import path

from discussions import views

app_name = "discussions"
urlpatterns = [
    path("<int:page_id>/reply/", views.reply, name="reply"),
    path("receipt/<str:token>/", views.receipt, name="receipt"),
]
