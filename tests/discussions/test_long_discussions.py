"""Discussions too long for one page: pages, orders, threads of their own, and the way to each reply."""

import lxml.html
import pytest
from crowd import ONE_ROOT, fill

from discussions import moderation, tally
from discussions.addresses import address
from discussions.models import Discussion

QUERIES_OF_A_THREAD = 12
NARROW = "\u202f"


def section_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return lxml.html.fromstring(response.content).get_element_by_id("discussion")


def texts(section, path):
    return [" ".join(link.text_content().split()) for link in section.xpath(path)]


def numbers(section):
    return [int(item.get("value")) for item in section.xpath("./ol/li[@value]")]


def pages_of(section):
    return texts(section, ".//nav[@aria-label='Pages de la discussion']//a")


def url_of(name, reply):
    return address(name, "fr", reply.public_id)


@pytest.mark.parametrize("shape", ["spread", ONE_ROOT])
def test_a_crowd_of_the_tests_is_counted_as_readers_replies_are(article, shape):
    discussion = fill(article, 60, shape=shape)
    before = [*discussion.replies.order_by("pk").values_list("shown", "stands_at", "answer_count")]
    counts = discussion.shown_count, discussion.thread_count
    tally.settle_discussion(discussion)
    assert (discussion.shown_count, discussion.thread_count) == counts
    assert [*discussion.replies.order_by("pk").values_list("shown", "stands_at", "answer_count")] == before


def test_one_reply_brings_neither_orders_nor_pages(client, article, say):
    say()
    assert not section_of(client, article.url).xpath(".//nav")


def test_150_replies_stand_whole_on_the_page(client, article):
    fill(article, 150)
    section = section_of(client, article.url)
    assert len(section.xpath(".//*[@data-reply]")) == 150
    assert pages_of(section) == []
    assert "autre" not in " ".join(texts(section, ".//*[contains(@class, 'thread__more')]"))


def test_beyond_them_50_threads_stand_on_a_page_with_their_first_two_answers(client, article):
    discussion = fill(article, 1000)
    section = section_of(client, article.url)
    assert numbers(section) == [*range(1, 51)]
    assert max(len(item.xpath("./ul/li[@data-reply]")) for item in section.xpath("./ol/li")) == 2
    assert pages_of(section) == ["Page 1", "Page 2", "Page 3", "Page 8"]
    top = discussion.replies.filter(root=None, answer_count__gt=3).order_by("stands_at").first()
    (more,) = section.xpath(f".//*[@data-reply='{top.public_id}']/ul/li[contains(@class, 'thread__more')]/a")
    assert more.text_content() == f"{top.answer_count - 2} autres réponses"
    assert more.get("href") == url_of("thread", top)


def test_each_page_has_one_address_and_says_which_it_is(client, article):
    fill(article, 1000)
    section = section_of(client, f"{article.url}?page=3")
    assert numbers(section) == [*range(101, 151)]
    links = section.xpath(".//nav[@aria-label='Pages de la discussion']//a")
    assert links[0].get("href") == f"{article.url}#discussion"
    assert links[1].get("href") == f"{article.url}?page=2#discussion"
    assert texts(section, ".//a[@aria-current='page']") == ["Page 3"]
    assert {link.get("rel") for link in links} == {None}


def test_newest_first_keeps_each_number_and_search_engines_away(client, article):
    fill(article, 1000)
    section = section_of(client, f"{article.url}?order=newest")
    assert numbers(section) == [*range(400, 350, -1)]
    assert texts(section, ".//nav[@aria-label='Ordre des réponses']//a[@aria-current]") == ["Plus récentes"]
    links = section.xpath(".//nav//a")
    assert {link.get("rel") for link in links} == {"nofollow"}
    assert links[-1].get("href") == f"{article.url}?order=newest&page=8#discussion"


