"""The site's own links: its menu, and its newest articles, in the language in force."""

from django import template
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site

from articles.models import ArticlePage

register = template.Library()

RECENT_ARTICLES = 3
MENU_DEPTH = 3  # Wagtail's root is 1, a front page 2.


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context, name="main"):
    """Show the top-level pages that editors put in menus, one query a request; `name` tells menus apart."""
    return {"pages": menu_pages(context), "page": context.get("page"), "name": name, **request_of(context)}


def request_of(context):
    return {"request": context["request"]} if "request" in context else {}


def menu_pages(context):
    request = context.get("request")
    if not hasattr(request, "menu_pages"):
        pages = list(top_level_pages(root_path(request)))
        if request is None:
            return pages
        request.menu_pages = pages
    return request.menu_pages


def root_path(request):
    """Return the url_path of the front page in the language in force, "" where there is none."""
    site = Site.find_for_request(request) if request else None
    for root in Site.get_site_root_paths():
        if root.language_code == get_language() and (site is None or root.site_id == site.pk):
            return root.root_path
    return ""


def top_level_pages(path):
    """Live public pages right below a front page, in the order of the tree."""
    if not path:
        return Page.objects.none()
    # Page.objects.public() would ask for the restrictions in a query of its own.
    path_of_page = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restricted = PageViewRestriction.objects.annotate(below=path_of_page).filter(
        below__startswith=F("page__path")
    )
    return (
        Page.objects.live()
        .in_menu()
        .filter(~Exists(restricted), depth=MENU_DEPTH, url_path__startswith=path)
        .order_by("path")
    )


@register.simple_tag
def recent_articles():
    """Return the newest articles in the language in force, for a page that has nothing else to offer."""
    articles = ArticlePage.objects.live().public().filter(locale__language_code=get_language())
    return articles.defer_streamfields().order_by("-published_at")[:RECENT_ARTICLES]
