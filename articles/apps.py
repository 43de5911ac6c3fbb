from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self):
        from wagtail.signals import page_published

        from articles.pictures import draw_pictures
        from articles.slugs import use_french_slugs

        use_french_slugs()
        page_published.connect(draw_pictures, dispatch_uid="articles.draw_pictures")
