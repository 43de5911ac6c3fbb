"""What the tests of articles ask for: pictures, people, an article with everything in it."""

import io

import pytest
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model

from articles.models import ArticleAuthor, ArticleCategory, ArticlePage, Author, Category
from articles.sharing import Network
from discussions import moderation
from discussions.models import Discussion, Participant, Reply
from discussions.rendering import RENDER_VERSION, render

EVERY_BLOCK = [
    ("heading", {"text": "Une journée au marché", "level": "h2"}),
    ("paragraph", "<p>J’accuse le temps de passer trop vite.</p>"),
    (
        "quote",
        {"text": "Conversez !", "person": "Une lectrice", "work": "Courrier", "url": "https://a.example/"},
    ),
    ("legacy_html", "<table><tr><td>Vieux tableau</td></tr></table>"),
    ("share_bar", {"heading": "", "networks": [str(network) for network in Network]}),
]


@pytest.fixture
def every_block():
    """Return a body with one block of each kind but pictures."""
    return EVERY_BLOCK


@pytest.fixture
def picture(db):
    """Return a function that adds a small picture to the library."""

    def add(title="img_0042.png", **fields):
        file = io.BytesIO()
        Image.new("RGB", (64, 40), "#98182d").save(file, "PNG")
        return get_image_model().objects.create(title=title, file=ImageFile(file, name="rouge.png"), **fields)

    return add


@pytest.fixture
def publish(article_index, picture, french):
    """Return a function that publishes an article with a picture, two authors and two rubrics."""

    def add(number, body=()):
        page = ArticlePage(
            title=f"L’article nº {number}",
            slug=f"article-{number}",
            introduction="Un chapô.",
            hero_image=picture(description="Un aplat rouge", credit="Photo Léa"),
            hero_caption="Du rouge.",
            body=list(body),
        )
        for name in ("Élodie", "Loïc"):
            author, _ = Author.objects.get_or_create(name=name, slug=name.lower(), locale=french)
            page.article_authors.add(ArticleAuthor(author=author))
        for name in ("Société", "Métiers"):
            category, _ = Category.objects.get_or_create(name=name, slug=name.lower(), locale=french)
            page.article_categories.add(ArticleCategory(category=category))
        return article_index.add_child(instance=page)

    return add


@pytest.fixture
def editor_client(admin_user, client):
    client.force_login(admin_user)
    return client


@pytest.fixture
def discuss():
    """Return a function that puts three published replies under a page: a reply, its answer, another."""

    def add(page):
        discussion = Discussion.objects.create(page=page, locale=page.locale)
        first = say(discussion, "Merci pour cet article.")
        say(discussion, "Merci à vous.", parent=first)
        say(discussion, "Je ne suis pas d’accord.")

    return add


@pytest.fixture
def translate(english, home_page):
    """Return a function that publishes a page, and what is above it, in English."""

    def add(page):
        above = page.get_parent().specific
        if above.depth > 1 and not above.get_translation_or_none(english):
            add(above)
        version = page.copy_for_translation(english)
        version.save_revision().publish()
        return version

    return add


def say(discussion, text, parent=None):
    participant = Participant.objects.create(name="Zoé")
    html, plain = render(text, "markdown")
    reply = Reply(
        discussion=discussion,
        participant=participant,
        name=participant.name,
        language="fr",
        text=text,
        html=html,
        plain=plain,
        render_version=RENDER_VERSION,
        parent=parent,
    )
    return moderation.receive(reply, Reply.State.PUBLISHED)
