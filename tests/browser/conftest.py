"""A real server with its own database and files, and a real Chromium in front of it.

The server is a process of its own with the demo site: no test of the suite sees its database, so none has
to flush Wagtail's root page, Site, Locale and groups, or put them back.
"""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.backends import DEMO_PASSWORD

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
START_SECONDS = 60
SEED = ROOT.parent / "shared" / "seed" / "joyeux-noel.wxr.xml"


# Where there is no Chromium these tests are left out, and one line says so; in CI that is an error.
LEFT_OUT = CHROMIUM is None and os.environ.get("CI") != "true"


def pytest_collection_modifyitems(config, items):
    here = Path(__file__).parent
    browser_items = [item for item in items if here in item.path.parents]
    for item in browser_items:
        item.add_marker(pytest.mark.browser)
    if LEFT_OUT:
        items[:] = [item for item in items if item not in browser_items]
        config.hook.pytest_deselected(items=browser_items)


def pytest_terminal_summary(terminalreporter):
    if LEFT_OUT:
        terminalreporter.write_line("Browser tests were skipped: no Chromium found (apt install chromium).")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    assert CHROMIUM, "CI needs a Chromium: apt install chromium"
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
    return {"executable_path": CHROMIUM, "args": [*quiet, "--disable-sync", "--no-first-run"]}


@pytest.fixture(scope="session")
def browser_context_args(base_url):
    window = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": {"width": 1280, "height": 900}}
    return window | {"base_url": base_url}


@contextlib.contextmanager
def fresh_database(folder):
    """Yield the address of an empty database, of the kind that the suite runs on, and drop it afterwards."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder / 'browser.sqlite3'}"
        return
    name = f"browser_{os.getpid()}"
    # As for the tests' own database, the one that DATABASE_URL names need not exist.
    server = urlunsplit(urlsplit(url)._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Site:
    """The demo site as it is served; `manage` runs a command on it and returns what it printed."""

    def __init__(self, environment, address):
        self.environment = environment
        self.address = address

    def manage(self, *arguments):
        command = [sys.executable, ROOT / "manage.py", *map(str, arguments)]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def answers(self):
        try:
            return urllib.request.urlopen(self.address, timeout=5).status == 200
        except (urllib.error.URLError, ConnectionError):
            return False


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The demo site, set up and served as `make run` does."""
    folder = tmp_path_factory.mktemp("site")
    port = free_port()
    address = f"http://localhost:{port}"
    with fresh_database(folder) as database_url:
        served = Site(
            os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "config.settings.development",
                "DATABASE_URL": database_url,
                "MEDIA_ROOT": str(folder / "media"),
                "BASE_URL": address,
            },
            address,
        )
        for command in ("migrate --verbosity 0", "set_base_url", "demo"):
            served.manage(*command.split())
        command = [sys.executable, ROOT / "manage.py", "runserver", "--noreload", str(port)]
        with serving(served, command, folder / "server.log"):
            yield served


@pytest.fixture(scope="session")
def production(site, tmp_path_factory):
    """The same site as `make serve` serves it: production's settings, its server, on loopback over http."""
    port = free_port()
    address = f"http://localhost:{port}"
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "localhost",
        "BASE_URL": address,
    }
    served = Site(site.environment | environment, address)
    served.manage("collectstatic", "--no-input", "--verbosity", "0")
    granian = Path(sys.executable).with_name("granian")
    command = [granian, "--interface", "wsgi", "--port", str(port), "config.wsgi:application"]
    with serving(served, command, tmp_path_factory.mktemp("production") / "server.log"):
        yield served


@contextlib.contextmanager
def serving(served, command, log):
    with log.open("w") as output:
        process = subprocess.Popen(
            command, env=served.environment, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            deadline = time.monotonic() + START_SECONDS
            while not served.answers():
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.2)
            yield
        finally:
            process.terminate()
            process.wait(timeout=10)


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
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    return assert_accessible
