"""The site's own links: its menu, and its newest articles, in the language in force."""

from django import template
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site

from articles.models import ArticlePage

register = template.Library()

RECENT_ARTICLES = 3
MENU_DEPTH = 3  # Wagtail's root is 1, a front page 2.


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context, name="main"):
    """Show the top-level pages that editors put in menus, and in the footer those with a purpose, too."""
    pages = menu_pages(context)
    shown = pages if name == "footer" else [page for page in pages if page.show_in_menus]
    return {"pages": shown, "page": context.get("page"), "name": name, **request_of(context)}


@register.simple_tag(takes_context=True)
def standing_page(context, purpose):
    """Return the site's terms, privacy or rules page in the language in force, None if there is none."""
    return next((page for page in menu_pages(context) if page.purpose == purpose), None)


def request_of(context):
    return {"request": context["request"]} if "request" in context else {}


def menu_pages(context):
    """Return the pages for menus and purposes: one query a request."""
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
    """Live public pages for menus, right below a front page, and those with a purpose, wherever they are."""
    if not path:
        return Page.objects.none()
    # Page.objects.public() would ask for the restrictions in a query of its own.
    path_of_page = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restricted = PageViewRestriction.objects.annotate(below=path_of_page).filter(
        below__startswith=F("page__path")
    )
    return (
        Page.objects.live()
        .annotate(purpose=F("standardpage__purpose"))
        .filter(Q(show_in_menus=True, depth=MENU_DEPTH) | Q(purpose__gt=""))
        .filter(~Exists(restricted), url_path__startswith=path)
        .order_by("path")
    )


@register.simple_tag
def recent_articles():
    """Return the newest articles in the language in force, for a page that has nothing else to offer."""
    articles = ArticlePage.objects.live().public().filter(locale__language_code=get_language())
    return articles.defer_streamfields().order_by("-published_at")[:RECENT_ARTICLES]
