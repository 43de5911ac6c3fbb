"""What a page of a long discussion costs: queries and bytes, however many replies there are.

Times are for `make bench`, which is no test.
"""

import lxml.html
import pytest
from crowd import ONE_ROOT, SPREAD, fill
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from discussions import paging
from discussions.addresses import address
from discussions.rendering import RENDER_VERSION
from discussions.views import feeds

MANY = 10_000
# Discussions in all languages, threads and how they begin, their replies, the policy.
QUERIES = 4
BYTES = 150_000


def size_of(client, url):
    """Return (queries on the replies' own tables, bytes of the discussion) of a page."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    section = lxml.html.fromstring(response.content).get_element_by_id("discussion")
    asked = [query for query in queries if "discussions_" in query["sql"]]
    return len(asked), len(lxml.html.tostring(section, encoding="utf-8"))


@pytest.mark.parametrize("shape", [SPREAD, ONE_ROOT])
@pytest.mark.parametrize("query", ["", "?page=50", "?order=newest", "?order=discussed", "?page=9999"])
def test_ten_thousand_replies_cost_what_a_page_of_them_does(client, article, shape, query):
    fill(article, MANY, shape=shape)
    queries, size = size_of(client, f"{article.url}{query}")
    assert queries <= QUERIES
    assert size <= BYTES


def test_as_many_as_stand_whole_on_a_page_weigh_no_more(client, article):
    fill(article, paging.WHOLE)
    queries, size = size_of(client, article.url)
    assert queries <= QUERIES
    assert size <= BYTES


def test_a_thread_of_ten_thousand_costs_as_little(client, article):
    discussion = fill(article, MANY, shape=ONE_ROOT)
    url = address("thread", "fr", discussion.replies.get(root=None).public_id)
    for query in ("", "?page=100"):
        queries, size = size_of(client, f"{url}{query}")
        assert queries <= QUERIES
        assert size <= BYTES


def test_a_new_renderer_costs_one_query_more_and_not_one_for_each_reply(client, article):
    discussion = fill(article, 1000)
    discussion.replies.update(render_version=RENDER_VERSION - 1)
    assert size_of(client, article.url)[0] == QUERIES + 1


def test_the_last_reply_of_ten_thousand_is_found_in_few_queries(
    client, article, django_assert_max_num_queries
):
    discussion = fill(article, MANY)
    last = discussion.replies.order_by("stands_at").last()
    article.get_url()  # Wagtail keeps the sites' addresses in the cache.
    with django_assert_max_num_queries(7):
        response = client.get(address("permalink", "fr", last.public_id))
    assert response.headers["Location"].endswith(f"#{last.anchor}")


@pytest.fixture(params=[False, True], ids=["unknown", "analysed"])
def long_discussion(request, article, article_index):
    """Two discussions of ten thousand replies, and whether the database knows how many there are."""
    beside = article_index.add_child(instance=type(article)(title="À côté", slug="a-cote", body=[]))
    fill(beside, MANY)
    discussion = fill(article, MANY)
    if request.param or connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return discussion


def test_an_index_leads_to_each_page_of_threads_and_to_the_newest_replies(long_discussion, article):
    """Several in one, for the sake of the twenty thousand replies."""
    for order in paging.ORDERS:
        page = paging.threads(long_discussion).order_by(*paging.ORDERS[order]).values("pk")[:50]
        index = "reply_most_discussed" if order == paging.DISCUSSED else "reply_threads"
        assert index in page.explain()
    assert "reply_newest" in feeds.newest_ids(Q(discussion=long_discussion)).explain()
    assert "reply_site_newest" in feeds.newest_ids(feeds.open_to_all(article.locale)).explain()
