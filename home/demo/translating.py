"""The demo's English, made the way a translator makes it: segment by segment, then published."""

from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from articles.models import ArticleIndexPage, ArticlePage, Author, Category
from home.demo import english, french, legal_english
from home.demo.pages import editor, key
from home.models import HomePage, StandardPage


def load_english():
    """Translate the front page, the list and one article, unless the first two are a person's own."""
    home = HomePage.objects.get(locale=Locale.get_default())
    index = ArticleIndexPage.objects.child_of(home).first()
    if (home.introduction, index.introduction) != (french.HOME, french.ARTICLES):
        return
    locale, created = Locale.objects.get_or_create(language_code="en")
    if not created and home.has_translation(locale):
        return
    translate(home, english.HOME, locale)
    translate(index, english.ARTICLES, locale)
    for model, words in ((Category, english.CATEGORIES), (Author, english.AUTHORS)):
        for slug, strings in words.items():
            translate(model.objects.get(slug=slug, locale=home.locale), strings, locale)
    translate(ArticlePage.objects.get(translation_key=key(french.BENCH)), english.BENCH, locale)
    for slug, strings in legal_english.PAGES.items():
        translate(StandardPage.objects.get(translation_key=key(slug)), strings, locale)


def translate(instance, strings, locale):
    """Give every segment of a page or snippet its translation and publish the result."""
    source, _ = TranslationSource.get_or_create_from_instance(instance)
    translation = Translation.objects.create(source=source, target_locale=locale)
    segments = source.stringsegment_set.select_related("string", "context").order_by("order")
    for segment, words in zip(segments, strings, strict=True):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            data=words,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            last_translated_by=editor(),
        )
    # Published here and not by wagtail-localize, which waits for the end of the demo's transaction.
    translated, _ = source.create_or_update_translation(
        translation.target_locale, user=editor(), publish=not isinstance(instance, Page)
    )
    if isinstance(translated, Page):
        translated.get_latest_revision().publish(user=editor())
