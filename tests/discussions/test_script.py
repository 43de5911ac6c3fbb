"""What the discussion's script finds in the pages, and what it may weigh."""

import gzip
from pathlib import Path

import lxml.html
import pytest
from django.test import Client

from discussions.models import Discussion

SCRIPTS = Path(__file__).resolve().parents[2] / "site" / "static" / "js"
KEY = "5f0e6f3e-6a3c-4a53-9a05-0f6d3f1a7c11"

pytestmark = pytest.mark.django_db


def post(client, article, **fields):
    reply = {"name": "Zoé", "email": "zoe@exemple.fr", "text": "J’accuse ce titre.", "parent": ""}
    headers = {"sec-fetch-site": "same-origin"}
    return client.post(f"/-/discussions/{article.pk}/reply/", reply | fields, headers=headers)


def element(html, path):
    (found,) = lxml.html.fromstring(html).xpath(path)
    return found


def accepted_key(client, receipt):
    return element(client.get(receipt).content, "//*[@data-accepted-key]").get("data-accepted-key")


def test_all_of_the_script_weighs_at_most_12_kilobytes():
    files = [SCRIPTS / "discussion.js", *(SCRIPTS / "discussion").glob("*.js")]
    assert len(files) > 1
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 12_000


def test_the_page_says_its_count_and_the_words_for_more_in_french(say, article, read):
    say()
    html = read()
    assert element(html, "//*[@data-discussion-page]").get("data-count") == "1"
    button = element(html, "//*[@data-news]")
    assert button.get("data-one") == "# nouvelle réponse"
    assert button.get("data-other") == "# nouvelles réponses"


def test_the_script_comes_after_the_article_as_a_module(article, read):
    html = read()
    script = element(html, "//script[contains(@src, 'js/discussion.js')]")
    assert script.get("type") == "module"
    assert html.index("</article>") < html.index("js/discussion.js")


def test_a_closed_discussion_asks_for_no_news(discussion, read):
    discussion.status = Discussion.Status.CLOSED
    discussion.save()
    root = element(read(), "//*[@data-discussion-page]")
    assert root.get("data-count") is None
    assert "Voir votre brouillon" in root.text_content()


def test_a_cached_page_holds_no_key(article, read):
    for name in ("parent", "key", "elapsed"):
        field = element(read(), f"//form//input[@name='{name}']")
        assert field.get("value") == ""


def test_the_receipt_names_the_key_that_was_posted(client, article):
    response = post(client, article, key=KEY)
    assert response.status_code == 303
    assert (
        element(client.get(response.url).content, "//*[@data-accepted-key]").get("data-accepted-key") == KEY
    )


def test_the_receipt_of_a_repeated_text_names_its_own_key(client, article):
    post(client, article, key=KEY)
    again = post(client, article, key="un-autre-nom")
    assert again.url.endswith("key=un-autre-nom")


def test_the_receipt_of_a_reader_without_a_script_names_none(client, article):
    receipt = post(client, article).url
    assert "?" not in receipt
    assert accepted_key(client, receipt) == ""


@pytest.mark.parametrize("key", ['"><script>alert(1)</script>', "é" * 5_000, "\x00"])
def test_a_hostile_key_is_only_a_value(client, article, key):
    receipt = post(client, article, key=key).url
    assert len(accepted_key(client, receipt)) <= 40


def test_a_faulty_form_keeps_key_and_time(client, article):
    html = post(client, article, name="", key=KEY, elapsed="4200").content
    assert element(html, "//form//input[@name='key']").get("value") == KEY
    assert element(html, "//form//input[@name='elapsed']").get("value") == "4200"


def test_a_post_to_be_confirmed_keeps_key_and_time(article):
    fields = {"text": "Est-ce de moi ?", "key": KEY, "elapsed": "4200"}
    response = Client(enforce_csrf_checks=True).post(f"/-/discussions/{article.pk}/reply/", fields)
    assert response.status_code == 403
    assert element(response.content, "//input[@name='key']").get("value") == KEY
