"""What becomes of an item: its address, its state, its place; and what a second export changes."""

import datetime

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from articles.models import ArticleIndexPage, ArticlePage, Author
from discussions.models import Discussion, Reply
from home.models import StandardPage
from wordpress.conversion import convert
from wordpress.models import ImportedItem

SECRET = "SECRET que personne ne doit lire"


@pytest.mark.parametrize(
    "values",
    [
        {"status": "draft", "post_date_gmt": "0000-00-00 00:00:00"},
        {"status": "pending"},
        {"status": "private"},
        {"post_password": "sésame"},
        {"status": "future", "post_date_gmt": "2999-01-01 08:00:00"},
        {"status": "future", "post_date_gmt": "2012-01-01 08:00:00"},
        {"status": "trash"},
        {"status": "auto-draft"},
        {"post_type": "revision", "status": "inherit"},
        {"post_type": "feedback"},
        {"post_type": "page", "status": "private"},
    ],
    ids=str,
)
def test_what_wordpress_hid_is_shown_to_nobody(values, make_item, write_export, import_wordpress, client):
    link = "https://blog.example/2012/secret/"
    item = make_item(title=SECRET, content=SECRET, link=link, post_name="secret", **values)
    code, *_rest = import_wordpress(write_export(item))
    assert code == 0
    for address in ("/", "/articles/", "/2012/secret/", "/articles/secret/", "/secret/", "/sitemap.xml"):
        assert SECRET not in client.get(address, follow=True).content.decode()
    assert not ArticlePage.objects.live().exists()
    assert not Redirect.objects.exists()


def test_future_article_waits_for_its_date(make_item, write_export, import_wordpress):
    import_wordpress(write_export(make_item(status="future", post_date_gmt="2999-01-01 08:00:00")))
    article = ArticlePage.objects.get()
    assert article.go_live_at == datetime.datetime(2999, 1, 1, 8, tzinfo=datetime.UTC)
    assert article.scheduled_revision == article.latest_revision


def test_other_types_are_counted_with_their_reason(make_item, write_export, import_wordpress, make_comment):
    items = [
        make_item("1", post_type="nav_menu_item"),
        make_item("2", status="trash", comments=[make_comment("1")]),
        make_item("3"),
    ]
    *_rest, report = import_wordpress(write_export(*items))
    assert report["items"]["skipped"] == {"type:nav_menu_item": 1, "status:trash": 1}
    assert report["replies"]["skipped"] == {"item_skipped": 1}
    assert [page["result"] for page in report["pages"]] == ["skipped", "skipped", "created"]


def test_page_stands_under_the_front_page_with_its_old_table(
    make_item, write_export, import_wordpress, client
):
    table = "<table><tr><td>Prix</td><td onclick='x()'>12 €</td></tr></table>"
    import_wordpress(write_export(make_item(post_type="page", post_name="tarifs", content=table)))
    page = StandardPage.objects.get()
    html = client.get(page.url).content.decode()
    assert page.url == "/tarifs/"
    assert "<td>12 €</td>" in html
    assert "onclick" not in html


def test_slug_is_unicode_and_the_second_of_one_name_gets_a_number(
    make_item, write_export, import_wordpress, client
):
    slug = "%c3%a9t%c3%a9-%c3%a0-l-%c5%93uvre"
    first = make_item("1", post_name=slug, link=f"https://blog.example/2011/{slug}/")
    second = make_item("2", post_name=slug, link=f"https://blog.example/2012/{slug}/")
    import_wordpress(write_export(first, second))
    assert [page.slug for page in ArticlePage.objects.order_by("path")] == [
        "été-à-l-œuvre",
        "été-à-l-œuvre-2",
    ]
    for year, page in zip(("2011", "2012"), ArticlePage.objects.order_by("path"), strict=True):
        answer = client.get(f"/{year}/{slug}/", follow=True)
        assert answer.context["page"].pk == page.pk
        assert answer.redirect_chain[0][1] == 301


def test_empty_title_and_slug_still_make_a_page(make_item, write_export, import_wordpress):
    import_wordpress(write_export(make_item("5", title="", post_name="")))
    assert ArticlePage.objects.get().title == "Sans titre (01/05/2012)"
    assert ArticlePage.objects.get().slug


def test_long_title_and_excerpt_are_cut_at_a_word(make_item, write_export, import_wordpress):
    excerpt = f"<excerpt:encoded><![CDATA[<b>{'mot ' * 200}</b>]]></excerpt:encoded>"
    import_wordpress(write_export(make_item(title="Œuvre " * 100, extra=excerpt)))
    article = ArticlePage.objects.get()
    assert len(article.title) <= 255
    assert article.title.endswith("Œuvre…")
    assert article.introduction.endswith("mot…")
    assert len(article.introduction) <= 300


def test_date_without_gmt_is_the_sites_own_time(make_item, write_export, import_wordpress):
    import_wordpress(write_export(make_item(post_date="2012-07-01 10:00:00", post_date_gmt="")))
    assert ArticlePage.objects.get().published_at == datetime.datetime(2012, 7, 1, 8, tzinfo=datetime.UTC)


