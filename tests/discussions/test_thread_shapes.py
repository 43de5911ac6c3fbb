"""Discussions of every shape: chains, caterpillars, trees; and parents that can't be."""

import json
import re

import pytest
from badinput import WHOLE, needs_bad_input, rows
from django.db import IntegrityError, transaction
from django.urls import reverse
from lxml import etree
from stopwatch import TimedClient

from discussions import moderation, rendering, tally
from discussions.models import Discussion, Reply
from discussions.views.feeds import NEWEST

# The discussion's own and the page's, however deep and wide it is.
MOST_QUERIES = 20


def chain(depth):
    return [None, *range(depth - 1)]


def caterpillar(depth, fan):
    """Return a chain with so many leaves on each of its links."""
    return chain(depth) + [link for link in range(depth) for _ in range(fan)]


def tree(depth, fan):
    return [None, *((n - 1) // fan for n in range(1, (fan**depth - 1) // (fan - 1)))]


def parents_of(shape):
    """Return for each reply of a shape the place of the one it answers."""
    makers = {"chain": chain, "caterpillar": caterpillar, "binary": tree}
    sizes = [shape["depth"]] if shape["name"] == "chain" else [shape["depth"], shape["fan"]]
    return makers[shape["name"]](*sizes)


def build(discussion, parents):
    """Write replies at once, each with the parent that stands at this place; return them."""
    html, plain = rendering.render("Je suis d’accord.", "markdown")
    first = (Reply.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    replies = [
        Reply(
            pk=first + place,
            discussion=discussion,
            parent_id=None if parent is None else first + parent,
            root_id=None if parent is None else first,
            number=1 if parent is None else None,
            state="published",
            name="Zoé",
            language="fr",
            html=html,
            plain=plain,
            render_version=rendering.RENDER_VERSION,
        )
        for place, parent in enumerate(parents)
    ]
    Reply.objects.bulk_create(replies, batch_size=500)
    tally.settle_discussion(discussion)
    return replies


SHAPES = [
    {"name": "chain", "depth": 10},
    {"name": "chain", "depth": 100},
    {"name": "chain", "depth": 1000},
    {"name": "chain", "depth": 5000},
    {"name": "caterpillar", "depth": 500, "fan": 10},
    {"name": "binary", "depth": 14, "fan": 2},
]


@needs_bad_input
def test_the_shapes_are_those_of_the_collection():
    shapes = [json.loads(row["text"]) for row in rows("threads")]
    sized = [{"name": s["name"], "depth": s["depth"], "fan": s["fan"]} for s in shapes if "depth" in s]
    assert sized == [{"fan": 1} | shape for shape in SHAPES]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape['name']}-{shape['depth']}")
def test_every_shape_is_read_in_a_few_queries_and_each_reply_by_its_permalink(
    article, discussion, shape, django_assert_max_num_queries
):
    replies, reader = build(discussion, parents_of(shape)), TimedClient()
    discussion.refresh_from_db()
    assert discussion.shown_count == len(replies)
    last = replies[-1]
    places = [
        article.url,
        reverse("discussions:thread", args=[replies[0].public_id]),
        reverse("discussions:permalink", args=[last.public_id]),
        reverse("discussions:feed", args=[article.pk]),
    ]
    for place in places:
        with django_assert_max_num_queries(MOST_QUERIES):
            assert reader.get(place).status_code in {200, 302}, place
    feed = etree.fromstring(reader.get(places[-1]).content)
    assert len(feed.findall("{*}entry")) == min(NEWEST, len(replies))
    anchors = follow_permalinks(reader, replies[:: 10 if WHOLE else 500])
    if WHOLE:
        assert anchors == {reply.anchor for reply in replies}
        reader.assert_never_slow()


def follow_permalinks(reader, replies):
    """Find each of some replies on its page, and return the anchors of all that stand on these pages."""
    pages = {}
    for reply in replies:
        answer = reader.get(reverse("discussions:permalink", args=[reply.public_id]))
        path, _, anchor = answer["Location"].partition("#")
        if path not in pages:
            pages[path] = set(re.findall(r'id="(reponse-\w+)"', reader.get(path).content.decode()))
        assert anchor == reply.anchor
        assert anchor in pages[path]
    return set().union(*pages.values())


def test_removing_the_top_of_a_long_chain_leaves_a_tombstone(client, article, discussion):
    replies = build(discussion, chain(1000))
    moderation.remove(Reply.objects.get(pk=replies[0].pk))
    discussion.refresh_from_db()
    assert discussion.shown_count == 1000
    assert "data-tombstone" in client.get(article.url).content.decode()
    moderation.mark_spam(Reply.objects.get(pk=replies[1].pk))
    discussion.refresh_from_db()
    assert discussion.shown_count == 0


def test_a_reply_is_never_its_own_parent(say):
    reply = say()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(parent=reply, root=reply, number=None)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_reply_answers_within_its_own_discussion(say, article, french, english, language):
    locale = french if language == "fr" else english
    if language == "fr":
        page = article.get_parent().add_child(instance=type(article)(title="Autre", slug="autre", body=[]))
    else:
        page = article.copy_for_translation(english, copy_parents=True)
    foreign = say(discussion=Discussion.objects.create(page=page, locale=locale))
    with pytest.raises(ValueError, match="own discussion"):
        say(parent=foreign)