def test_most_discussed_first_goes_by_the_answers_shown(client, article):
    discussion = fill(article, 1000)
    shown = numbers(section_of(client, f"{article.url}?order=discussed"))
    counts = dict(discussion.replies.filter(root=None).values_list("number", "answer_count"))
    assert [counts[number] for number in shown] == sorted(counts.values(), reverse=True)[:50]


@pytest.mark.parametrize("size", [120, 1000])
@pytest.mark.parametrize("order", ["oldest", "newest", "discussed"])
def test_all_pages_of_an_order_show_each_thread_once(client, article, size, order):
    discussion = fill(article, size)
    pages = -(-discussion.thread_count // 50) if size > 150 else 1
    found = [
        number
        for page in range(1, pages + 1)
        for number in numbers(section_of(client, f"{article.url}?order={order}&page={page}"))
    ]
    assert sorted(found) == [*range(1, discussion.thread_count + 1)]


@pytest.mark.parametrize(
    ("asked", "page"),
    [("0", 1), ("-2", 1), ("deux", 1), ("", 1), ("99", 8), ("9" * 40, 8), ("²", 1), ("٢", 1), ("00002", 2)],
)
def test_a_page_that_is_none_is_the_nearest(client, article, asked, page):
    fill(article, 1000)
    section = section_of(client, f"{article.url}?page={asked}&order=au-hasard")
    assert texts(section, ".//a[@aria-current='page']") == [f"Page {page}"]


def test_every_page_and_order_is_the_article_to_search_engines(client, article):
    fill(article, 1000)
    html = lxml.html.fromstring(client.get(f"{article.url}?order=newest&page=2").content)
    assert html.xpath("//link[@rel='canonical']/@href") == [article.full_url]


def test_a_thread_of_its_own_shows_its_top_and_its_answers_page_by_page(client, article):
    discussion = fill(article, 1000, shape=ONE_ROOT)
    top = discussion.replies.get(root=None)
    section = section_of(client, url_of("thread", top))
    assert texts(section, "./h2") == ["999 réponses"]
    assert len(section.xpath(".//*[@data-reply]")) == 51
    last = section_of(client, f"{url_of('thread', top)}?page=99")
    assert texts(last, ".//a[@aria-current='page']") == ["Page 20"]
    assert last.xpath("./ol/li/@data-reply") == [top.public_id]
    assert len(last.xpath("./ol/li/ul/li[@data-reply]")) == 49
    assert not last.xpath(".//*[contains(@class, 'thread__more')]")


def test_a_thread_names_the_article_and_leads_back_to_its_place(client, article, seed):
    root = article.full_url.removesuffix(article.url)
    html = lxml.html.fromstring(client.get(url_of("thread", seed[104])).content)
    (heading,) = html.xpath("//h1")
    said = f"Fil nº\u00a02 de «{NARROW}Joyeux Noël aux Community Managers{NARROW}»"
    assert heading.text_content().strip() == said
    assert article.url in html.xpath("//main//a/@href")
    assert f"{url_of('permalink', seed[104])}#{seed[104].anchor}" in html.xpath("//main//a/@href")
    assert html.xpath("//link[@rel='canonical']/@href") == [f"{root}{url_of('thread', seed[104])}"]


def test_a_thread_can_be_answered_while_the_discussion_is_open(client, article, seed):
    answer = ".//a[contains(@href, 'parent=')]/@href"
    found = section_of(client, url_of("thread", seed[104])).xpath(answer)
    assert found[0] == f"{address('reply', 'fr', article.pk)}?parent={seed[104].public_id}"
    Discussion.objects.update(status="closed")
    assert not section_of(client, url_of("thread", seed[104])).xpath(answer)


def test_a_chain_of_fifty_is_one_thread(client, say):
    last = top = say()
    for _ in range(50):
        last = say(parent=last)
    assert len(section_of(client, url_of("thread", top)).xpath(".//*[@data-reply]")) == 51


def test_an_answer_is_no_thread_but_has_its_place(client, seed):
    response = client.get(url_of("thread", seed[105]))
    assert response.headers["Location"] == f"{url_of('permalink', seed[105])}#{seed[105].anchor}"


def test_a_permalink_leads_to_the_page_the_reply_stands_on(client, article):
    discussion = fill(article, 1000)
    hundredth = discussion.replies.get(number=120)
    response = client.get(url_of("permalink", hundredth))
    assert response.headers["Location"] == f"{article.url}?page=3#{hundredth.anchor}"
    top = discussion.replies.filter(root=None).order_by("-answer_count").first()
    late = discussion.replies.filter(root=top).order_by("stands_at").last()
    response = client.get(url_of("permalink", late))
    assert response.headers["Location"] == f"{url_of('thread', top)}#{late.anchor}"
    assert "s-maxage=5," in response.headers["Cache-Control"]


@pytest.mark.parametrize("shape", ["spread", ONE_ROOT])
def test_every_permalink_lands_on_a_page_that_shows_the_reply(client, article, shape):
    discussion = fill(article, 400, shape=shape)
    for reply in [*discussion.replies.order_by("stands_at")][::23]:
        url, anchor = client.get(url_of("permalink", reply)).headers["Location"].split("#")
        assert section_of(client, url).xpath(f".//*[@id='{anchor}']")


@pytest.mark.parametrize("name", ["permalink", "thread"])
@pytest.mark.parametrize("hidden", ["spam", "discussion", "draft", "private", "nobody's"])
def test_what_readers_may_not_read_is_not_found(client, article, seed, name, hidden):
    if hidden == "spam":
        moderation.mark_spam(seed[104])
    elif hidden == "discussion":
        Discussion.objects.update(status="hidden")
    elif hidden == "draft":
        article.unpublish()
    elif hidden == "private":
        article.view_restrictions.create(restriction_type="login")
    else:
        Discussion.objects.update(page=None)
    assert client.get(url_of(name, seed[104])).status_code == 404
    assert client.get(address("count", "fr", article.pk)).status_code == (
        404 if hidden in {"discussion", "draft", "private"} else 200
    )


@pytest.mark.parametrize("name", ["reply", "thread"])
@pytest.mark.parametrize("public_id", ["%00", "é", "A" * 300, "2222222222"])
def test_an_address_of_nobody_is_not_found(client, article, name, public_id):
    assert client.get(f"/-/discussions/{name}/{public_id}/").status_code == 404


def test_a_french_thread_is_read_under_the_french_address_only(client, seed):
    response = client.get(f"/en{url_of('thread', seed[104])}")
    assert (response.status_code, response.headers["Location"]) == (
        301,
        f"{url_of('thread', seed[104])}#discussion",
    )


def test_a_thread_is_the_same_for_everybody_and_kept_by_caches(client, seed, django_assert_max_num_queries):
    first = client.get(url_of("thread", seed[104]))
    client.cookies["other"] = "1"
    with django_assert_max_num_queries(QUERIES_OF_A_THREAD):
        second = client.get(url_of("thread", seed[104]), headers={"Accept-Language": "en"})
    assert first.content == second.content
    assert not second.cookies
    assert "s-maxage=60" in second.headers["Cache-Control"]


def test_staff_gets_a_thread_that_no_cache_keeps(admin_client, seed):
    assert admin_client.get(url_of("thread", seed[104])).headers["Cache-Control"] == "private, no-store"


def test_the_number_of_replies_is_told_to_scripts(client, article, seed, django_assert_max_num_queries):
    url = address("count", "fr", article.pk)
    with django_assert_max_num_queries(3):
        response = client.get(url)
    assert response.json() == {"count": 5}
    assert "s-maxage=5," in response.headers["Cache-Control"]
    assert client.get(address("count", "fr", 2**40)).status_code == 404


def test_no_reply_yet_is_nought(client, article):
    assert client.get(address("count", "fr", article.pk)).json() == {"count": 0}
