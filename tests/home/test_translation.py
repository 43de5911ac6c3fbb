"""The translator's way: submit, translate, publish; and never a French sentence in the English page."""

import json

import pytest
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail_localize.models import StringTranslation, Translation

from articles.models import ArticlePage, Author, Category

CATEGORY = "/admin/snippets/articles/category"


@pytest.fixture
def translation(english_index, signed_article, submit):
    return submit(signed_article)


def test_submitting_an_article_makes_a_draft_that_no_reader_sees(translation, client):
    target = translation.get_target_instance()
    assert not target.live
    assert target.get_parent().locale.language_code == "en"
    assert client.get(target.url).status_code == 404


def test_translation_editor_opens_for_an_editor(translation, admin):
    response = admin.get(f"/admin/pages/{translation.get_target_instance().pk}/edit/")
    assert response.status_code == 200
    assert "wagtail_localize/admin/edit_translation.html" in [t.name for t in response.templates]


def test_publishing_with_an_untranslated_segment_is_refused_with_its_reasons(
    translation, translate_all, publish
):
    translate_all(translation)
    StringTranslation.objects.filter(context__path="title").delete()
    (said,) = publish(translation)
    assert said.startswith("Non publié (Anglais)\N{NO-BREAK SPACE}: «")
    assert said.endswith(" 1 segment n’est pas traduit.")
    assert not translation.get_target_instance().live


def test_an_empty_translation_counts_as_none(translation, translate_all, publish):
    translate_all(translation)
    StringTranslation.objects.filter(context__path="title").update(data="")
    (said,) = publish(translation)
    assert "1 segment n’est pas traduit." in said
    assert not translation.get_target_instance().live


def test_publishing_is_refused_while_the_rubric_is_french(translation, translate, publish):
    translate(translation)
    (said,) = publish(translation)
    assert "«\u202fVie de quartier\u202f» n’est pas encore traduit." in said
    assert not translation.get_target_instance().live


def test_complete_translation_goes_live_with_its_own_rubric_and_author(
    translation, translate_all, publish, client
):
    translate_all(translation)
    (said,) = publish(translation)
    assert "Non publié" not in said
    page = translation.get_target_instance()
    assert client.get(page.url).status_code == 200
    category = page.article_categories.get().category
    assert (category.locale.language_code, category.name) == ("en", "english-15")
    author = page.article_authors.get().author
    assert (author.locale.language_code, author.name) == ("en", "Zoé Œuvrard")
    assert author.biography == "english-11"


def test_rubric_is_not_published_half_translated(translation, translate, publish, english):
    rubric = Translation.objects.get(source__object_id=Category.objects.first().translation_key)
    (said,) = publish(rubric)
    assert "2 segments ne sont pas traduits." in said
    translate(rubric)
    publish(rubric)
    assert Category.objects.get(locale=english).name == "english-15"


def test_bulk_publication_of_an_incomplete_translation_is_refused(translation, translate_all, admin):
    target = translation.get_target_instance()
    address = f"/admin/bulk/wagtailcore/page/publish/?id={target.pk}&next=/admin/"
    response = admin.post(address, {}, follow=True)
    assert "Non publié" in response.content.decode()
    assert not Page.objects.get(pk=target.pk).live
    translate_all(translation)
    translation.save_target(publish=False)
    admin.post(address, {})
    assert Page.objects.get(pk=target.pk).live


def test_bulk_publication_of_a_list_asks_its_incomplete_articles_too(translation, admin):
    parent = translation.get_target_instance().get_parent()
    address = f"/admin/bulk/wagtailcore/page/publish/?id={parent.pk}&next=/admin/"
    admin.post(address, {"include_descendants": "on"})
    assert not translation.get_target_instance().live


@pytest.fixture
def stopped(translation, admin):
    """The draft of a translation that its editor has taken out of the translation editor."""
    admin.post(f"/admin/localize/translate/{translation.pk}/disable/", {"next": "/admin/"}, follow=True)
    return translation.get_target_instance()


def page_form(page, **changes):
    """Return what the page editor sends for an article without a body, with "publish" pressed."""
    words = {"title": page.title, "slug": page.slug, "introduction": page.introduction}
    fields = {"hero_image": "", "hero_caption": "", "tags": "", "seo_title": "", "search_description": ""}
    sets = ("article_categories", "article_authors", "comments")
    return nested_form_data(
        words
        | fields
        | {name: inline_formset([]) for name in sets}
        | {"published_at": "2026-05-01 09:00", "body": streamfield([]), "action-publish": "1"}
        | changes
    )


def test_draft_whose_translation_was_stopped_is_not_published_with_the_originals_sentences(stopped, admin):
    address = f"/admin/pages/{stopped.pk}/edit/"
    response = admin.post(address, page_form(stopped), follow=True)
    assert "2 phrases sont encore celles de l’original" in response.content.decode()
    assert not Page.objects.get(pk=stopped.pk).live
    admin.post(f"/admin/bulk/wagtailcore/page/publish/?id={stopped.pk}&next=/admin/", {})
    assert not Page.objects.get(pk=stopped.pk).live


def test_draft_that_was_rewritten_in_the_page_editor_is_published(stopped, admin, client):
    words = page_form(stopped, title="Summer in Évry", introduction="A standfirst of its own.")
    admin.post(f"/admin/pages/{stopped.pk}/edit/", words, follow=True)
    assert Page.objects.get(pk=stopped.pk).live


@pytest.fixture
def live(translation, translate_all, publish):
    """The translation, complete and live."""
    translate_all(translation)
    publish(translation)
    return translation


