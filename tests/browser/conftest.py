"""A real Chromium in front of a real server with the demo site."""

import contextlib
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from serving import CHROMIUM, LEFT_OUT, ROOT, Site, fresh_database, new_address, serving

from accounts.backends import DEMO_PASSWORD

SEED = ROOT.parent / "shared" / "seed" / "joyeux-noel.wxr.xml"


# Written on the served site, as readers would have.
FILL = """
from articles.models import ArticlePage
from discussions import moderation, rendering
from discussions.models import Discussion, Participant, Reply
page = ArticlePage.objects.live().filter(locale__language_code="fr").order_by("pk").first()
discussion, _ = Discussion.objects.get_or_create(page=page, defaults={{"locale": page.locale}})
for n in range({count}):
    text = f"{word} numéro {{n}} : l’été, on s’assoit mieux à l’ombre."
    html, plain = rendering.render(text, "markdown")
    person = Participant.objects.create(name=f"{word} {{n}}", email=f"{word}{{n}}@lecteurs.example".lower())
    reply = Reply(discussion=discussion, name=person.name, participant=person, language="fr", text=text)
    reply.html, reply.plain, reply.render_version = html, plain, rendering.RENDER_VERSION
    moderation.receive(reply, "pending", rule="gate", reason="policy_first")
"""


def pytest_collection_modifyitems(config, items):
    here = Path(__file__).parent
    browser_items = [item for item in items if here in item.path.parents]
    for item in browser_items:
        item.add_marker(pytest.mark.browser)
    if LEFT_OUT:
        items[:] = [item for item in items if item not in browser_items]
        config.hook.pytest_deselected(items=browser_items)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    assert CHROMIUM, "CI needs a Chromium: apt install chromium"
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
    return {"executable_path": CHROMIUM, "args": [*quiet, "--disable-sync", "--no-first-run"]}


@pytest.fixture(scope="session")
def browser_context_args(base_url):
    window = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": {"width": 1280, "height": 900}}
    return window | {"base_url": base_url}


@pytest.fixture(scope="session")
def site(demo, tmp_path_factory):
    """The demo site, set up and served as `make run` does."""
    folder = tmp_path_factory.mktemp("browser")
    address = new_address()
    with fresh_database(folder / "browser.sqlite3", demo.environment["DATABASE_URL"]) as database_url:
        served = Site(address, "development", database_url, demo.environment["MEDIA_ROOT"])
        served.manage("set_base_url")
        command = [sys.executable, ROOT / "manage.py", "runserver", "--noreload", served.environment["PORT"]]
        with serving(served, command, folder / "server.log"):
            yield served


@pytest.fixture(scope="session")
def production(site, tmp_path_factory):
    """The same site as `make serve` serves it: production's settings, its server, on loopback over http."""
    address = new_address()
    served = Site(address, "production", site.environment["DATABASE_URL"], site.environment["MEDIA_ROOT"])
    served.manage("collectstatic", "--no-input", "--verbosity", "0")
    granian = Path(sys.executable).with_name("granian")
    command = [
        granian,
        "--interface",
        "wsgi",
        "--port",
        served.environment["PORT"],
        "config.wsgi:application",
    ]
    with serving(served, command, tmp_path_factory.mktemp("production") / "server.log"):
        yield served


@pytest.fixture(scope="session")
def base_url(site):
    """What pytest-playwright puts before a path in `page.goto("/…")`."""
    return site.address


@pytest.fixture(scope="session")
def seed():
    """The export of the first customer's article."""
    if not SEED.exists():
        pytest.skip("the seed export is not part of a clone")
    return SEED


@pytest.fixture(scope="session")
def seed_article(site, seed):
    """The old address of the imported article, which leads to it."""
    site.manage("import_wordpress", seed)
    return "/2011/12/23/joyeux-noel-aux-community-managers/"


@pytest.fixture
def window(browser, browser_context_args):
    """Return a function that opens a browser window of its own, with cookies of its own."""
    with contextlib.ExitStack() as opened:

        def open_window(**options):
            context = browser.new_context(**browser_context_args | options)
            opened.callback(context.close)
            return context.new_page()

        yield open_window


@pytest.fixture
def log_in(window):
    """Return a function that logs a demo user into the admin and returns the window."""

    def log_in_as(username, **options):
        page = window(**options)
        page.goto("/admin/login/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", DEMO_PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/admin/")
        return page

    return log_in_as


@pytest.fixture
def plain_reader(window):
    """A reader's window without JavaScript, as wide as a small phone."""
    return window(java_script_enabled=False, viewport={"width": 320, "height": 640})


@pytest.fixture(scope="session")
def axe():
    """Return a function that asserts that axe finds no violation on a page, and reports those it finds."""

    def assert_accessible(page):
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()

    return assert_accessible


@pytest.fixture(scope="session")
def fits():
    """Return a function that tells whether a screen of the admin fits; its `main` cuts off what doesn't."""
    parts = "[document.documentElement, document.querySelector('main')]"
    script = f"{parts}.every((part) => part.scrollWidth <= part.clientWidth)"

    def fits(page):
        # Wagtail moves its menu away in some time.
        for _ in range(20):
            if page.evaluate(script):
                return True
            page.wait_for_timeout(100)
        return False

    return fits


@pytest.fixture
def arrive(site, tmp_path):
    """Return a function that lets so many replies wait, all with a word of their own."""

    def write(count, word):
        script = tmp_path / "fill.py"
        code = "import django\ndjango.setup()\n" + FILL.format(count=count, word=word)
        script.write_text(code)
        site.run(script)

    return write
