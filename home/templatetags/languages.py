"""Where else a page can be read: for readers, and for search engines."""

from django import template
from django.conf import settings
from wagtail.models import Page

from home.languages import versions

register = template.Library()


def several(page, request):
    """Return a page's versions if there are at least two; none for an error page or an unsaved one."""
    if not isinstance(page, Page) or not page.pk:
        return []
    found = versions(page, request)
    return found if len(found) > 1 else []


@register.inclusion_tag("components/language_switcher.html", takes_context=True)
def language_switcher(context, page=None):
    return {"versions": several(page, context.get("request"))}


@register.inclusion_tag("components/hreflang_links.html", takes_context=True)
def hreflang_links(context, page=None):
    found = several(page, context.get("request"))
    default = next((version for version in found if version.code == settings.LANGUAGE_CODE), None)
    return {"versions": found, "default": default}
