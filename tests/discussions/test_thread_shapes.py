"""Discussions of every shape: chains, caterpillars, trees; and parents that can't be."""

import json

import pytest
from badinput import needs_bad_input, rows
from django.db import IntegrityError, transaction
from django.urls import reverse

from discussions import moderation, rendering, tally
from discussions.models import Discussion, Reply

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
def test_every_shape_is_read_in_a_few_queries(
    client, article, discussion, shape, django_assert_max_num_queries
):
    replies = build(discussion, parents_of(shape))
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
            assert client.get(place).status_code in {200, 302}, place


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
