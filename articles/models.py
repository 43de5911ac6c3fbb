"""What we publish: articles, the lists they stand in, and who and what they are about."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from articles.blocks import BodyBlock
from articles.forms import ArticlePageForm
from articles.links import resolve_links
from articles.listing import ArticleQuerySet, paginate
from articles.pictures import pictures_of, prefetch_renditions
from articles.serving import OneQueryRestrictions
from articles.sharing import SEED_NETWORKS


class SlugPerLanguage(models.Model):
    """Says at its field that a slug is taken; forms leave the locale, and so the constraint, unchecked."""

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        others = type(self).objects.filter(locale=self.locale_id, slug=self.slug).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError({"slug": _("This slug is already taken in this language.")})


class Category(SlugPerLanguage, TranslatableMixin, index.Indexed, models.Model):
    """A rubric of the publication; every language has its own, linked by translation."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)

    panels = [
        TitleFieldPanel("name", targets=["slug"], placeholder=_("Name*")),
        FieldPanel("slug"),
        FieldPanel("description"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="category_slug_unique")]

    def __str__(self):
        return self.name


class Author(SlugPerLanguage, TranslatableMixin, index.Indexed, models.Model):
    """Who signs articles. A byline may have no account; an account makes its replies the author's."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, allow_unicode=True)
    biography = models.TextField(_("biography"), blank=True)
    user = models.ForeignKey(
        "accounts.User",
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="bylines",
        help_text=_("Replies written from this account carry the author's badge."),
    )

    panels = [
        TitleFieldPanel("name", targets=["slug"], placeholder=_("Name*")),
        FieldPanel("slug"),
        FieldPanel("biography"),
        FieldPanel("user"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]
    override_translatable_fields = [SynchronizedField("name"), SynchronizedField("slug")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="author_slug_unique")]

    def __str__(self):
        return self.name


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey(
        "articles.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ArticleCategory(TranslatableMixin, Orderable):
    """One of an article's rubrics; the first is the main one.

    A translatable child and not a many-to-many field, which would keep the French objects in a
    translation (wagtail-localize issue 820).
    """

    page = ParentalKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="article_categories")
    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("category")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")


class ArticleAuthor(TranslatableMixin, Orderable):
    class Role(models.TextChoices):
        TEXT = "text", _("Text")
        PHOTO = "photo", _("Photographs")
        TRANSLATION = "translation", _("Translation")

    page = ParentalKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="article_authors")
    author = models.ForeignKey(Author, verbose_name=_("author"), on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.TEXT)

    panels = [FieldPanel("author"), FieldPanel("role")]
    override_translatable_fields = [SynchronizedField("role")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")


def new_body():
    """Return the body a new article starts with: a share bar at its end, as the seed's has."""
    return [("share_bar", {"heading": "", "networks": list(SEED_NETWORKS)})]


class ArticlePage(OneQueryRestrictions, Page):
    introduction = models.TextField(
        _("introduction"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences that make one read on; 300 characters at most."),
    )
    published_at = models.DateTimeField(
        _("date shown"),
        default=timezone.now,
        db_index=True,
        help_text=_("The date readers see and lists are sorted by."),
    )
    hero_image = models.ForeignKey(
        get_image_model(),
        verbose_name=_("main image"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    hero_caption = models.CharField(_("caption"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), default=new_body, blank=True)
    tags = ClusterTaggableManager(through=ArticleTag, blank=True, verbose_name=_("tags"))

    objects = Page.objects.__class__.from_queryset(ArticleQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [FieldPanel("hero_image", heading=_("Image")), FieldPanel("hero_caption")],
            heading=_("Main image"),
        ),
        FieldPanel("body"),
        InlinePanel("article_categories", heading=_("Categories"), label=_("Category")),
        InlinePanel("article_authors", heading=_("Authors"), label=_("Author")),
        FieldPanel("tags"),
    ]
    settings_panels = [FieldPanel("published_at"), *Page.settings_panels]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.FilterField("published_at"),
    ]
    override_translatable_fields = [
        SynchronizedField("published_at", overridable=False),
        SynchronizedField("hero_image"),
        SynchronizedField("tags"),
    ]

    base_form_class = ArticlePageForm
    parent_page_types = ["articles.ArticleIndexPage"]
    subpage_types = []
    template = "articles/article_page.html"

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        prefetch_renditions(pictures_of(self))
        resolve_links(self.body)
        context["authors"] = self.article_authors.select_related("author")
        context["categories"] = self.article_categories.select_related("category")
        context["tags"] = self.tags.all()
        return context


class ArticleIndexPage(OneQueryRestrictions, Page):
    introduction = models.TextField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["articles.ArticlePage"]
    template = "articles/article_index_page.html"

    class Meta:
        verbose_name = _("list of articles")
        verbose_name_plural = _("lists of articles")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        articles = ArticlePage.objects.live().public().child_of(self).for_list()
        context["articles"] = paginate(articles, request.GET.get("page"))
        return context
