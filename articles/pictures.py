"""Pictures as pages show them: their sizes, drawn at publication, and all of them found in one query."""

import logging

from django.db import transaction
from django.db.models import prefetch_related_objects
from wagtail.images.models import Filter

logger = logging.getLogger(__name__)

FORMATS = "format-{avif,webp} avifquality-60 webpquality-75"
# Whatever public templates ask of a picture, by the name they ask it by.
SIZES = {
    "wide": Filter.expand_spec(f"width-{{640,1280}} {FORMATS}"),
    "card": Filter.expand_spec(f"fill-480x320 {FORMATS}"),
}
LARGEST = SIZES["wide"][-1]


def pictures_of(page):
    """Return a page's main picture and those of its body, in their order, for page types that have any."""
    blocks = getattr(page, "body", ())
    found = [block.value["image"] for block in blocks if block.block_type == "image"]
    return [picture for picture in (getattr(page, "hero_image", None), *found) if picture]


def prefetch_renditions(pictures):
    """Fetch what has been drawn of each picture; without it every size of each asks for itself."""
    if pictures:
        prefetch_related_objects(pictures, "renditions")


def draw_pictures(sender, instance, **kwargs):
    """Draw a page's pictures when it is published, so that no reader's request has to: page_published."""
    transaction.on_commit(lambda: draw_all(instance), robust=True)


def draw_all(page):
    hero, pictures = getattr(page, "hero_image", None), pictures_of(page)
    # Ask the database what has been drawn: another process's cache may remember what is gone.
    prefetch_renditions(pictures)
    for picture in pictures:
        # Lists show the main picture as a card, a page shows each of its pictures wide.
        draw(picture, SIZES["wide"] + SIZES["card"] if picture == hero else SIZES["wide"])


def draw(picture, specs):
    """Return the picture in these sizes by their specs, drawing what is missing; none if it can't be drawn.

    One broken file must break neither a publication nor a page, and Pillow raises nearly anything.
    """
    try:
        # One by one: Wagtail’s get_renditions unpacks the original three times at once, up to 420 MiB.
        return {spec: picture.get_rendition(spec) for spec in specs}
    except Exception:
        logger.exception("Picture %s (%s) cannot be drawn", picture.pk, picture.file.name)
        return {}
