"""The text of a post as blocks: each in its form, nothing lost, nothing that acts."""

import json
import re
import time
from html import unescape

import nh3
import pytest
from lxml import html as lxml_html

from wordpress.autop import BLOCKS, autop
from wordpress.conversion import convert
from wordpress.reading import read_items, survey

BASE = "https://blog.example/2012/05/01/article/"


def blocks(content):
    return convert(content, BASE).blocks


def words(value):
    text = " ".join(value.values()) if isinstance(value, dict) else re.sub(r"<[^>]+>", " ", value)
    return re.findall(r"\w+", unescape(text))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Un.\n\nDeux\ntrois.", [("paragraph", "<p>Un.</p>"), ("paragraph", "<p>Deux<br>\ntrois.</p>")]),
        ("<h1>Été</h1>", [("heading", {"text": "Été", "level": "h2"})]),
        ("<h5>Petit</h5>", [("heading", {"text": "Petit", "level": "h4"})]),
        ("&nbsp;\n\n \n\n<p></p>", []),
        ("<em>a</em> <strong>b</strong>", [("paragraph", "<p><i>a</i> <b>b</b></p>")]),
        ("<ul>\n<li>Un</li>\n</ul>", [("paragraph", "<ul>\n<li>Un</li>\n</ul>")]),
        ("<span style='color:red'>Rouge</span>", [("paragraph", "<p>Rouge</p>")]),
        ("<a href='/2011/'>là</a>", [("paragraph", '<p><a href="/2011/">là</a></p>')]),
        ("<a href='//autre.example/x'>là</a>", [("paragraph", '<p><a href="https://autre.example/x">là</a></p>')]),
        ("<a href='javascript:alert(1)'>ici</a>", [("paragraph", "<p>ici</p>")]),
        ("<!-- wp:paragraph -->\n<p>Bloc</p>\n<!-- /wp:paragraph -->", [("paragraph", "<p>Bloc</p>")]),
        (
            "<blockquote>Rien ne se perd.\n\n— Lavoisier</blockquote>",
            [("quote", {"text": "Rien ne se perd.", "person": "Lavoisier", "work": "", "url": ""})],
        ),
    ],
)  # fmt: skip
def test_classic_text_becomes_blocks(content, expected):
    assert blocks(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><th>Année</th><td>2011</td></tr></table>",
        "Avant <iframe src='https://www.youtube.com/embed/x'></iframe> après",
        "<pre>code  deux\n\nlignes</pre>",
        "H<sub>2</sub>O",
        "<blockquote>Voir <a href='https://x.example'>là</a></blockquote>",
        f"<h2>{'Long ' * 60}</h2>",
        "<figure><img src='a.jpg' alt='Jetée'><figcaption>Le pont</figcaption></figure>",
    ],
)
def test_residue_keeps_its_words_as_imported_html(content):
    result = blocks(content)
    kept = words(" ".join(value for _name, value in result))
    assert {name for name, _value in result} == {"legacy_html"}
    assert [word for word in kept if word in words(content)] == words(content)
    assert "Jetée" not in content or "Jetée" in kept


def test_picture_and_player_become_links_that_ask_nobody_before_a_click():
    result = convert(
        "<img src='/wp-content/uploads/pont.jpg' alt='Un pont'><iframe src='//v.example/1'>", BASE
    )
    markup = result.blocks[0][1]
    assert 'href="/wp-content/uploads/pont.jpg"' in markup
    assert ">Un pont</a>" in markup
    assert 'href="https://v.example/1"' in markup
    assert "<img" not in markup
    assert "<iframe" not in markup
    assert result.images == ["/wp-content/uploads/pont.jpg"]


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert(1)</script>Texte",
        "<p onclick='alert(1)'>Texte</p>",
        "<svg onload=alert(1)>Texte</svg>",
        "<a href='java&#10;script:alert(1)'>Texte</a>",
        "<table background='javascript:alert(1)'><tr><td style='x:expression(1)'>Texte</td></tr></table>",
        "<form action='https://voleur.example'><input name=a>Texte</form>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>Texte",
        "<object data='data:text/html,<script>alert(1)</script>'></object>Texte",
    ],
)
def test_nothing_imported_acts(content):
    made = json.dumps(blocks(content)).lower()
    assert "texte" in made
    for harm in ("<script", "onclick", "onload", "onerror", "javascript:", "data:text", "<form", "style="):
        assert harm not in made


@pytest.mark.parametrize(
    "content",
    [
        "[" * 1_000_000,
        "<!-- wp:a {" * 90_000,
        "[caption " * 110_000,
        "<a " * 300_000,
        " " * 1_000_000,
        "<b>" * 20_000 + "mot",
        "<div>" * 5_000 + "mot",
        "<blockquote>" * 5_000 + "mot",
    ],
    ids=lambda content: content[:12].strip(),
)
def test_hostile_length_and_depth_cost_little_and_lose_no_word(content):
    start = time.monotonic()
    made = blocks(content)
    assert time.monotonic() - start < 4
    assert ("mot" in content) <= ("mot" in json.dumps(made))


def tree(markup):
    """Return what a browser makes of markup, without empty paragraphs and the source's layout."""
    clean = nh3.clean(markup, tags=nh3.ALLOWED_TAGS | BLOCKS - {"style"} | {"iframe", "object", "param", "u"})
    root = lxml_html.fragment_fromstring(clean, create_parent="body")
    for paragraph in [p for p in root.iter("p") if not len(p) and not (p.text or "").strip()]:
        paragraph.drop_tag()
    return [(e.tag, (e.text or "").split(), (e.tail or "").split()) for e in root.iter()]


def test_paragraphs_are_those_of_wordpress(shared):
    vectors = json.loads((shared / "data" / "wxr" / "wpautop-vectors.json").read_text())["vectors"]
    same = sum(tree(autop(vector["in"])) == tree(vector["out"]) for vector in vectors)
    assert same >= len(vectors) - 4


@pytest.mark.parametrize(
    "name", ["fr-alexandrerio-wp35", "en-mythz-wp33", "themeunittest-wptt", "made-classic-fr"]
)
def test_real_posts_keep_their_words(name, shared):
    folder = shared / "data" / "wxr"
    expected = json.loads((folder / f"{name}.expected.json").read_text())["items"]
    word = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
    for item, truth in zip(read_items(survey(folder / f"{name}.xml"), "UTC"), expected, strict=True):
        if item.type not in {"post", "page"}:
            continue
        text = " ".join(
            " ".join(value.values())
            if isinstance(value, dict)
            else re.sub(r"</?(?:p|li|t[dhr]|div|br|h\d|pre|d[tdl]|fig\w+|caption)\b[^>]*>", " ", value)
            for _name, value in convert(item.content, item.link).blocks
        )
        found = word.findall(unescape(re.sub(r"<[^>]+>", "", text)))
        assert len(found) >= 0.97 * truth["content"]["words"], (item.id, item.title)
