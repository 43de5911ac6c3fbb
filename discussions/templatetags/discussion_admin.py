"""What the admin's own screens ask about discussions."""

from django import template

from discussions.models import Reply
from discussions.orphans import KEPT_DAYS

register = template.Library()


@register.inclusion_tag("discussions/admin/deletion_warning.html")
def warn_of_replies(page):
    """Say how many replies lose their page when it is deleted with all that lies beneath."""
    below = Reply.objects.filter(discussion__page__path__startswith=page.path)
    return {"count": below.exclude(kind=Reply.Kind.PLACEHOLDER).count(), "days": KEPT_DAYS}
