"""The collection of bad input through the public form: what is taken is harmless and whole in each place.

Each text is sent as text, name and website, and an address as address, too. What was taken is published and
read in the article, by its permalink, in the feed and in the mail that asks to confirm it.
"""

import re
import time
from collections import Counter
from email import message_from_bytes
from email.policy import default as default_policy
from html import escape
from textwrap import dedent
from unicodedata import normalize
from urllib.parse import urlencode, urlsplit

import lxml.etree
import lxml.html
import pytest
from badinput import WHOLE, needs_bad_input, texts
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from stopwatch import TimedClient

from articles.models import ArticlePage
from discussions import moderation, policy
from discussions.forms import clean_reply
from discussions.letters import asked as letter
from discussions.models import Mail, Reply
from discussions.rendering import ALLOWED_TAGS
from discussions.views.feeds import NEWEST

FORM = "application/x-www-form-urlencoded"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAIL_HEADERS = {
    *("Content-Type", "MIME-Version", "Content-Transfer-Encoding"),
    *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"),
}
# As often a text may be taken, in one field or another.
MOST_WAYS = 6
# Every so manyth text; `make drills` sends all of them.
STEPS = {"good": 1, "names": 1, "emails": 5, "markdown": 12, "pathological": 3, "text": 12, "xss": 60}


class Reader(TimedClient):
    """A browser that sends plain forms, each as somebody new."""

    people = 0

    def send(self, article, **fields):
        """Post the form with these fields; return the answer and the text as the server reads it.

        Lone surrogates go as they are.
        """
        self.people += 1
        words = {"name": "Zoé", "text": f"J’accuse le n° {self.people}."}
        filled_in = words | {"email": f"zoe{self.people}@lecteurs.example"} | fields
        body = urlencode(filled_in, errors="surrogatepass")
        address = reverse("discussions:reply", args=[article.pk])
        answer = self.post(address, body, content_type=FORM, HTTP_SEC_FETCH_SITE="same-origin")
        return answer, filled_in["text"].encode(errors="surrogatepass").decode(errors="replace")

    def read(self, path):
        response = self.get(path)
        assert response.status_code == 200, path
        return response.content


@pytest.fixture
def reader():
    return Reader()


@pytest.fixture
def new_article(article_index):
    """Return a function that publishes an article, at a time when nobody has written for long."""
    titles = (f"Épreuve n° {number}" for number in range(1, 1000))

    def publish():
        cache.clear()
        return article_index.add_child(instance=ArticlePage(title=next(titles), body=[]))

    return publish


def send_in_each_field(reader, article, text, *, is_address):
    """Send a text as all that it may be, and return the texts of the replies that were taken."""
    cut = text[: policy.NAME_LENGTH]
    ways = [{"website": text}]
    ways += [{"name": text}] if len(text) > policy.NAME_LENGTH else []
    ways += [{"text": text[: policy.TEXT_LENGTH]}] if len(text) > policy.TEXT_LENGTH else []
    ways += [{"email": text}] if is_address else []
    taken = take(reader, article, [{"name": cut, "text": text}])
    if not taken:
        ways += [{"text": text}, {"name": cut}]
    return taken + take(reader, article, ways)


def take(reader, article, ways):
    """Send the form in these ways and return the texts that were taken; the others come back."""
    taken = []
    for fields in ways:
        answer, text = reader.send(article, **fields)
        assert answer.status_code in {303, 422}, fields
        if answer.status_code == 303:
            taken.append(text)
        else:
            assert f">\n{escape(text)}</textarea>" in answer.content.decode(), fields
    return taken


def look_everywhere(reader, article, taken):
    """Publish all replies to an article and look where they are shown."""
    replies = [*Reply.objects.filter(discussion__page=article).order_by("pk")]
    assert [reply.text for reply in replies] == [clean_reply(text) for text in taken]
    asked = {
        asked.reply_id: asked for asked in Mail.objects.filter(reply__in=replies).select_related("reply")
    }
    for reply in replies:
        is_mailed_in_one_piece(asked[reply.pk])
        moderation.publish(reply)
    stand_in_the_page(reader, article, replies)
    stand_in_the_feed(reader, article, replies)


