"""One article of 2011 and its discussion, whole: what a publisher sees first."""

import datetime
import re
from pathlib import Path

import pytest
from django.apps import apps
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageLogEntry

from articles.models import ArticlePage
from discussions.models import Decision, Participant, Reply

EXPORT = Path(__file__).parent / "data" / "joyeux-printemps.wxr.xml"


@pytest.fixture
def imported(import_wordpress):
    return import_wordpress(EXPORT)


def row_counts():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_article_has_its_title_date_rubric_tag_and_author(imported):
    article = ArticlePage.objects.get()
    moment = datetime.datetime(2011, 3, 20, 8, tzinfo=datetime.UTC)
    assert article.title == "Joyeux printemps aux jardiniers & jardinières"
    assert (article.first_published_at, article.published_at) == (moment, moment)
    assert [link.category.name for link in article.article_categories.all()] == ["Vie de quartier"]
    assert [tag.name for tag in article.tags.all()] == ["Toulouse"]
    assert [(link.author.name, link.author.user) for link in article.article_authors.all()] == [("Zoé", None)]


def test_body_keeps_every_paragraph_and_ends_with_a_share_bar(imported):
    body = ArticlePage.objects.get().body
    assert [block.block_type for block in body] == [
        "paragraph", "heading", "paragraph", "heading", "paragraph", "share_bar",
    ]  # fmt: skip
    assert [block.value["level"] for block in body if block.block_type == "heading"] == ["h2", "h2"]
    assert body[2].value.source.count("<br>") == 1
    assert "<b>2010</b>" in body[4].value.source


def test_article_is_live_with_a_revision_and_a_history(imported):
    article = ArticlePage.objects.get()
    assert article.live
    assert not article.has_unpublished_changes
    assert article.live_revision == article.latest_revision
    assert set(PageLogEntry.objects.filter(page=article.pk).values_list("action", flat=True)) >= {
        "wagtail.create",
        "wagtail.publish",
    }


def test_article_is_found_by_search(imported):
    assert [page.title for page in ArticlePage.objects.live().search("potagers")] == [
        "Joyeux printemps aux jardiniers & jardinières"
    ]


def test_old_address_leads_to_the_article_in_one_permanent_hop(imported, client):
    for address in ("/2011/03/20/joyeux-printemps/", "/2011/03/20/joyeux-printemps"):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200
        assert answer.redirect_chain[-1] == (ArticlePage.objects.get().url, 301)


def test_discussion_reads_as_the_old_page_did(imported, client):
    html = client.get(ArticlePage.objects.get().url).content.decode()
    title = "Joyeux printemps aux jardiniers &amp; jardinières"
    assert f"5 réponses à «\u202f{title}\u202f»" in html
    shown = re.findall(r'<\w+[^>]*\bdata-reply="[^"]*"[^>]*>', html)
    sources = [re.search(r'data-source="wordpress:(\d+)"', tag)[1] for tag in shown]
    assert sources == ["101", "102", "103", "104", "105"]
    assert [re.search(r'data-kind="(\w+)"', tag)[1] for tag in shown] == ["placeholder"] + ["reply"] * 4
    numbers = {
        s: found[1]
        for s, tag in zip(sources, shown, strict=True)
        if (found := re.search(r'data-number="(\d+)"', tag))
    }
    assert numbers == {"103": "1", "104": "2"}
    badges = [s for s, tag in zip(sources, shown, strict=True) if 'data-role="author"' in tag]
    assert badges == ["102", "105"]


def test_answers_stand_under_whom_they_answer(imported):
    parents = dict(Reply.objects.values_list("source_id", "parent__source_id"))
    assert parents == {"101": None, "102": "101", "103": None, "104": None, "105": "104"}
    assert dict(Reply.objects.values_list("source_id", "root__source_id")) == parents


def test_replies_keep_name_website_date_and_links(imported):
    laurent = Reply.objects.get(source_id="103")
    assert (laurent.name, laurent.website) == ("Laurent B.", "http://laurentb.example/")
    assert laurent.published_at == datetime.datetime(2011, 3, 21, 17, 40, tzinfo=datetime.UTC)
    assert "Les fèves d’abord, toujours.<br>" in laurent.html
    assert 'href="http://radis.example/semis"' in laurent.html
    assert laurent.participant.email == "laurentb@lecteurs.example"


def test_every_reply_has_one_decision_and_no_address_of_a_machine_is_kept(imported):
    assert Decision.objects.filter(rule="import").count() == Reply.objects.count() == 5
    assert Participant.objects.count() == 3
    texts = [str(row) for model in (Reply, Participant, Decision) for row in model.objects.values()]
    assert not [text for text in texts if "192.0.2." in text]


def test_report_counts_everything_and_names_the_missing_parent(imported):
    code, said, _complaint, report = imported
    sentence = "La réponse 102 répond à la réponse 101, absente du fichier\u00a0: une place lui est gardée."
    assert code == report["exit"] == 0
    assert sentence in said
    assert sentence in report["pages"][0]["notes"]
    assert report["items"] == {"created": 1, "updated": 0, "unchanged": 0, "skipped": {}, "failed": {}}
    assert report["replies"]["created"] == 4
    assert report["replies"]["placeholders"] == 1


# Without any page cache, replies included; the bound is 15.
SEED_QUERIES = 13


def test_twice_is_once(imported, import_wordpress):
    before = row_counts()
    code, _said, _complaint, report = import_wordpress(EXPORT)
    assert code == 0
    assert row_counts() == before
    assert report["items"] == {"created": 0, "updated": 0, "unchanged": 1, "skipped": {}, "failed": {}}
    assert report["replies"]["unchanged"] == 4


def test_dry_run_gives_the_same_numbers_and_writes_nothing(import_wordpress):
    before = row_counts()
    _code, said, _complaint, tried = import_wordpress(EXPORT, dry_run=True)
    assert row_counts() == before
    assert "rien n’a été écrit" in said
    _code, _said, _complaint, done = import_wordpress(EXPORT)
    assert [tried[key] for key in ("items", "replies")] == [done[key] for key in ("items", "replies")]


def test_the_seed_itself_reads_as_its_page_did(shared, import_wordpress, client):
    code, said, _complaint, _report = import_wordpress(shared / "seed" / "joyeux-noel.wxr.xml")
    assert code == 0
    assert "La réponse 102 répond à la réponse 101, absente du fichier" in said
    html = client.get("/2011/12/23/joyeux-noel-aux-community-managers/", follow=True).content.decode()
    assert "5 réponses à «\u202fJoyeux Noël aux Community Managers\u202f»" in html
    assert html.count('data-block="heading"') == 2
    assert html.count('data-block="paragraph"') == 7
    assert "23 décembre 2011" in html
    assert Redirect.objects.count() == 1


def test_seed_article_costs_a_reader_few_queries(shared, import_wordpress, client, django_assert_num_queries):
    import_wordpress(shared / "seed" / "joyeux-noel.wxr.xml")
    address = "/articles/joyeux-noel-aux-community-managers/"
    client.get(address)
    with django_assert_num_queries(SEED_QUERIES):
        client.get(address)