def publish_source(article, capture, **changes):
    for name, value in changes.items():
        setattr(article, name, value)
    with capture(execute=True):
        article.save_revision().publish()


def test_publishing_the_french_page_shows_what_is_behind_and_changes_no_live_word(
    live, signed_article, django_capture_on_commit_callbacks
):
    before = live.get_target_instance().serializable_data()
    publish_source(signed_article, django_capture_on_commit_callbacks, introduction="Un chapô « tout neuf ».")
    total, done = live.get_progress()
    assert total - done == 1
    assert live.get_target_instance().serializable_data() == before


def test_update_with_immediate_publication_is_refused_while_something_is_behind(
    live, signed_article, admin, django_capture_on_commit_callbacks
):
    publish_source(signed_article, django_capture_on_commit_callbacks, introduction="Un chapô neuf.")
    with django_capture_on_commit_callbacks(execute=True):
        response = admin.post(
            f"/admin/localize/update/{live.source.pk}/", {"publish_translations": "on"}, follow=True
        )
    assert "Non publié (Anglais)" in response.content.decode()
    assert "neuf" not in live.get_target_instance().introduction


def test_complete_translation_is_updated_and_published_at_once(
    live, signed_article, admin, translate, django_capture_on_commit_callbacks
):
    publish_source(signed_article, django_capture_on_commit_callbacks, introduction="Un chapô neuf.")
    translate(live)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(f"/admin/localize/update/{live.source.pk}/", {"publish_translations": "on"})
    assert live.get_target_instance().introduction == "english-14"


def test_renaming_a_rubric_in_the_admin_shows_translators_what_is_behind(
    live, admin, french, django_capture_on_commit_callbacks
):
    rubric = Category.objects.get(locale=french)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(
            f"{CATEGORY}/edit/{rubric.pk}/", {"name": "Le quartier", "slug": rubric.slug, "description": ""}
        )
    total, done = Translation.objects.get(source__object_id=rubric.translation_key).get_progress()
    assert total - done == 1


def test_date_shown_is_the_sources_also_after_it_changed(
    live, signed_article, publish, django_capture_on_commit_callbacks
):
    assert live.get_target_instance().published_at == signed_article.published_at
    moved = signed_article.published_at - timezone.timedelta(days=3)
    publish_source(signed_article, django_capture_on_commit_callbacks, published_at=moved)
    publish(live)
    assert live.get_target_instance().published_at == moved


def test_page_is_never_turned_into_an_alias_of_the_french_one(live, admin):
    target = live.get_target_instance()
    response = admin.post(f"/admin/localize/page/{target.pk}/convert_to_alias/", follow=True)
    assert "Une page n’est jamais montrée dans la langue d’une autre" in response.content.decode()
    assert Page.objects.get(pk=target.pk).alias_of is None


BLOCKS = {
    "heading": {"text": "Une journée au marché", "level": "h3"},
    "paragraph": (
        '<p>J’accuse <b>le temps</b>, <a href="https://exemple.example/">ce voleur</a>.</p>'
        "<ul><li>Le matin</li><li>Le soir</li></ul>"
    ),
    "image": {
        "image": {"image": None, "alt_text": "Un étal de tomates", "decorative": False},
        "caption": "Le marché, à l’aube",
        "credit": "Dessin de la rédaction",
    },
    "quote": {
        "text": "Le silence est une réponse",
        "person": "Une habituée",
        "work": "Carnets",
        "url": "https://exemple.example/carnets",
    },
    "share_bar": {"heading": "Vous avez aimé cet article ? Partagez-le…", "networks": ["copy", "bluesky"]},
    "legacy_html": '<table><tr><td class="x">Un <i lang="fr">vieux</i> tableau</td></tr></table>',
}
FRENCH = [
    *("Une journée", "J’accuse", "le temps", "voleur", "matin", "soir", "tomates", "aube", "rédaction"),
    *("silence", "habituée", "Carnets", "aimé", "vieux", "tableau"),
]
KEPT = ["id", "type", "level", "networks", "url", "image", "decorative"]


@pytest.mark.parametrize("key", BLOCKS)
def test_block_is_translated_whole_and_keeps_its_structure(
    key, english_index, article, picture, submit, translate_all, publish
):
    value = json.loads(json.dumps(BLOCKS[key]).replace("null", str(picture.pk)))
    article.body = json.dumps([{"type": key, "value": value}])
    article.save_revision().publish()
    translation = submit(article)
    translate_all(translation)
    publish(translation)
    page = ArticlePage.objects.get(pk=translation.get_target_instance().pk)
    assert page.live
    said = json.dumps(list(page.body.raw_data), ensure_ascii=False)
    assert [word for word in FRENCH if word in said] == []
    source = ArticlePage.objects.get(pk=article.pk)
    assert skeleton(page.body.raw_data[0]) == skeleton(source.body.raw_data[0])


def skeleton(value):
    """Return what is no sentence: the fields that every language shares, and the tags."""
    if isinstance(value, dict):
        return {
            name: item if name in KEPT and not isinstance(item, dict) else skeleton(item)
            for name, item in value.items()
        }
    if isinstance(value, str):
        return [part.split(">")[0] for part in value.split("<")[1:]]
    return value


def test_every_block_of_the_body_has_a_round_trip():
    assert set(BLOCKS) == set(ArticlePage._meta.get_field("body").stream_block.child_blocks)


def test_author_in_another_language_keeps_name_and_slug(translation, english):
    assert Author.objects.get(locale=english).slug == "zoe"
