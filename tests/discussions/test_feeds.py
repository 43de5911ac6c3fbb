"""The feeds of the replies, as a feed reader takes them."""

import pytest
from lxml import etree

from discussions import moderation
from discussions.addresses import address as path_of
from discussions.models import Discussion, Reply

NAMES = {"a": "http://www.w3.org/2005/Atom", "thr": "http://purl.org/syndication/thread/1.0"}
NARROW = "\u202f"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SITE_FEED = "/-/discussions/feed/"
FEED_QUERIES, SITE_FEED_QUERIES = 6, 6


@pytest.fixture
def address(article):
    return path_of("feed", "fr", article.pk)


@pytest.fixture
def root(article):
    """What all addresses of the site begin with."""
    return article.full_url.removesuffix(article.url)


@pytest.fixture
def subscribe(client):
    """Return a function that fetches a feed, strictly."""

    def subscribe(url):
        response = client.get(url)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        return etree.fromstring(response.content)

    return subscribe


def all_of(element, path):
    return element.xpath(path, namespaces=NAMES)


def one(element, path):
    (found,) = all_of(element, path)
    return found


def titles(feed):
    return all_of(feed, "a:entry/a:title/text()")


def test_a_feed_has_what_atom_asks_for(subscribe, address, root, seed):
    feed = subscribe(address)
    assert feed.get(LANGUAGE) == "fr"
    assert one(feed, "a:title").text == f"Réponses à «{NARROW}Joyeux Noël aux Community Managers{NARROW}»"
    assert one(feed, "a:link[@rel='self']").get("href") == f"{root}{address}"
    assert one(feed, "a:id").text.startswith("tag:localhost,")
    assert one(feed, "a:updated").text == "2011-12-26T09:05:00+00:00"
    for entry in all_of(feed, "a:entry"):
        for name in ("title", "id", "updated", "published", "content", "author/a:name"):
            assert one(entry, f"a:{name}").text
    ids = all_of(feed, "//a:id/text()")
    assert len(set(ids)) == len(ids)


def test_the_newest_stands_first_and_says_what_it_answers(subscribe, address, root, seed):
    newest, before, *_ = all_of(subscribe(address), "a:entry")
    assert one(newest, "a:author/a:name").text == "Loïc"
    assert one(newest, "thr:in-reply-to").get("ref") == one(before, "a:id").text
    permalink = path_of("permalink", "fr", seed[105].public_id)
    assert one(newest, "a:link").get("href") == f"{root}{permalink}#{seed[105].anchor}"
    assert one(before, "thr:in-reply-to").get("href").endswith("/l-ete-a-evry/")


def test_the_whole_text_is_there_as_html_in_its_language(subscribe, address, say):
    say("Un *mot*, « là »\n\n> cité", language="en")
    content = one(subscribe(address), "a:entry/a:content")
    assert (content.get("type"), content.get(LANGUAGE)) == ("html", "en")
    assert "<em>mot</em>" in content.text
    assert "<blockquote>" in content.text


def test_only_what_can_be_read_is_in_it_and_never_an_address(client, address, receive, seed):
    receive("Publiée", state="published")
    receive("Elle attend", state="pending")
    moderation.remove(seed[104])
    content = client.get(address).content.decode()
    assert "Publiée" in content
    assert "claire@exemple.fr" not in content
    for hidden in ("Elle attend", "Commentaire 104", "David"):
        assert hidden not in content
    assert content.count("<entry>") == 4


def test_ids_outlast_a_new_address_of_the_article(subscribe, address, article, seed):
    before = all_of(subscribe(address), "//a:id/text()")
    article.slug = "autre-chose"
    article.save_revision().publish()
    assert all_of(subscribe(address), "//a:id/text()") == before


def test_an_edited_reply_is_updated_and_not_new(subscribe, address, say):
    reply = say()
    before = one(subscribe(address), "a:entry/a:id").text
    Reply.objects.update(edited_at="2026-06-01T10:00:00Z")
    entry = one(subscribe(address), "a:entry")
    assert one(entry, "a:id").text == before
    assert one(entry, "a:updated").text.startswith("2026-06-01T")
    assert reply.public_id in before


def test_characters_that_xml_forbids_are_left_out(subscribe, address, article, say):
    article.title = "Un\x0btitre\x1b & <b>gras</b>"
    article.save()
    say(name="Zo\x0eé")
    Reply.objects.update(html="<p>a\x0bb\ufffec</p>", website="https://exemple.fr/\x1f")
    entry = one(subscribe(address), "a:entry")
    assert one(entry, "a:content").text == "<p>abc</p>"
    assert one(entry, "a:title").text == f"Zoé sur «{NARROW}Untitre & <b>gras</b>{NARROW}»"


def test_a_website_that_is_none_is_left_out(client, address, say):
    say(website="javascript:alert(1)")
    assert "javascript" not in client.get(address).content.decode()


def test_unchanged_is_said_in_a_word(client, address, seed):
    first = client.get(address)
    assert first.headers["ETag"]
    assert first.headers["Last-Modified"] == "Mon, 26 Dec 2011 09:05:00 GMT"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (
        client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
    )
    assert "public" in first.headers["Cache-Control"]
    assert "public" in again.headers["Cache-Control"]


@pytest.mark.parametrize("url", ["own", SITE_FEED])
def test_an_empty_feed_is_the_same_twice(client, address, article, url):
    url = address if url == "own" else url
    first, second = client.get(url), client.get(url)
    assert first.status_code == 200
    assert first.content == second.content
    assert b"<entry>" not in first.content


def test_fifty_are_enough(subscribe, address, say):
    for number in range(52):
        say(f"Réponse {number}")
    contents = all_of(subscribe(address), "a:entry/a:content/text()")
    assert len(contents) == 50
    assert "Réponse 51" in contents[0]


@pytest.mark.parametrize("hidden", ["hidden", "draft", "private"])
def test_what_readers_may_not_read_has_no_feed_and_is_not_in_the_sites(
    client, address, article, seed, subscribe, hidden
):
    assert len(titles(subscribe(SITE_FEED))) == 4
    if hidden == "hidden":
        Discussion.objects.update(status="hidden")
    elif hidden == "draft":
        article.unpublish()
    else:
        article.get_parent().view_restrictions.create(restriction_type="login")
    assert client.get(address).status_code == 404
    assert titles(subscribe(SITE_FEED)) == []


def test_each_language_has_its_feed(client, subscribe, article, english, say):
    say("Bonjour")
    page = article.copy_for_translation(english, copy_parents=True)
    page.save_revision().publish()
    say("Hello", discussion=Discussion.objects.create(page=page, locale=english), language="en")
    french, other = subscribe(SITE_FEED), subscribe(f"/en{SITE_FEED}")
    assert (french.get(LANGUAGE), other.get(LANGUAGE)) == ("fr", "en")
    assert "Bonjour" in one(french, "a:entry/a:content").text
    assert "Hello" in one(other, "a:entry/a:content").text
    url = path_of("feed", "fr", page.pk)
    assert client.get(url).headers["Location"] == f"/en{url}"


def test_feeds_cost_few_queries(client, address, seed, django_assert_max_num_queries):
    with django_assert_max_num_queries(FEED_QUERIES):
        client.get(address)
    with django_assert_max_num_queries(SITE_FEED_QUERIES):
        client.get(SITE_FEED)


def test_an_article_tells_machines_and_people_where_its_feed_is(client, article, address, seed):
    html = client.get(article.url).content.decode()
    assert html.count(f'href="{address}"') == 2
    Discussion.objects.update(status="hidden")
    assert address not in client.get(article.url).content.decode()
