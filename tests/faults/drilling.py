"""What a drill has in its hands: a served site, its articles, its processes."""

import json
import os
import re
import signal
from dataclasses import dataclass
from pathlib import Path

from clients import Crowd, Post, ask
from serving import Site

# `make drills` takes the figures of the specification; without it a drill is long enough to find a fault.
LONG = bool(os.environ.get("CAUSERIE_LONG"))
# What either database says when writers stand in each other's way.
LOCKED = "database is locked|deadlock detected"


@dataclass(frozen=True)
class Article:
    pk: int
    path: str

    def post(self, **fields):
        return Post(self.pk, **fields)


class Drill(Site):
    """A served site whose inside can be looked at, and whose processes are known."""

    server = None

    def inside(self, call):
        """Run a call of inside.py in a process of its own, and return what it printed."""
        return json.loads(
            self.manage("shell", "--verbosity", "0", "--command", f"import inside; inside.{call}")
        )

    def report(self, *articles):
        return self.inside(f"report({', '.join(str(article.pk) for article in articles)})")

    def count_shown(self, article):
        """Return the number in the heading, as a reader sees it."""
        page = ask(self.address, "GET", article.path).body
        return int(re.search(r'id="discussion-heading">\s*(\d+)', page)[1])

    def worker_ids(self):
        """Return the process ids of the server's workers, in the order they were started."""
        found = [child for master in children(self.server.pid) for child in children(master)]
        return [child for child in found if is_worker(child)]

    def reply_of(self, answer):
        """Return the public id of the reply that a receipt speaks of."""
        receipt = ask(self.address, "GET", answer.location)
        assert receipt.status == 200
        return re.search("#reponse-([0-9a-z]+)", receipt.body)[1]

    def crowd(self, count, new_post, **options):
        return Crowd(self.address, count, new_post, **options)

    def log(self):
        return self.log_file.read_text()


def children(pid):
    """Return the ids of the processes that a process has started and that are alive; Linux only."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()]


def is_worker(pid):
    """Tell workers from the process that Python keeps beside them where it spawns them."""
    return b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()


def kill(pid):
    os.kill(pid, signal.SIGKILL)
