"""Readers' browsers, many at once: each posts as a plain HTML form does, from a page of the site."""

import http.client
import itertools
import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from words import WORDS

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
RETRY_SECONDS = 0.2
# The server must be back by itself within 30 s; a reader doesn't try for much longer.
PATIENCE_SECONDS = 45

numbers = itertools.count(1)


@dataclass(frozen=True)
class Post:
    """What one reader sends: someone else's words each time, under a key like the browser's."""

    page: int
    parent: str = ""
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    number: int = field(default_factory=lambda: next(numbers))

    @property
    def path(self):
        return f"/-/discussions/{self.page}/reply/"

    @property
    def name(self):
        return f"Zoé {self.number}"

    @property
    def text(self):
        said = random.Random(self.number).sample(WORDS, 8)
        return f"J’accuse le n° {self.number} : « {' '.join(said)} » !"

    def body(self):
        email = f"zoe.{self.number}@lecteurs.example"
        fields = {"name": self.name, "email": email, "text": self.text, "parent": self.parent}
        return urlencode(fields | {"key": self.key, "elapsed": "45000"})


@dataclass(frozen=True)
class Answer:
    status: int
    location: str = ""
    body: str = ""


def ask(address, method, path, body=None, headers=None):
    """Send one request on a connection of its own and return the Answer."""
    server = urlsplit(address)
    # Not the name: it stands for two addresses, and the server listens on one of them.
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
    try:
        connection.request(method, path, body, {"Host": server.netloc, **(headers or {})})
        response = connection.getresponse()
        content = response.read().decode()
        return Answer(response.status, response.headers.get("Location", ""), content)
    finally:
        connection.close()


def send(address, post):
    return ask(address, "POST", post.path, post.body(), FORM)


def send_until_taken(address, post):
    """Send a post again, as a person whose browser says that nothing came back, until it is acknowledged."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            answer = send(address, post)
        except (OSError, http.client.HTTPException):
            answer = Answer(0)
        if 0 < answer.status < 500 or time.monotonic() > deadline:
            return answer
        time.sleep(RETRY_SECONDS)


def at_once(function, arguments):
    """Call a function with each of the arguments, all at the same moment; return what came of each."""
    start, results = threading.Barrier(len(arguments)), [None] * len(arguments)

    def run(place, argument):
        start.wait()
        results[place] = function(argument)

    threads = [threading.Thread(target=run, args=one) for one in enumerate(arguments)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class Crowd:
    """People who go on writing until the block is left; `taken` are the posts that were acknowledged."""

    def __init__(self, address, count, new_post, *, send=send_until_taken):
        self.address, self.new_post, self.send = address, new_post, send
        self.taken, self.refused = [], []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write) for _ in range(count)]

    def _write(self):
        while not self._stop.is_set():
            post = self.new_post()
            answer = self.send(self.address, post)
            if answer.status == 303:
                self.taken.append((post, answer))
            else:
                self.refused.append((post, answer))

    def wait_for_more(self, count):
        """Wait until so many more posts have been acknowledged; return how many seconds that took."""
        began, wanted = time.monotonic(), len(self.taken) + count
        while len(self.taken) < wanted:
            assert time.monotonic() < began + PATIENCE_SECONDS, "The server didn't come back by itself."
            time.sleep(0.02)
        return time.monotonic() - began

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception):
        self._stop.set()
        for thread in self._threads:
            thread.join()
