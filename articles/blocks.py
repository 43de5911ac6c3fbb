"""What the body of an article is made of. Stream key = template file = CSS class."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

from articles.sharing import SEED_NETWORKS, Network, share_links

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
        preview_value = {"text": _("A part of the article"), "level": HeadingLevel.H2}
        form_attrs = {"class": "heading"}


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(**{"features": PARAGRAPH_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        description = _("Text with links, emphasis and lists")
        template = "articles/blocks/paragraph.html"
        preview_value = "<p>Lorem ipsum</p>"


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


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Text"))
    person = blocks.CharBlock(label=_("Who said it"), required=False, default="", max_length=120)
    work = blocks.CharBlock(label=_("Work"), required=False, default="", max_length=200)
    url = blocks.URLBlock(label=_("Address of the source"), required=False, default="")

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody else's words, with their source")
        template = "articles/blocks/quote.html"


class ShareBarBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Sentence"), required=False, default="", max_length=200)
    networks = blocks.MultipleChoiceBlock(
        label=_("Ways to share"), choices=Network.choices, default=SEED_NETWORKS
    )

    class Meta:
        icon = "link"
        label = _("Share bar")
        description = _("Invites readers to pass the article on")
        template = "articles/blocks/share_bar.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        page = context.get("page")
        context["links"] = share_links(value["networks"], page.title, page.full_url) if page else []
        return context


class LegacyHTMLBlock(blocks.RawHTMLBlock):
    class Meta:
        icon = "code"
        label = _("Imported HTML")
        description = _("What an import could not turn into blocks")
        template = "articles/blocks/legacy_html.html"


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    image = ImageBlock()
    quote = QuoteBlock()
    share_bar = ShareBarBlock()
    legacy_html = LegacyHTMLBlock()

    class Meta:
        block_counts = {"share_bar": {"max_num": 1}}
