"""Pictures in the sizes that publication has drawn."""

from django import template
from wagtail.images.models import Picture

from articles.pictures import LARGEST, SIZES, draw

register = template.Library()


@register.simple_tag
def picture(image, size, **attributes):
    """Write the `<picture>` of an image in one of SIZES; nothing if its file is broken."""
    renditions = draw(image, SIZES[size])
    return Picture(renditions, attributes).__html__() if renditions else ""


@register.simple_tag
def largest(image):
    """Return the largest rendition that pages show, for those who share them; None if the file is broken."""
    return draw(image, [LARGEST]).get(LARGEST)
