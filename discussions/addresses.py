"""Where discussions are found, in the language they are held in, whichever the reader's or moderator's is."""

from django.urls import reverse
from django.utils.translation import override

HIGHEST_PAGE = 10**9


def address(name, language, *args):
    """Return the path of one of the discussions' own pages under a language's prefix."""
    with override(language):
        return reverse(f"discussions:{name}", args=args)


def page_number(text):
    """Return the number of a page as it stands in an address; whatever is none gives the nearest."""
    if not (text.isascii() and text.isdecimal()):
        return 1
    return max(1, int(text)) if len(text) < len(str(HIGHEST_PAGE)) else HIGHEST_PAGE
