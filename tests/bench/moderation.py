"""`make bench`: the queue with 100,000 replies that wait, and 19,300 decided by filter and taken back.

In one process and a database of its own, through the addresses a moderator's browser asks.
"""

import re
import statistics
import time

from tests.bench.database import fresh_database

WAITING, DECIDED = 100_000, 19_300
ARTICLES = 50
ROUNDS = 15
QUEUE = "/admin/replies/"
PAGES = {
    "queue, page 1": "",
    "queue, page 100": "?p=100",
    "published, page 1": "?state=published",
    "all, page 1": "?state=all",
    "search of the queue": "?q=grand-mère",
    "words of a title": "?article=Article 7",
}


def main():
    with fresh_database():
        client = build()
        for name, query in PAGES.items():
            print(line(client, name, query))  # noqa: T201
        decide(client)


def build():
    """Write what waits, half of it suspicious, and as much that is published; return a moderator's client."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    from articles.models import ArticleIndexPage
    from home.models import HomePage

    index = HomePage.objects.get().add_child(instance=ArticleIndexPage(title="Articles", slug="articles"))
    for number in range(ARTICLES):
        write(index, number)
    # What the database does by itself within minutes.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    user = get_user_model().objects.create_superuser("camille", "camille@exemple.fr", "secret")
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def write(index, number):
    from django.db.models import F

    from articles.models import ArticlePage
    from discussions.models import Decision, Reply
    from tests.crowd import fill

    article = index.add_child(
        instance=ArticlePage(title=f"Article {number}", slug=f"article-{number}", body=[])
    )
    discussion = fill(article, 2 * WAITING // ARTICLES)
    ids = [*discussion.replies.order_by("pk").values_list("pk", flat=True)]
    waiting = Reply.objects.filter(pk__in=ids[WAITING // ARTICLES :])
    waits = {"urgency": 1 + number % 2, "waiting_since": F("created_at")}
    waiting.update(state="pending", shown=False, published_at=None, number=None, **waits)
    log = [Decision(reply_id=pk, to_state="pending", rule="gate", reason="policy_first") for pk in ids]
    Decision.objects.bulk_create(log, batch_size=1000)


def line(client, name, query):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(QUEUE + query)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(QUEUE + query)
        times.append(time.perf_counter() - began)
    assert response.status_code == 200, query
    return f"{name:<26}{len(queries):>4} queries{statistics.median(times) * 1000:>9.0f} ms"


def decide(client):
    """Reject by filter, and take it back, as the page of the batch does."""
    from discussions.models import Reply

    chosen = Reply.objects.filter(urgency=2).order_by("pk")[:DECIDED].values("pk")
    Reply.objects.filter(pk__in=[*chosen.values_list("pk", flat=True)]).update(language="en")
    query = {"act": "reject", "scope": "filter", "query": "state=waiting&language=en"}
    began = time.perf_counter()
    shown = client.get(f"{QUEUE}batches/new/", query)
    print(f"preview of {DECIDED:,}: {time.perf_counter() - began:.1f} s")  # noqa: T201
    seen_at = re.search(r'name="seen_at" value="([^"]+)"', shown.content.decode())[1]
    batch = run(client, f"{QUEUE}batches/new/", {**query, "seen_at": seen_at}, "rejected")
    run(client, f"{batch}undo/", {}, "taken back")
    assert Reply.objects.filter(language="en", state="pending").count() == DECIDED


def run(client, begin, data, what):
    """Begin a batch and ask its page to go on until it is finished; return the page's address."""
    began, requests, finished = time.perf_counter(), 1, False
    page = client.post(begin, data)["Location"]
    while not finished:
        answer = client.post(f"{page}advance/", headers={"accept": "application/json"})
        requests, finished = requests + 1, answer.json()["finished"]
    print(f"{DECIDED:,} {what}: {time.perf_counter() - began:.1f} s, {requests} requests")  # noqa: T201
    return page


if __name__ == "__main__":
    main()
