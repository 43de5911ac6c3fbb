"""`make bench`: what a page of a discussion costs, beside an article with five replies and a bare view.

In a database of its own, dropped at the end, and in one process: CPU time of the whole answer, without the
server and without any cache. Round after round of all cases, so that a busy machine is unfair to all alike.
"""

import gc
import itertools
import statistics
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpResponse
from django.urls import path

from tests.bench.database import fresh_database

ROUNDS = 25
SIZES = [5, 10_000, 100_000]
PAGES = [1, 100]
HEADER = ("case", "queries", "of them discussion", "kB of discussion", "CPU ms", "× 5 replies", "× bare view")
ROW = "{:<34}{:>9}{:>20}{:>18}{:>9}{:>13}{:>13}"


@dataclass
class Case:
    name: str
    url: str
    times: list = field(default_factory=list)
    queries: int = 0
    asked: int = 0
    size: int = 0

    @property
    def milliseconds(self):
        return statistics.median(self.times) * 1000


def bare(request):
    return HttpResponse("ok")


def main():
    with fresh_database():
        report(measure(build()))


def build():
    """Write the articles and their discussions, and return the cases."""
    from django.db import connection

    from articles.models import ArticleIndexPage
    from home.models import HomePage

    settings.ROOT_URLCONF = __spec__.name  # This module, imported once more, has the bare view.
    index = HomePage.objects.get().add_child(instance=ArticleIndexPage(title="Articles", slug="articles"))
    cases = [Case("bare view", "/-/bare/")]
    for count, shape in itertools.product(SIZES, ["spread", "one root"]):
        if count > SIZES[0] or shape == "spread":
            cases += cases_of(index, count, shape)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return cases


def cases_of(index, count, shape):
    from articles.models import ArticlePage
    from discussions.addresses import address
    from tests.crowd import fill

    slug = f"{count}-{shape.replace(' ', '-')}"
    article = index.add_child(instance=ArticlePage(title=f"{count} réponses", slug=slug, body=[]))
    top = fill(article, count, shape=shape).replies.filter(root=None).order_by("-answer_count").first()
    is_long = count > SIZES[0]
    url = address("thread", "fr", top.public_id) if is_long and shape == "one root" else article.url
    name = f"{count:,} {shape}"
    cases = [Case(f"{name}, page {page}", f"{url}?page={page}") for page in (PAGES if is_long else [1])]
    if url != article.url:
        cases.insert(0, Case(f"{name}, article", article.url))
    return cases


def measure(cases):
    """Ask for each case once to count, then round after round to time."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    for case in cases:
        count(client, case)
    for _ in range(ROUNDS):
        for case in cases:
            # Otherwise the collector strikes the same cases in each round.
            gc.collect()
            began = time.process_time()
            client.get(case.url)
            case.times.append(time.process_time() - began)
    return cases


def count(client, case):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(case.url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(case.url)
    assert response.status_code == 200, case.url
    _, found, rest = response.content.partition(b'<section id="discussion"')
    case.queries = len(queries)
    case.asked = sum("discussions_" in query["sql"] for query in queries)
    case.size = len(rest.partition(b"</section>")[0]) if found else 0


def report(cases):
    lines = [ROW.format(*HEADER)]
    bare_view, small = cases[0].milliseconds, cases[1].milliseconds
    for case in cases:
        cost = case.milliseconds
        ratios = f"{cost / small:.2f}", f"{cost / bare_view:.1f}"
        lines.append(
            ROW.format(case.name, case.queries, case.asked, f"{case.size / 1000:.1f}", f"{cost:.1f}", *ratios)
        )
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
else:
    from config.urls import urlpatterns as site_urlpatterns

    urlpatterns = [path("-/bare/", bare), *site_urlpatterns]
