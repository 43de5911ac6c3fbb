"""The share bar: plain links that carry exactly the title and the page's own address."""

import unicodedata
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from badinput import needs_bad_input, rows
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from articles.models import ArticlePage
from articles.sharing import LABELS, NEEDS_SCRIPT, SEED_NETWORKS, Network, share_links

TITLE = 'L’été à « Évry » : 100 % d’œufs & co ? #1 +2 "é" 🥖'
ADDRESS = "https://causerie.example/articles/l-ete-à-evry/?a=1&b=2"


def read_back(network, href):
    """Return what a network's page would read out of a link: the text and the address."""
    parts = urlsplit(href)
    if network == Network.EMAIL:
        fields = dict(pair.split("=", 1) for pair in parts.query.split("&"))
        return unquote(fields["subject"]), unquote(fields["body"])
    query = parts.fragment if network == Network.MASTODON else parts.query
    fields = {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
    if network in {Network.BLUESKY, Network.MASTODON, Network.WHATSAPP}:
        return tuple(fields["text"].rsplit(" ", 1))
    return fields.get("text"), fields.get("url") or fields.get("u")


def hrefs(title, url=ADDRESS):
    return {link.network: link.href for link in share_links(list(Network), title, url) if link.href}


def check(title):
    for network, href in hrefs(title).items():
        text, url = read_back(network, href)
        assert url == ADDRESS, network
        assert text in {unicodedata.normalize("NFC", title), None}, network
        assert (text is None) == (network in {Network.FACEBOOK, Network.LINKEDIN})


def test_title_and_address_are_read_back_exactly():
    check(TITLE)


@needs_bad_input
def test_hostile_titles_are_read_back_exactly():
    # Escaped ones hold what the hygiene refuses, and lone surrogates can't be percent-encoded.
    titles = [row["text"] for row in rows("text") if "text" in row and not row.get("json_escaped")]
    assert len(titles) > 500
    for title in titles:
        check(title)


def test_no_link_holds_a_plus_for_a_space():
    assert all("+" not in href for href in hrefs(TITLE).values())


def test_every_network_is_a_link_or_needs_a_script():
    assert set(hrefs(TITLE)) == set(Network) - NEEDS_SCRIPT


def test_unknown_networks_are_left_out():
    assert share_links(["myspace", "x"], TITLE, ADDRESS)[0].network == "x"


def test_label_says_what_the_visible_name_says():
    with override("fr"):
        for network in Network:
            assert str(network.label).lower() in str(LABELS[network]).lower()
        assert str(LABELS[Network.FACEBOOK]) == "Partager l’article sur Facebook"


def bar(client, page):
    return BeautifulSoup(client.get(page.url).content, "html.parser").select_one("[data-block=share_bar]")


def add(article_index, networks, **value):
    body = [("share_bar", {"heading": "", "networks": networks} | value)]
    return article_index.add_child(instance=ArticlePage(title=TITLE, slug="ete", body=body))


def test_links_on_the_page_carry_the_stored_title_and_the_canonical_address(client, article_index):
    page = add(article_index, [str(network) for network in Network])
    found = bar(client, page)
    for link in found.select("a[data-share]"):
        text, url = read_back(link["data-share"], link["href"])
        assert url == page.full_url
        assert text in {TITLE, None}


def test_address_is_the_site_s_and_never_the_request_s(client, article_index, settings):
    settings.ALLOWED_HOSTS = ["ailleurs.example"]
    page = add(article_index, ["facebook"])
    response = client.get(page.url, headers={"host": "ailleurs.example"})
    assert b"ailleurs.example" not in response.content.split(b"data-share=")[1]


def test_buttons_are_hidden_until_the_script_finds_them_possible(client, article_index):
    found = bar(client, add(article_index, [str(network) for network in Network]))
    buttons = found.select("button[type=button]")
    assert {button["data-share"] for button in buttons} == {"copy", "native", "print"}
    assert all(button.has_attr("hidden") and button.parent.has_attr("hidden") for button in buttons)
    assert found.select_one("[role=status]") is not None
    assert found.script["type"] == "module"
    assert "alert" not in str(found.script)


def test_bar_of_plain_links_asks_for_no_script(client, article_index):
    found = bar(client, add(article_index, SEED_NETWORKS))
    assert found.script is None
    assert [link["data-share"] for link in found.select("a")] == ["x", "facebook", "email"]


def test_every_entry_has_a_drawing_beside_its_text(client, article_index):
    found = bar(client, add(article_index, [str(network) for network in Network]))
    for entry in found.select("[data-share]"):
        assert entry.svg["aria-hidden"] == "true"
        assert entry.span.text.strip()


def test_empty_sentence_is_the_usual_one(client, article_index):
    sentence = bar(client, add(article_index, SEED_NETWORKS)).p.text.strip()
    assert sentence == "Vous avez aimé cet article\u202f? Alors partagez-le avec vos amis\u00a0:"


def test_own_sentence_is_shown_as_written(client, article_index):
    page = add(article_index, SEED_NETWORKS, heading="Faites <passer> !")
    assert bar(client, page).p.text.strip() == "Faites <passer> !"


def test_new_article_ends_with_a_share_bar():
    assert [block.block_type for block in ArticlePage().body] == ["share_bar"]
    assert list(ArticlePage().body[0].value["networks"]) == SEED_NETWORKS


def test_form_of_a_new_article_starts_with_a_share_bar(editor_client, article_index):
    url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", article_index.pk])
    response = editor_client.get(url)
    assert [block.block_type for block in response.context["form"]["body"].value()] == ["share_bar"]


def test_second_share_bar_is_refused():
    block = ArticlePage._meta.get_field("body").stream_block
    value = {"heading": "", "networks": ["x"]}
    with pytest.raises(ValidationError):
        block.clean(block.to_python([("share_bar", value), ("share_bar", value)]))


def test_preview_of_an_article_never_saved_shows_its_share_bar(home_page):
    page = ArticlePage(title=TITLE, slug="ete")
    response = page.make_preview_request()
    assert response.status_code == 200
    assert b'data-share="facebook"' in response.rendered_content.encode()
