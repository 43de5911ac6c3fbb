"""Who may read a page, asked of the database once. Mixed into each of our page types.

Wagtail 8.0 asks twice, on the way to every page; delete this when it doesn't.
"""

from django.db.models import Q
from wagtail.models import Page, PageViewRestriction


def lineage(path):
    """Return the tree paths from the root down to a page's own."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


class OneQueryRestrictions:
    def get_view_restrictions(self):
        """Return the restrictions on a page and above it; an alias has its source's."""
        paths = lineage(self.path)
        above = Q(page__path__in=paths) | Q(page__aliases__path__in=paths)
        return PageViewRestriction.objects.filter(above).distinct()
