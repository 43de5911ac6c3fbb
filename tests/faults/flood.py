"""Ten thousand posts from five hundred addresses among those of readers; `make drills` prints the figures.

Not collected with the tests: tests/discussions/test_floods.py is the quick version. In real time and with the
limits as they are: ten minutes, since their windows can't be hurried. `FLOOD_SECONDS=60` takes a tenth of the
posts at the same pace. What it says of reading holds on a machine that has nothing else to do.
"""

import os
import random
import re
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pytest
from clients import FORM, ask
from words import WORDS

SECONDS = int(os.environ.get("FLOOD_SECONDS", "600"))
POSTS, ADDRESSES = 10_000 * SECONDS // 600, 500
PERSONS = 200 * SECONDS // 600
ARTICLES = 10
PACE = POSTS / SECONDS
PHASES, PHASE_SECONDS = 10, 5
READS_A_SECOND = 4
SENDERS = 12
MARK = re.compile(r"Offre n° \d+ :")


@pytest.fixture(scope="module")
def environment():
    """The drill's clients say where they come from, as a proxy in front would."""
    return {"TRUSTED_PROXIES": "1"}


@dataclass(frozen=True)
class Message:
    at: float
    page: int
    number: int
    address: str
    text: str
    email: str
    secret: str = ""

    def send(self, server):
        fields = {"name": f"Zoé {self.number}", "email": self.email, "text": self.text, "elapsed": "45000"}
        headers = FORM | {"X-Forwarded-For": self.address, "Cookie": f"reader={self.secret}"}
        return ask(server, "POST", f"/-/discussions/{self.page}/reply/", urlencode(fields), headers).status


def flood(articles, chance, count=POSTS, begin=0):
    for number in range(begin, begin + count):
        n = number % ADDRESSES
        said = " ".join(chance.sample(WORDS, 8))
        yield Message(
            at=number * SECONDS / POSTS,
            page=chance.choice(articles).pk,
            number=number,
            address=f"{11 + n // 250}.{n % 250}.7.9",
            text=f"Offre n° {number} : {said} https://exemple.example/{number}",
            email=f"offre.{number}@spam.example",
        )


def readers(articles, chance, secrets):
    for person in range(PERSONS):
        for n in range(chance.randint(1, 3)):
            known = secrets[person] if person < len(secrets) else ("", "")
            yield Message(
                at=chance.uniform(0, SECONDS),
                page=chance.choice(articles).pk,
                number=person,
                address=f"77.{person}.1.{n + 1}",
                text=f"J’accuse, n° {person}-{n} : « {' '.join(chance.sample(WORDS, 9))} » !",
                email=known[0] or f"lectrice.{person}@lecteurs.example",
                secret=known[1],
            )


class Reading(threading.Thread):
    """Somebody who reads one article after the other, with a stopwatch, and counts the offers seen."""

    def __init__(self, site, articles):
        super().__init__()
        self.site, self.articles = site, articles
        self.times, self.seen, self.peak = [], {}, 0
        self.stop = threading.Event()

    def run(self):
        turn = 0
        while not self.stop.wait(1 / READS_A_SECOND):
            article = self.articles[turn % len(self.articles)]
            turn += 1
            began = time.perf_counter()
            answer = ask(self.site.address, "GET", article.path)
            self.times.append(time.perf_counter() - began)
            assert answer.status == 200
            self.seen[article.pk] = len(MARK.findall(answer.body)) if "data-reply" in answer.body else 0
            self.peak = max(self.peak, sum(self.seen.values()))

    def finish(self):
        self.stop.set()
        self.join()


def read_meanwhile(site, articles, messages):
    """Return how many seconds each page took in one phase, while these messages are sent."""
    reading = Reading(site, articles)
    began = time.monotonic()
    reading.start()
    send_all(site, [replace(message, at=n / PACE) for n, message in enumerate(messages)])
    time.sleep(max(0.0, PHASE_SECONDS - (time.monotonic() - began)))
    reading.finish()
    return reading.times


def send_all(site, messages):
    """Send each at its time; return the status of each, and of how many seconds the latest was late."""
    began, lateness = time.monotonic(), []

    def send(message):
        time.sleep(max(0.0, message.at - (time.monotonic() - began)))
        lateness.append(time.monotonic() - began - message.at)
        return message.send(site.address)

    ordered = sorted(messages, key=lambda message: message.at)
    with ThreadPoolExecutor(SENDERS) as senders:
        return dict(zip(ordered, senders.map(send, ordered), strict=True)), max(lateness, default=0.0)


def test_a_flood_among_readers(site, articles, capsys):
    chance, written = random.Random(7), articles(ARTICLES)
    secrets = site.inside(f"know({PERSONS // 2})")
    offers, genuine = [*flood(written, chance)], [*readers(written, chance, secrets)]
    reading = Reading(site, written)
    reading.start()
    statuses, late = send_all(site, [*offers, *genuine])
    reading.finish()
    found = site.inside("after_the_flood()")
    arrived = [message for message in genuine if statuses[message] == 303]
    kept = sum(found["readers"].get(state, 0) for state in ("published", "pending"))
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{len(offers)} offers from {ADDRESSES} addresses in {SECONDS} s ({late:.1f} late): "
            f"{found['offers']}, at most {reading.peak} seen at once; alerts {found['alerts']}"
            f"\n{len(genuine)} replies of {PERSONS} readers: {len(arrived)} taken, {found['readers']}"
        )
    assert found["offers"].get("published", 0) <= 10
    assert "spam" not in found["readers"]
    assert kept >= 0.95 * len(genuine)
    assert len(arrived) >= 0.95 * len(genuine)
    assert sorted(set(found["alerts"])) == sorted(found["alerts"]) == found["moderators"]


def test_reading_during_a_flood(site, articles, capsys):
    """Phases with and without a flood at the same pace take turns: what else the machine does harms both."""
    chance, written = random.Random(8), articles(ARTICLES)
    offers = flood(written, chance, PHASES * int(PHASE_SECONDS * PACE), begin=POSTS)
    calm, busy = [], []
    for _ in range(PHASES):
        calm += read_meanwhile(site, written, [])
        busy += read_meanwhile(site, written, [next(offers) for _ in range(int(PHASE_SECONDS * PACE))])
    before, meanwhile = statistics.median(calm), statistics.median(busy)
    with capsys.disabled():
        print(  # noqa: T201
            f"\nreading: {before * 1000:.0f} ms without, {meanwhile * 1000:.0f} ms during a flood "
            f"({meanwhile / before:.2f}), {len(busy)} pages each"
        )
    assert meanwhile <= 1.2 * before
