"""What machines read of the replies, and the drawings beside them."""

import re
from pathlib import Path

import lxml.html
import pytest

from discussions import moderation
from discussions.models import AVATARS, Discussion, Participant, Reply

STYLES = Path(__file__).resolve().parents[2] / "site" / "static" / "css" / "avatar.css"


@pytest.fixture
def page(client, article):
    return lambda: lxml.html.fromstring(client.get(article.url).content)


def item_of(page, reply):
    return page.get_element_by_id(reply.anchor)


def own(item, name):
    """Return the elements of one property that belong to this item and not to one within."""
    return [
        found
        for found in item.xpath(f".//*[@itemprop='{name}']")
        if next(found.iterancestors("li", "article")) is item
    ]


def test_the_articles_item_reaches_its_discussion(page, article, seed):
    html = page()
    (item,) = html.xpath("//article[@itemscope]")
    assert item.get("itemtype") == "https://schema.org/Article"
    assert html.get_element_by_id(item.get("itemref")).get("id") == "discussion"
    assert own(item, "headline")[0].text == article.title


def test_no_item_reaches_for_a_discussion_that_is_hidden(page, seed):
    Discussion.objects.update(status="hidden")
    assert not page().xpath("//article[@itemref]")


def test_a_reply_is_a_comment_with_its_writer_time_text_and_address(page, seed):
    item = item_of(page(), seed[103])
    assert (item.get("itemprop"), item.get("itemtype")) == ("comment", "https://schema.org/Comment")
    assert own(item, "author")[0].text_content() == "Laurent B."
    assert own(item, "dateCreated")[0].get("datetime") == "2011-12-25T10:03:00+01:00"
    assert own(item, "text")[0].text_content() == "Commentaire 103"
    assert own(item, "url")[0].get("href") == f"/-/discussions/reply/{seed[103].public_id}/"


def test_an_answer_to_an_answer_names_its_parent(page, say):
    top = say()
    middle = say(parent=top)
    last = say(parent=middle)
    (parent,) = own(item_of(page(), last), "parentItem")
    assert parent.get("href").endswith(f"#{middle.anchor}")
    assert item_of(page(), middle).getparent().getparent().get("id") == top.anchor


def test_nothing_is_said_of_what_is_not_there(page, seed):
    moderation.remove(seed[104])
    html = page()
    for reply in (seed[101], seed[104]):
        item = item_of(html, reply)
        assert item.get("itemscope") is None
        assert not own(item, "author")
        assert not item.xpath("./*[contains(@class, 'avatar')] | ./div")


def test_names_and_sources_are_text_wherever_they_stand(page, say):
    evil = '"><script>alert(1)</script>'
    top = say(name=evil, website=f"https://exemple.fr/{evil}", source=evil, source_id=evil)
    middle = say(parent=top, name=evil, language="fr")
    say(parent=middle)
    html = page()
    assert not html.xpath("//section[@id='discussion']//script[not(@src)]")
    assert item_of(html, top).get("data-source") == f"{evil}:{evil}"
    assert html.xpath("//*[@class='reply__addressee']/bdi")[0].text == evil


@pytest.mark.parametrize(("number", "classes"), [(0, "hue0 mark0"), (95, "hue11 mark7"), (13, "hue1 mark1")])
def test_a_participant_has_a_drawing_that_is_silent(page, say, number, classes):
    say(participant=Participant.objects.create(name="Zoé", avatar=number))
    (avatar,) = page().xpath("//section[@id='discussion']//i")
    assert avatar.get("class") == f"avatar {classes}"
    assert (avatar.text, len(avatar)) == (None, 0)


def test_the_style_sheet_has_a_drawing_for_each_number():
    styles = STYLES.read_text()
    hues, marks = (len(set(re.findall(rf"\.{name}\d+ ", styles))) for name in ("hue", "mark"))
    assert hues * marks == AVATARS


def test_a_reply_of_nobody_has_no_drawing(page, say):
    say()
    assert Reply.objects.get().participant is None
    assert not page().xpath("//section[@id='discussion']//i")
