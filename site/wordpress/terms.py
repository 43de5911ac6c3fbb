"""Rubrics, tags and signatures of an item: found by WordPress's own names, made where they are missing."""

from articles.models import ArticleAuthor, ArticleCategory, Author, Category
from wordpress.texts import line, slug_of, words_of

LONGEST_TAG = 100


def set_terms(page, item, channel):
    """Give an article its rubrics, tags and author, in place of those it has."""
    page.article_categories.set(
        [
            ArticleCategory(category=category, locale=page.locale)
            for category in _categories(item, page.locale)
        ]
    )
    author = _author(item, channel, page.locale)
    page.article_authors.set([ArticleAuthor(author=author, locale=page.locale)] if author else [])
    page.tags.set(_tags(item))


def _of(item, domain):
    return [term for term in item.terms if term.domain == domain and (term.name or term.nicename)]


def _categories(item, locale):
    found = {}
    for term in _of(item, "category"):
        slug = slug_of(term.nicename, term.name)[:100]
        if not slug:
            continue
        category, _made = Category.objects.get_or_create(
            locale=locale, slug=slug, defaults={"name": words_of(term.name, 100) or slug}
        )
        found[category.pk] = category
    return found.values()


def _tags(item):
    names = [
        words_of(term.name, LONGEST_TAG) or term.nicename[:LONGEST_TAG] for term in _of(item, "post_tag")
    ]
    return list(dict.fromkeys(name for name in names if name))


def _author(item, channel, locale):
    slug = slug_of(item.author)[:120]
    if not slug:
        return None
    name = words_of(channel.names.get(item.author, ""), 120) or line(item.author, 120)
    return Author.objects.get_or_create(locale=locale, slug=slug, defaults={"name": name})[0]
