"""How much one person, one network, one article and the site send: counted in the shared cache.

Sliding windows of two counters each. Where the cache is away, or keeps nothing, each process counts alone:
a limit that is too generous for a while is better than a reader who is turned away. What turns nobody away
is taken for as many as there are processes, for the others meet about as much.
"""

import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

MEMORY = LocMemCache("discussions.limits", {"OPTIONS": {"MAX_ENTRIES": 20_000}})


@dataclass(frozen=True)
class Limit:
    """At most so many in so many seconds; without `most` it is only counted."""

    name: str
    seconds: int
    most: int | None = None


# Nobody writes a reply every eight seconds for ten minutes; a school behind one address may.
PERSON = Limit("person", 600, 75)
PERSON_DAY = Limit("person_day", 86_400, 300)
NETWORK = Limit("network", 600, 100)
# Reports and notices, of one person and of one network.
REPORTER = Limit("reporter", 600, 15)
REPORTS = Limit("reports", 600, 40)
# Others' flood turns nobody away: beyond some rate the gate holds what arrives (discussions.detectors).
ARTICLE = Limit("article", 600)
SITE = Limit("site", 600)
# Whom nobody knows, where the network tells that they are many: behind an undeclared proxy nobody's is known.
STRANGERS = Limit("strangers", 60)
BURST = Limit("burst", 10)


@dataclass(frozen=True)
class Rates:
    """How much each limit has counted, and how many seconds to wait, 0 if none is reached."""

    counts: dict
    wait: int = 0


def read(subjects):
    """Return the Rates of some subjects, given by limit: one request to the cache."""
    now = time.time()
    windows = {limit: _window(limit, subject, now) for limit, subject in subjects.items() if subject}
    keys = [key for keys in windows.values() for key in keys]
    found, processes = _ask(lambda store: store.get_many(keys))
    counts = {
        limit: _estimate(limit, keys, found, now) * (1 if limit.most else processes)
        for limit, keys in windows.items()
    }
    reached = [limit for limit, count in counts.items() if limit.most and count >= limit.most]
    return Rates(counts, max((_rest(limit, now) for limit in reached), default=0))


def count(subjects):
    """Count one more of each."""
    now = time.time()
    for limit, subject in subjects.items():
        if subject:
            key = _window(limit, subject, now)[0]
            _ask(lambda store, key=key, of=limit: _add_one(store, key, of))


def _window(limit, subject, now):
    """Return the keys of the present window and of the one before; they don't tell the subject."""
    digest = salted_hmac("discussions.limits", f"{limit.name}:{subject}").hexdigest()[:32]
    number = int(now // limit.seconds)
    return [f"limit:{digest}:{number}", f"limit:{digest}:{number - 1}"]


def _estimate(limit, keys, found, now):
    passed = now % limit.seconds / limit.seconds
    present, before = (found.get(key, 0) for key in keys)
    return int(present + before * (1 - passed))


def _rest(limit, now):
    return int(limit.seconds - now % limit.seconds) + 1


def _add_one(store, key, limit):
    if store.add(key, 1, timeout=2 * limit.seconds):
        return
    try:
        store.incr(key)
    except ValueError:
        store.add(key, 1, timeout=2 * limit.seconds)


def _ask(question):
    """Return the answer of a cache, and how many processes count alone, each in a cache like it."""
    store = caches["default"]
    alone = settings.PROCESSES if isinstance(store, DummyCache | LocMemCache) else 1
    try:
        return question(MEMORY if isinstance(store, DummyCache) else store), alone
    except Exception:
        logger.warning("The cache is away: each process counts replies by itself.", exc_info=True)
        return question(MEMORY), settings.PROCESSES
