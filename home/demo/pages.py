"""The demo's pages in French: the front page's words, the list, its articles, the standing pages."""

import json
import uuid
from datetime import datetime

from django.contrib.auth import get_user_model
from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.coreutils import find_available_slug
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from articles.models import ArticleAuthor, ArticleCategory, ArticleIndexPage, ArticlePage, Author, Category
from home.demo import french, legal
from home.demo.picture import draw
from home.models import HomePage, StandardPage

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://causerie.example/demo/")


def key(slug):
    """Return the translation key that a page of the demo always has: a second run knows it by that."""
    return uuid.uuid5(NAMESPACE, slug)


def is_loaded():
    """Tell whether any page of the demo is there; whoever wants none back keeps one, or none of this."""
    keys = [key(content["slug"]) for content in (*french.STORIES, *french.PAGES, *legal.PAGES)]
    return Page.objects.filter(translation_key__in=keys).exists()


def load_french():
    """Create the French pages beneath the front page, whose own words are only set where it has none."""
    home = HomePage.objects.get(locale__language_code="fr")
    if not home.introduction:
        home.introduction = french.HOME
        publish(home)
    index = ArticleIndexPage.objects.child_of(home).first() or add_index(home)
    pictures = {name: add_picture(name, title) for name, title in french.PICTURES.items()}
    categories = {slug: add_category(slug, *words) for slug, words in french.CATEGORIES.items()}
    authors = {slug: add_author(slug, *words) for slug, words in french.AUTHORS.items()}
    for story in french.STORIES:
        add_story(index, story, pictures, categories, authors)
    for content in (*french.PAGES, *legal.PAGES):
        add_standing_page(home, content)


def editor():
    return get_user_model().objects.filter(username="redaction").first()


def publish(page):
    page.save_revision(user=editor()).publish(user=editor())


def add_page(parent, page):
    """Add a page as an editor would: a draft, then its publication, with a revision and log entries."""
    page.live = False
    page.slug = find_available_slug(parent, page.slug)
    page.owner = editor()
    parent.add_child(instance=page)
    publish(page)
    return page


def add_index(home):
    words = {"title": "Articles", "slug": "articles", "introduction": french.ARTICLES}
    return add_page(home, ArticleIndexPage(**words, show_in_menus=True))


def add_picture(name, title):
    file = ImageFile(draw(name), name=f"{name}.png")
    return get_image_model().objects.create(title=title, file=file, credit="Causerie", licence="CC0")


def add_category(slug, name, description):
    return Category.objects.get_or_create(
        slug=slug, locale=Locale.get_default(), defaults={"name": name, "description": description}
    )[0]


def add_author(slug, name, biography):
    author, _ = Author.objects.get_or_create(
        slug=slug,
        locale=Locale.get_default(),
        defaults={"name": name, "biography": biography, "user": account_of(name)},
    )
    return author


def account_of(name):
    """Return the demo's account of that name, so that its replies are the author's."""
    account = editor()
    return account if account and account.get_full_name() == name else None


def add_story(index, story, pictures, categories, authors):
    picture, caption = story.get("picture", (None, ""))
    page = ArticlePage(
        title=story["title"],
        slug=story["slug"],
        introduction=story["introduction"],
        published_at=timezone.make_aware(datetime.fromisoformat(story["date"])),
        hero_image=pictures.get(picture),
        hero_caption=caption,
        body=body(story, pictures),
        translation_key=key(story["slug"]),
    )
    page.article_categories = [ArticleCategory(category=categories[story["category"]])]
    page.article_authors = [ArticleAuthor(author=authors[story["author"]])]
    page.tags.add(*story["tags"])
    return add_page(index, page)


def add_standing_page(home, content):
    words = {name: content[name] for name in ("title", "slug", "introduction")}
    purpose = content.get("purpose", "")
    page = StandardPage(
        **words,
        purpose=purpose,
        body=body(content, {}),
        translation_key=key(content["slug"]),
        # What has a purpose is found in the footer.
        show_in_menus=not purpose,
    )
    return add_page(home, page)


def body(content, pictures):
    """Return the JSON of a body, with the ids of the pictures that its image blocks name."""
    blocks = json.loads(json.dumps(content["body"]))
    for block in blocks:
        if block["type"] == "image":
            image = block["value"]["image"]
            image["image"] = pictures[image["image"]].pk
    return json.dumps(blocks)
