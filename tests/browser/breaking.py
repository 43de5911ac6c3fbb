"""A site that is broken for a while, as sites are in life, and is mended at the end of each block."""

import contextlib
import os
import signal
import sqlite3
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from serving import Site, serving

PATIENCE_SECONDS = 10


class FragileSite(Site):
    """A site with the settings of fragile.py, whose database nobody else has."""

    def __init__(self, address, database_url, media_root, folder):
        super().__init__(address, "production", database_url, media_root)
        self.folder, self.flaw = folder, folder / "flaw"
        fragile = {"DJANGO_SETTINGS_MODULE": "fragile", "PYTHONPATH": str(Path(__file__).parent)}
        self.environment |= fragile | {"FLAW": str(self.flaw)}

    @contextlib.contextmanager
    def served(self):
        """Serve it with production's server, which is one group of processes."""
        command = [Path(sys.executable).with_name("granian"), "--interface", "wsgi"]
        command += ["--port", self.environment["PORT"], "config.wsgi:application"]
        with serving(self, command, self.folder / "server.log") as self.server:
            yield self

    @contextlib.contextmanager
    def flawed(self):
        """Let every reply meet a fault that nobody handles."""
        self.flaw.touch()
        try:
            yield
        finally:
            self.flaw.unlink()

    @contextlib.contextmanager
    def stopped(self):
        """Let the server neither answer nor refuse."""
        os.killpg(self.server.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.server.pid, signal.SIGCONT)

    @contextlib.contextmanager
    def without_database(self):
        """Take the database away: its folder, or everybody's connections."""
        if self._is_sqlite:
            folder = self._file.parent
            away = folder.rename(folder.with_name("away"))
            try:
                yield
            finally:
                away.rename(folder)
            return
        name = self._database.path[1:]
        with psycopg.connect(
            urlunsplit(self._database._replace(path="/postgres")), autocommit=True
        ) as server:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            try:
                yield
            finally:
                server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')

    @contextlib.contextmanager
    def locked(self):
        """Keep everybody from writing for longer than they wait."""
        if self._is_sqlite:
            with contextlib.closing(sqlite3.connect(self._file)) as connection:
                connection.execute("BEGIN EXCLUSIVE")
                yield
            return
        with psycopg.connect(urlunsplit(self._database)) as connection:
            connection.execute("LOCK TABLE discussions_discussion IN EXCLUSIVE MODE")
            yield

    def addressees(self, text):
        """Return whom the replies with this text answer: a name for each, None for the article."""
        question = (
            "SELECT addressee.name FROM discussions_reply reply"
            " LEFT JOIN discussions_reply addressee ON addressee.id = reply.parent_id WHERE reply.text = ?"
        )
        if self._is_sqlite:
            with contextlib.closing(sqlite3.connect(self._file)) as connection:
                return [name for (name,) in connection.execute(question, [text])]
        with psycopg.connect(urlunsplit(self._database)) as connection:
            return [name for (name,) in connection.execute(question.replace("?", "%s"), [text])]

    def wait_for(self, text):
        """Wait until a reply with this text is kept."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.addressees(text):
            assert time.monotonic() < deadline, "Nobody has kept it."
            time.sleep(0.1)

    @property
    def _database(self):
        return urlsplit(self.environment["DATABASE_URL"])

    @property
    def _is_sqlite(self):
        return self._database.scheme == "sqlite"

    @property
    def _file(self):
        return Path(self._database.path)
