"""Where an import writes: the site, its front page, and the list of articles in the language of the blog."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from articles.models import ArticleIndexPage
from home.models import HomePage
from wordpress.opening import Refused


@dataclass(frozen=True)
class Destination:
    site: Site
    home: Page
    index: Page
    # The blog, as rows and participants remember it: "communaute.example" or "exemple.fr/blog".
    blog: str
    language_taken: bool

    @property
    def locale(self):
        return self.index.locale


def find(channel):
    """Return the Destination for a channel; makes the list « Articles » where the site has none yet.

    Raises Refused if the site has no front page of ours.
    """
    site = Site.objects.filter(is_default_site=True).first()
    home = site and HomePage.objects.filter(pk=site.root_page_id).first()
    if home is None:
        raise Refused(_("The site has no front page to import under."))
    index = _index_for(channel.language, home)
    return Destination(
        site=site,
        home=index.get_parent().specific,
        index=index,
        blog=_blog(channel.url),
        language_taken=not channel.language or _code(channel.language) == index.locale.language_code,
    )


def _code(language):
    return language.split("-")[0].split("_")[0].lower()


def _index_for(language, home):
    locale = Locale.objects.filter(language_code=_code(language)).exclude(pk=home.locale_id).first()
    translated = locale and home.get_translation_or_none(locale)
    found = translated and ArticleIndexPage.objects.child_of(translated).order_by("path").first()
    return found or ArticleIndexPage.objects.child_of(home).order_by("path").first() or _make_index(home)


def _make_index(home):
    index = home.add_child(
        instance=ArticleIndexPage(title=_("Articles"), slug="articles", locale=home.locale)
    )
    index.save_revision().publish()
    return index


def _blog(url):
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/")[:200]