def test_author_is_found_by_login_and_never_becomes_an_account(
    make_item, write_export, import_wordpress, django_user_model
):
    import_wordpress(write_export(make_item("1"), make_item("2"), make_item("3", creator="inconnu")))
    assert sorted(Author.objects.values_list("slug", "name")) == [
        ("inconnu", "inconnu"),
        ("zoe", "Zoé Œuvray"),
    ]
    assert not django_user_model.objects.exists()


def test_closed_discussion_stays_closed(make_item, write_export, import_wordpress):
    import_wordpress(write_export(make_item(comment_status="closed")))
    assert Discussion.objects.get().status == "closed"


def test_items_that_share_an_id_are_two_pages_and_stay_two(make_item, write_export, import_wordpress):
    twins = [make_item("1", post_name="un"), make_item("1", post_name="deux")]
    export = write_export(*twins)
    import_wordpress(export)
    *_rest, report = import_wordpress(export)
    assert ArticlePage.objects.count() == 2
    assert report["items"]["unchanged"] == 2


def test_changed_item_updates_its_page_and_adds_its_new_reply(
    make_item, make_comment, write_export, import_wordpress
):
    import_wordpress(write_export(make_item(content="Avant.", comments=[make_comment("1")])))
    changed = make_item(content="Après.", comments=[make_comment("1"), make_comment("2")])
    *_rest, report = import_wordpress(write_export(changed))
    article = ArticlePage.objects.get()
    assert report["items"]["updated"] == 1
    assert "Après." in article.body[0].value.source
    assert article.live_revision == article.latest_revision
    assert list(Reply.objects.values_list("number", flat=True).order_by("number")) == [1, 2]


def test_page_edited_here_is_kept_and_named(make_item, write_export, import_wordpress):
    import_wordpress(write_export(make_item(content="Avant.")))
    article = ArticlePage.objects.get()
    article.title = "Relu par la rédaction"
    article.save_revision().publish()
    *_rest, report = import_wordpress(write_export(make_item(content="Après.")))
    assert report["items"]["skipped"] == {"edited_here": 1}
    assert ArticlePage.objects.get().title == "Relu par la rédaction"


def test_page_deleted_here_does_not_come_back(make_item, write_export, import_wordpress):
    export = write_export(make_item())
    import_wordpress(export)
    ArticlePage.objects.get().delete()
    *_rest, report = import_wordpress(export)
    assert report["items"]["skipped"] == {"deleted_here": 1}
    assert not ArticlePage.objects.exists()


def test_one_bad_item_fails_alone(make_item, make_comment, write_export, import_wordpress, monkeypatch):
    def fail_on_the_second(content, base):
        if "panne" in content:
            raise ValueError("une panne")
        return convert(content, base)

    monkeypatch.setattr("wordpress.pages.convert", fail_on_the_second)
    items = [make_item("1"), make_item("2", content="panne", comments=[make_comment("7")]), make_item("3")]
    code, said, _complaint, report = import_wordpress(write_export(*items))
    assert code == report["exit"] == 2
    assert "L’article 2" in said
    assert "une panne" in said
    assert ArticlePage.objects.count() == 2
    assert report["items"]["failed"] == {"ValueError": 1}
    assert report["replies"]["failed"] == {"item_failed": 1}


def test_blog_goes_to_the_list_of_its_own_language(
    article_index, english, make_item, write_export, import_wordpress, home_page
):
    english_home = home_page.copy_for_translation(english)
    english_home.save_revision().publish()
    english_index = article_index.copy_for_translation(english)
    english_index.save_revision().publish()
    import_wordpress(write_export(make_item(), language="en-US"))
    article = ArticlePage.objects.get()
    assert article.get_parent().pk == english_index.pk
    assert article.locale == english
    assert article.article_categories.count() == 0


def test_blog_in_a_language_the_site_lacks_goes_to_the_french_list(make_item, write_export, import_wordpress):
    *_rest, report = import_wordpress(write_export(make_item(), language="pt-BR"))
    assert ArticlePage.objects.get().locale == Locale.objects.get(language_code="fr")
    assert "pt-BR" in report["warnings"][0]
    assert ArticleIndexPage.objects.get().slug == "articles"


def test_untouched_source_is_kept(make_item, write_export, import_wordpress):
    import_wordpress(write_export(make_item(content="<b>Le texte</b> d’origine")))
    row = ImportedItem.objects.get()
    assert "<b>Le texte</b> d’origine" in row.xml or "&lt;b&gt;Le texte&lt;/b&gt; d’origine" in row.xml
    assert row.page_id == ArticlePage.objects.get().pk
    assert row.imported_at <= timezone.now()


def test_featured_image_that_is_not_here_is_said(make_item, write_export, import_wordpress):
    meta = (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>50</wp:meta_value></wp:postmeta>"
    )
    *_rest, report = import_wordpress(write_export(make_item(extra=meta)))
    assert report["pages"][0]["notes"] == ["L’image à la une manque."]


def test_neither_addresses_of_networks_nor_comments_are_kept_with_the_source(
    make_item, make_comment, write_export, import_wordpress
):
    comment = make_comment("7", author_IP="203.0.113.77", content="Un commentaire à part.")
    import_wordpress(write_export(make_item("1", comments=[comment])))
    row = ImportedItem.objects.get()
    assert "<wp:post_id>1</wp:post_id>" in row.xml
    for told in ("203.0.113.77", "gael@lecteurs.example", "Un commentaire à part."):
        assert told not in row.xml
