"""An editor who is no administrator, a live English side, and a translator who misses nothing."""

import re
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from articles.models import ArticleAuthor, ArticleCategory, Author, Category


@pytest.fixture
def editor(db):
    """A member of « Rédaction », the group that a migration makes."""
    user = get_user_model().objects.create_user("camille", "camille@causerie.example", "un mot de passe")
    user.groups.add(Group.objects.get(name="Rédaction"))
    return user


@pytest.fixture
def admin(client, editor):
    """The test client, logged in as the editor."""
    client.force_login(editor)
    return client


@pytest.fixture
def english_index(home_page, article_index, english):
    """The live English list beneath the live English front page."""
    for page in (home_page, article_index):
        page.copy_for_translation(english).save_revision().publish()
    return article_index.get_translation(english)


@pytest.fixture
def signed_article(article, french):
    """The article with a rubric and an author, both French."""
    category = Category.objects.create(name="Vie de quartier", slug="vie-de-quartier", locale=french)
    author = Author.objects.create(name="Zoé Œuvrard", slug="zoe", biography="Elle écrit.", locale=french)
    article.article_categories = [ArticleCategory(category=category)]
    article.article_authors = [ArticleAuthor(author=author)]
    article.save_revision().publish()
    return article


@pytest.fixture
def submit(admin, english, django_capture_on_commit_callbacks):
    """Return a function that submits a page to English in the admin and returns its Translation."""

    def submit(page):
        with django_capture_on_commit_callbacks(execute=True):
            address = f"/admin/localize/submit/page/{page.pk}/"
            response = admin.post(address, {"locales": [english.pk]}, follow=True)
        translation = Translation.objects.get(source__object_id=page.translation_key)
        editor = f"/admin/pages/{translation.get_target_instance().pk}/edit/"
        assert response.redirect_chain == [(editor, 302)]
        return translation

    return submit


@pytest.fixture
def publish(admin, django_capture_on_commit_callbacks):
    """Return a function that presses "publish" in the translation editor and returns what it says."""

    def publish(translation):
        target = translation.get_target_instance()
        kind = target._meta
        address = (
            f"/admin/pages/{target.pk}/edit/"
            if isinstance(target, Page)
            else f"/admin/snippets/{kind.app_label}/{kind.model_name}/edit/{target.pk}/"
        )
        with django_capture_on_commit_callbacks(execute=True):
            response = admin.post(address, {"action": "publish"}, follow=True)
        return [str(message) for message in response.context["messages"]]

    return publish


@pytest.fixture
def translate():
    """Return a function that gives every segment of a Translation its English words; tags stay."""

    def translate(translation):
        locale = translation.target_locale
        for segment in translation.source.stringsegment_set.select_related("string", "context"):
            StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=locale,
                defaults={"data": re.sub(r"(<[^>]*>)|[^<]+", in_english, segment.string.data)},
            )

    return translate


def in_english(match):
    return match[1] or f"english-{len(match[0])}"


@pytest.fixture
def translate_all(translate):
    """The same for a page with the rubrics and authors that were submitted with it."""

    def translate_all(translation):
        translate(translation)
        for segment in translation.source.relatedobjectsegment_set.all():
            translate(Translation.objects.get(source__object=segment.object))

    return translate_all


@pytest.fixture
def picture(db):
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    file.seek(0)
    return get_image_model().objects.create(title="Un étal", file=ImageFile(file, name="etal.png"))
