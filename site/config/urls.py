"""Every address of the site: French without a prefix, the other languages with theirs."""

from pathlib import Path

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config.caching import BRIEFLY, PUBLIC, keep_some, publicly_cacheable
from discussions import urls as discussions_urls
from wordpress.views import comment_page

# Of what editors upload; documents may be private and lie beside them, so no address names the whole folder.
PUBLIC_FOLDERS = ["images", "original_images", "avatar_images"]

# Of the discussions' addresses, those that are the same for everybody.
KEPT = {"count": BRIEFLY, "permalink": BRIEFLY, "thread": PUBLIC, "feed": PUBLIC, "site_feed": PUBLIC}

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

# One machine needs no other server; where nginx or a CDN stands in front, it answers first.
urlpatterns += [
    path(
        f"media/{folder}/<path:path>",
        publicly_cacheable(serve),
        {"document_root": Path(settings.MEDIA_ROOT) / folder},
    )
    for folder in PUBLIC_FOLDERS
]

# "-" keeps the site's own addresses apart from the pages', which never begin with it.
urlpatterns += i18n_patterns(
    path("-/discussions/", include((keep_some(discussions_urls.urlpatterns, KEPT), "discussions"))),
    path("<path:path>/comment-page-<int:number>/", publicly_cacheable(comment_page)),
    # Wagtail's own (login and password of private pages) but the last, which serves the pages.
    *wagtail_urls.urlpatterns[:-1],
    re_path(
        wagtail_urls.serve_pattern,
        publicly_cacheable(wagtail_views.serve),
        name="wagtail_serve",
    ),
    prefix_default_language=False,
)
