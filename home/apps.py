from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home")

    def ready(self):
        from wagtail.signals import page_published

        from home.languages import keep_source_current

        page_published.connect(keep_source_current, dispatch_uid="home.keep_source_current")
