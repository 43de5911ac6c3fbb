"""Project rules that `manage.py check` reports."""

from django.conf import settings
from django.core import checks
from django.db import DatabaseError


@checks.register(checks.Tags.database)
def base_url_is_the_default_sites(app_configs, databases, **kwargs):
    """Canonical and share addresses come from Wagtail's Site: report when it differs from BASE_URL."""
    if not databases:
        return []
    from wagtail.models import Site

    try:
        site = Site.objects.filter(is_default_site=True).first()
    except DatabaseError:
        return []  # Not migrated yet.
    if site is None or site.root_url == settings.BASE_URL:
        return []
    return [
        checks.Warning(
            f"The default Wagtail Site says {site.root_url}, BASE_URL says {settings.BASE_URL}.",
            hint="Run `manage.py set_base_url`, or set BASE_URL to the site's real address.",
            id="causerie.W001",
        )
    ]
