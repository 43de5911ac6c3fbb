"""Who may read a page, asked of the database once. Mixed into each of our page types.

Wagtail 8.0 asks twice, on the way to every page; delete this when it doesn't.
"""

from django.db.models import Q
from wagtail.models import PageViewRestriction


class OneQueryRestrictions:
    def get_view_restrictions(self):
        """Return the restrictions on a page and above it; an alias has its source's."""
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        paths = [self.path[:end] for end in steps]
        above = Q(page__path__in=paths) | Q(page__aliases__path__in=paths)
        return PageViewRestriction.objects.filter(above).distinct()