def stand_in_the_page(reader, article, replies):
    (discussion,) = lxml.html.fromstring(reader.read(article.url).decode()).xpath("//*[@id='discussion']")
    is_ours(discussion)
    for reply in replies:
        where = urlsplit(reader.get(reverse("discussions:permalink", args=[reply.public_id]))["Location"])
        assert where.path == article.url
        (item,) = discussion.xpath(f".//li[@id='{where.fragment}']")
        assert item.get("data-reply") == reply.public_id
        (name,), (text,) = item.xpath(".//*[@data-author]"), item.xpath(".//*[@data-text]")
        assert [element.tag for element in name.iterdescendants()][-1:] == ["bdi"]
        assert name.text_content() == reply.name
        assert text.text_content() == parsed(reply.html).text_content()
        is_harmless(text)


def stand_in_the_feed(reader, article, replies):
    feed = lxml.etree.fromstring(reader.read(reverse("discussions:feed", args=[article.pk])))
    entries = feed.xpath("a:entry", namespaces=ATOM)
    shown = [
        (entry.findtext("a:author/a:name", None, ATOM), entry.findtext("a:content", None, ATOM))
        for entry in entries
    ]
    assert shown == [(reply.name, reply.html) for reply in reversed(replies)]
    for _, html in shown:
        is_harmless(parsed(html))


def parsed(html):
    return lxml.html.fragment_fromstring(html, create_parent="div")


def is_harmless(element):
    """Nothing of a reader's text is an element, an attribute or an address beyond what is allowed."""
    inside = [*element.iterdescendants()]
    assert {child.tag for child in inside} <= ALLOWED_TAGS
    assert {name for child in inside for name in child.attrib} <= {"href", "rel"}
    assert {urlsplit(link).scheme for link in element.xpath(".//@href")} <= {"http", "https"}


def is_ours(discussion):
    """Around the texts, too, nothing stands that could run."""
    names = {name for element in discussion.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on")} | ({"style", "srcdoc"} & names)
    assert not discussion.xpath(".//img | .//iframe | .//object | .//svg | .//script[not(@src)] | .//style")
    addresses = discussion.xpath(".//@href | .//@src | .//@action")
    assert {urlsplit(address).scheme for address in addresses} <= {"", "http", "https"}


def is_mailed_in_one_piece(asked):
    """One mail to one address, with our headers only and the words."""
    letter.write([asked]).send()
    message = message_from_bytes(mail.outbox.pop().message().as_bytes(), policy=default_policy)
    assert sorted(message.keys()) == sorted(MAIL_HEADERS)
    assert len(message["To"].addresses) == 1
    assert not set("\r\n") & set(message["Subject"])
    assert asked.reply.plain in message.get_content()


@needs_bad_input
@pytest.mark.parametrize("name", STEPS)
def test_what_is_taken_is_harmless_wherever_it_is_shown(reader, new_article, name, capsys):
    began, sent = time.perf_counter(), texts(name)[:: 1 if WHOLE else STEPS[name]]
    article, taken, total = new_article(), [], 0
    for text in sent:
        taken += send_in_each_field(reader, article, text, is_address=name == "emails")
        if text == sent[-1] or len(taken) > NEWEST - MOST_WAYS:
            look_everywhere(reader, article, taken)
            article, taken, total = new_article(), [], total + len(taken)
    if WHOLE:
        seconds, path = reader.slowest
        with capsys.disabled():
            print(  # noqa: T201
                f"\n{name}: {len(sent)} texts, {reader.people} posts, {total} replies in"
                f" {time.perf_counter() - began:.0f} s; the slowest took {seconds:.2f} s of CPU: {path}"
            )
        reader.assert_never_slow()


@needs_bad_input
def test_good_texts_are_kept_whole_and_all_their_words_are_shown(reader, new_article):
    article, good = new_article(), texts("good")
    for text in good:
        answer, _ = reader.send(article, text=text.replace("\n", "\r\n"))
        assert answer.status_code == 303, text
    kept = [*Reply.objects.order_by("pk")]
    assert [reply.text for reply in kept] == [dedent(normalize("NFC", text.expandtabs(4))) for text in good]
    for reply in kept:
        moderation.publish(reply)
    elements = lxml.html.fromstring(reader.read(article.url).decode()).xpath("//*[@data-text]")
    for text, element in zip(good, elements, strict=True):
        numbers = [str(n) for items in element.iter("ol") for n, _ in enumerate(items, 1)]
        shown = " ".join([element.text_content(), *numbers, *element.xpath(".//@href")])
        assert not Counter(words(text)) - Counter(words(shown)), text


def words(text):
    """Return the words and signs of a text but those that mark it up."""
    return re.findall(r"\w+|[^\w\s*`>\[\]().<-]", normalize("NFC", text))
