"""The site as `make serve` serves it, and its articles; each drill breaks something and looks what stands."""

from pathlib import Path

import pytest
from drilling import Article, Drill
from serving import fresh_database, new_address, serving

ARTICLES = 24


@pytest.fixture(scope="module")
def environment():
    """What a drill sets besides."""
    return {}


# One for each drill: whoever has counted the posts of one takes those of the next for a flood.
@pytest.fixture(scope="module")
def site(demo, environment, tmp_path_factory):
    """The demo site and some more articles, served as `make serve` does it."""
    folder = tmp_path_factory.mktemp("drills")
    with fresh_database(folder / "drills.sqlite3", demo.environment["DATABASE_URL"]) as database_url:
        served = Drill(new_address(), "production", database_url, demo.environment["MEDIA_ROOT"])
        served.environment |= environment
        served.environment["PYTHONPATH"] = str(Path(__file__).parent)
        served.articles = [Article(*found) for found in served.inside(f"prepare({ARTICLES})")]
        served.log_file = folder / "server.log"
        with serving(served, ["make", "serve"], served.log_file) as served.server:
            yield served


@pytest.fixture
def articles(site):
    """Return a function that gives so many articles that nobody has answered yet."""
    return lambda count: [site.articles.pop() for _ in range(count)]
