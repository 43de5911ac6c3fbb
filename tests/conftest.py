"""What every test may ask for: a French front page, a list of articles, an article."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone, translation
from serving import LEFT_OUT, Site, fresh_database, new_address
from wagtail.models import Locale

from articles.models import ArticleIndexPage, ArticlePage
from discussions import limits
from home.models import HomePage

SERVED = {"browser", "faults"}


@pytest.fixture(autouse=True)
def _nothing_left_over():
    """Rate limits count in the cache of the process, and the client leaves the last language active."""
    translation.activate("fr")
    cache.clear()
    limits.MEMORY.clear()


@pytest.fixture
def home_page(db):
    """The French front page that the migrations make."""
    return HomePage.objects.get()


@pytest.fixture
def article_index(home_page):
    return home_page.add_child(instance=ArticleIndexPage(title="Articles", slug="articles"))


@pytest.fixture
def article(article_index):
    """A live French article with a heading, a paragraph and a share bar."""
    return article_index.add_child(
        instance=ArticlePage(
            title="L’été à « Évry » : 100 % d’œufs",
            slug="l-ete-a-evry",
            introduction="Un chapô qui donne envie de lire la suite.",
            published_at=timezone.make_aware(datetime.datetime(2026, 5, 1, 9, 0)),
            body=[
                ("heading", {"text": "Une journée au marché", "level": "h2"}),
                ("paragraph", "<p>J’accuse le temps de passer trop vite.</p>"),
                ("share_bar", {"heading": "", "networks": ["x", "facebook", "email"]}),
            ],
        )
    )


@pytest.fixture
def french(db):
    return Locale.objects.get(language_code="fr")


@pytest.fixture
def english(db):
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo site, which nobody serves: servers have copies of its database, made in no time."""
    folder = tmp_path_factory.mktemp("demo")
    with fresh_database(folder / "demo.sqlite3") as database_url:
        site = Site(new_address(), "development", database_url, folder / "media")
        site.manage("migrate", "--verbosity", "0")
        site.manage("demo")
        yield site


def pytest_collection_modifyitems(items):
    """Keep in one process the browser tests, which share a site, and the drills, which break theirs in turn.

    Without processes beside it, browser tests come last.
    """
    for item in items:
        for folder in SERVED & {*item.path.parts}:
            item.add_marker(pytest.mark.xdist_group(folder))
    items.sort(key=lambda item: "tests/browser" in item.path.as_posix())


def pytest_terminal_summary(terminalreporter):
    if LEFT_OUT:
        terminalreporter.write_line("Browser tests were skipped: no Chromium found (apt install chromium).")
