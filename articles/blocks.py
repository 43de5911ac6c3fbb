"""What the body of an article is made of. Stream key = template file = CSS class."""

from django import forms
from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

from articles import legacy_texts
from articles.legacy import sanitise
from articles.sharing import NEEDS_SCRIPT, SEED_NETWORKS, Network, share_links

PARAGRAPH_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "code"]


class HeadingLevel(TextChoices):
    H2 = "h2", _("Heading")
    H3 = "h3", _("Subheading")
    H4 = "h4", _("Small heading")


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=120)
    level = blocks.ChoiceBlock(label=_("Level"), choices=HeadingLevel.choices, default=HeadingLevel.H2)

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Announces a part of the article")
        template = "articles/blocks/heading.html"
        preview_value = {"text": _("What the market teaches"), "level": HeadingLevel.H2}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["level"] = value["level"] if value["level"] in HeadingLevel.values else HeadingLevel.H2
        return context


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(**{"features": PARAGRAPH_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        description = _("Text with links, emphasis and lists")
        template = "articles/blocks/paragraph.html"

    def get_preview_value(self):
        sentence = gettext(
            "On Saturdays people come to talk as much as to buy; the price of leeks leads to the mayor."
        )
        return self.normalize(format_html("<p>{}</p>", sentence))


class ImageBlock(blocks.StructBlock):
    image = WagtailImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="", max_length=300)
    credit = blocks.CharBlock(
        label=_("Credit"),
        required=False,
        default="",
        max_length=200,
        help_text=_("Leave empty to show the credit of the picture library."),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture with its caption and credit")
        template = "articles/blocks/image.html"
        preview_template = "articles/previews/image.html"
        preview_value = {
            "caption": _("The market hall, before opening"),
            "credit": _("Photograph: the editors"),
        }

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        image = value["image"]
        # Never the title, which may be a file's name: without a text the picture counts as decorative.
        context["alt"] = getattr(image, "contextual_alt_text", None) or ""
        context["credit"] = value["credit"] or getattr(image, "credit", "")
        return context


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Text"))
    person = blocks.CharBlock(label=_("Who said it"), required=False, default="", max_length=120)
    work = blocks.CharBlock(label=_("Work"), required=False, default="", max_length=200)
    url = blocks.URLBlock(label=_("Address of the source"), required=False, default="")

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody else’s words, with their source")
        template = "articles/blocks/quote.html"
        preview_value = {
            "text": _("Conversation is a game of tennis in which the ball keeps getting bigger."),
            "person": _("A reader"),
            "work": _("Letters to the editors"),
        }


class ShareBarBlock(blocks.StructBlock):
    heading = blocks.CharBlock(
        label=_("Sentence"),
        required=False,
        default="",
        max_length=200,
        help_text=_("Leave empty for the usual sentence, in the language of the page."),
    )
    networks = blocks.MultipleChoiceBlock(
        label=_("Ways to share"),
        choices=Network.choices,
        default=SEED_NETWORKS,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        icon = "link"
        label = _("Share bar")
        description = _("Invites readers to pass the article on")
        template = "articles/blocks/share_bar.html"
        preview_value = {"networks": SEED_NETWORKS}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        page = context.get("page")
        context["title"] = page.title if page else ""
        # A page that has not been saved yet has no address; its preview must not fail on it.
        context["url"] = (page and page.get_full_url(context.get("request"))) or ""
        context["links"] = share_links(value["networks"], context["title"], context["url"])
        context["scripted"] = not NEEDS_SCRIPT.isdisjoint(value["networks"])
        return context


class LegacyHTMLBlock(blocks.RawHTMLBlock):
    class Meta:
        icon = "code"
        label = _("Imported HTML")
        description = _("What an import could not turn into blocks; it can be kept, moved or deleted")
        template = "articles/blocks/legacy_html.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["html"] = sanitise(value)
        return context

    def get_preview_value(self):
        return self.normalize(format_html("<table><tr><td>{}</td></tr></table>", gettext("An old table")))

    def get_translatable_segments(self, value):
        return legacy_texts.extract(value)

    def restore_translated_segments(self, value, segments):
        return self.normalize(legacy_texts.restore(value, segments))


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    image = ImageBlock()
    quote = QuoteBlock()
    share_bar = ShareBarBlock()
    legacy_html = LegacyHTMLBlock()

    class Meta:
        block_counts = {"share_bar": {"max_num": 1}}


IMPORTED_ONLY = ["legacy_html"]


class BodyBlockAdapter(StreamBlockAdapter):
    """Keeps the blocks that only an import makes out of the editor's picker; see the script it names."""

    js_constructor = "articles.blocks.BodyBlock"

    def js_args(self, block):
        *args, meta = super().js_args(block)
        return [*args, meta | {"importedOnly": IMPORTED_ONLY}]

    @cached_property
    def media(self):
        return super().media + forms.Media(js=[versioned_static("js/admin/body_block.js")])


register(BodyBlockAdapter(), BodyBlock)
