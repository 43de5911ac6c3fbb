"""A real server with a database and files of its own, for the tests that need one.

The server is a process of its own: no test of the suite sees its database, so none has to flush Wagtail's
root page, Site, Locale and groups, or put them back.
"""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email import message_from_bytes
from email.policy import default as default_policy
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Where there is no Chromium browser tests are left out, and one line says so; in CI that is an error.
LEFT_OUT = CHROMIUM is None and os.environ.get("CI") != "true"
START_SECONDS = 60
STOP_SECONDS = 15


@contextlib.contextmanager
def fresh_database(path, template=""):
    """Yield the address of a new database, of the kind that the suite runs on, and drop it afterwards.

    `path` is where a file would lie, and names it elsewhere, too; it is empty, or a copy of the one whose
    address is `template`, which nobody may be connected to.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        if template:
            shutil.copy(urlsplit(template).path, path)
        yield f"sqlite:///{path}"
        return
    name = f"{path.stem}_{os.getpid()}"
    # As for the tests' own database, the one that DATABASE_URL names need not exist.
    server = urlunsplit(urlsplit(url)._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        original = f'TEMPLATE "{urlsplit(template).path[1:]}"' if template else ""
        connection.execute(f'CREATE DATABASE "{name}" {original}')
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Site:
    """A site that is, or can be, served; `manage` runs a command on it and returns what it printed."""

    def __init__(self, address, settings, database_url, media_root):
        self.address = address
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": f"config.settings.{settings}",
            "DATABASE_URL": database_url,
            "MEDIA_ROOT": str(media_root),
            "BASE_URL": address,
            "PORT": str(urlsplit(address).port),
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": urlsplit(address).hostname,
        }
        self.letter_box = Path(media_root).with_name(f"mail-{urlsplit(address).port}")
        self.environment["EMAIL_URL"] = f"filemail:///{self.letter_box}"
        # `make test PORT=…` hands these down to a `make serve` beneath it.
        for name in ("MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "MAKELEVEL"):
            self.environment.pop(name, None)

    def manage(self, *arguments):
        return self.run(ROOT / "manage.py", *arguments)

    def run(self, script, *arguments):
        """Run a Python script on this site and return what it printed."""
        command = [sys.executable, script, *map(str, arguments)]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def mails(self):
        """Return the texts of the mails that have left, the oldest first."""
        files = sorted(self.letter_box.glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        parts = [part for file in files for part in file.read_bytes().split(b"-" * 79) if part.strip()]
        read = [message_from_bytes(part.strip(), policy=default_policy) for part in parts]
        return [message.get_content() for message in read]

    def answers(self):
        try:
            return urllib.request.urlopen(self.address, timeout=5).status == 200
        except (urllib.error.URLError, ConnectionError):
            return False


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def new_address():
    return f"http://localhost:{free_port()}"


@contextlib.contextmanager
def serving(site, command, log):
    """Start a server, yield its process once it answers, and stop it with all that it started."""
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            env=site.environment,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(site, process, log)
            yield process
        finally:
            _stop(process)


def _wait_for(site, process, log):
    deadline = time.monotonic() + START_SECONDS
    while not site.answers():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)


def _stop(process):
    """Stop a server and the processes of its group; one that doesn't go by itself is killed."""
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal_number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=STOP_SECONDS)
            return
