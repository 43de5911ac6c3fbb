"""The frame readers enter by: the front page and the site's own standing pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from articles.blocks import BodyBlock
from articles.links import resolve_links
from articles.models import ArticlePage
from articles.pictures import pictures_of, prefetch_renditions
from articles.serving import OneQueryRestrictions
from home.routing import DirectRoute

LATEST_ARTICLES = 10


class HomePage(OneQueryRestrictions, DirectRoute, Page):
    introduction = models.CharField(
        _("introduction"),
        max_length=300,
        blank=True,
        help_text=_("One sentence under the site's name."),
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        articles = ArticlePage.objects.live().public().descendant_of(self).for_list()
        context["lead"], *context["articles"] = [*articles[:LATEST_ARTICLES]] or [None]
        return context


class StandardBodyBlock(BodyBlock):
    """An article's blocks but the share bar: nobody passes a legal notice on."""

    share_bar = None

    class Meta:
        block_counts = {}


class StandardPage(OneQueryRestrictions, Page):
    class Purpose(models.TextChoices):
        NONE = "", _("none in particular")
        TERMS = "terms", _("terms of use")
        PRIVACY = "privacy", _("privacy")
        RULES = "rules", _("rules of the discussion")

    # By it forms, mails and the footer find the page, in each language its own.
    purpose = models.CharField(
        _("purpose"),
        max_length=7,
        choices=Purpose.choices,
        blank=True,
        default="",
        help_text=_("Forms, mails and the foot of each page lead to the page that has one."),
    )
    introduction = models.TextField(_("introduction"), max_length=300, blank=True)
    body = StreamField(StandardBodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    promote_panels = [*Page.promote_panels, FieldPanel("purpose")]
    override_translatable_fields = [SynchronizedField("purpose", overridable=False)]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        prefetch_renditions(pictures_of(self))
        resolve_links(self.body)
        return context
