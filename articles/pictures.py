"""Pictures as pages show them: all sizes of all of them found in one query."""

from django.db.models import prefetch_related_objects


def pictures_in(body):
    """Return the pictures of a body's image blocks, in their order."""
    return [block.value["image"] for block in body if block.block_type == "image" and block.value["image"]]


def prefetch_renditions(pictures):
    """Fetch what has been drawn of each picture; without it every size of each asks for itself."""
    found = [picture for picture in pictures if picture]
    if found:
        prefetch_related_objects(found, "renditions")
