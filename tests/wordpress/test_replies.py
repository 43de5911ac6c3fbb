"""The tree of a discussion, whatever the file's order, depth and faults; and who said what."""

import random

import pytest

from discussions.models import Participant, Reply
from wordpress.items import Comment
from wordpress.replies import plan, shown_text, website


def comment(comment_id, parent="0", **values):
    fields = dict.fromkeys(Comment.__dataclass_fields__, "") | {"date": None, "approved": "1"}
    return Comment(**fields | {"id": str(comment_id), "parent": str(parent)} | values)


def tree(comments):
    return [(reply.source_id, reply.parent_id) for reply in plan(comments).replies]


def test_tree_is_the_same_for_any_order_in_the_file():
    comments = [
        comment(n, parent) for n, parent in ((1, 0), (2, 1), (3, 2), (4, 0), (5, 99), (6, 1), (7, 99))
    ]
    expected = tree(comments)
    for _round in range(20):
        random.shuffle(comments)
        assert tree(comments) == expected


def test_a_hundred_thousand_levels_are_read_in_a_line():
    comments = [comment(n, n - 1) for n in range(100_000, 0, -1)]
    assert [reply.source_id for reply in plan(comments).replies[:3]] == ["1", "2", "3"]


def test_circle_is_broken_at_its_oldest_and_said():
    made = plan([comment(3, 2), comment(2, 1), comment(1, 3)])
    assert [(reply.source_id, reply.parent_id) for reply in made.replies] == [
        ("1", ""),
        ("2", "1"),
        ("3", "2"),
    ]
    assert made.notes == [("cycle", "1", "3")]


def test_reply_to_itself_begins_a_thread():
    assert plan([comment(8, 8)]).notes == [("own_parent", "8", "8")]
    assert tree([comment(8, 8)]) == [("8", "")]


def test_second_of_one_number_is_left_out_and_said():
    made = plan([comment(1), comment(1)])
    assert made.skipped == {"duplicate": 1}
    assert made.notes == [("duplicate", "1", "")]


@pytest.mark.parametrize("kind", ["note", "order_note", "review", "action_log"])
def test_other_kinds_of_comments_are_left_out(kind):
    made = plan([comment(1, type=kind), comment(2)])
    assert [reply.source_id for reply in made.replies] == ["2"]
    assert made.skipped == {f"type:{kind}": 1}


def test_answer_to_what_is_left_out_hangs_on_a_placeholder():
    made = plan([comment(11, approved="spam"), comment(12, 11)])
    assert [(reply.source_id, reply.kind) for reply in made.replies] == [
        ("11", "placeholder"),
        ("12", "reply"),
    ]
    assert [reply.state for reply in made.replies] == ["spam", "published"]
    assert made.notes == [("parent_left_out", "12", "11")]


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("Un.\n\nDeux\ntrois.", "<p>Un.</p>\n<p>Deux<br />\ntrois.</p>"),
        ("Voir http://a.example/x.", '<p>Voir <a href="http://a.example/x">http://a.example/x</a>.</p>'),
        (
            '<a href="http://a.example">http://a.example</a>',
            '<p><a href="http://a.example">http://a.example</a></p>',
        ),
    ],
)
def test_comment_is_shown_as_wordpress_did(content, shown):
    assert shown_text(content) == shown


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://a.example", "http://", "http://a b", "//a.example", "x" * 300]
)
def test_only_web_addresses_are_websites(url):
    assert website(url) == ""


def test_states_kinds_and_people(make_item, make_comment, write_export, import_wordpress, client):
    comments = [
        make_comment("1", author="Zoé Œuvray", user_id="0"),
        make_comment("2", author="Quelqu’un d’autre", user_id="3"),
        make_comment("3", approved="0", content="À relire"),
        make_comment("4", approved="spam", content="Pilules"),
        make_comment(
            "5", type="pingback", author="Un blog", author_url="http://ami.example/", author_email=""
        ),
        make_comment("6", author="<script>alert(1)</script>", content="<script>alert(2)</script>Bonjour"),
        make_comment("7", parent="3", content="Réponse cachée"),
        make_comment("8", parent="4", content="Réponse aux pilules"),
    ]
    *_rest, report = import_wordpress(write_export(make_item(comments=comments)))
    replies = {reply.source_id: reply for reply in Reply.objects.all()}
    assert {key: reply.state for key, reply in replies.items() if reply.state != "published"} == {
        "3": "pending",
        "4": "spam",
    }
    assert (replies["4"].kind, replies["4"].text) == ("placeholder", "")
    assert [replies[key].role for key in "12"] == ["", "author"]
    assert [replies[key].number for key in "12356"] == [1, 2, None, None, 3]
    assert replies["5"].kind == "mention"
    assert report["replies"]["skipped"] == {"status:spam": 1}
    assert Participant.objects.count() == 5
    html = client.get("/articles/article-1/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    for hidden in ("À relire", "Pilules", "Réponse cachée", "Réponse aux pilules"):
        assert hidden not in html


def test_old_text_with_what_cannot_be_stored_is_imported_without_it(
    make_item, make_comment, write_export, import_wordpress
):
    import_wordpress(write_export(make_item(comments=[make_comment("1", content="Œuf\ufdd0 dur\u202e !")])))
    assert Reply.objects.get().plain == "Œuf dur !"
