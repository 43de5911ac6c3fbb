"""Addresses of the discussions, under /-/discussions/ in each language."""

app_name = "discussions"
urlpatterns = []
