"""What the admin's own screens ask about discussions."""

from datetime import timedelta

from django import template

from discussions.models import Reply
from discussions.orphans import KEPT_DAYS
from discussions.policy import RIGHT_OF_REPLY_DAYS

register = template.Library()


@register.inclusion_tag("discussions/admin/deletion_warning.html")
def warn_of_replies(page):
    """Say how many replies lose their page when it is deleted with all that lies beneath."""
    below = Reply.objects.filter(discussion__page__path__startswith=page.path)
    return {"count": below.exclude(kind=Reply.Kind.PLACEHOLDER).count(), "days": KEPT_DAYS}


@register.filter
def legal_deadline(reply):
    """Return until when the law wants a decision on a reply; None if it says nothing, or it is taken."""
    if reply.kind != Reply.Kind.RIGHT_OF_REPLY or reply.state != Reply.State.PENDING:
        return None
    # Its address may have been confirmed days after it was written; the editor has had it since then.
    received = reply.decisions.filter(to_state=Reply.State.PENDING).order_by("pk").first()
    return (received or reply).created_at + timedelta(days=RIGHT_OF_REPLY_DAYS)
