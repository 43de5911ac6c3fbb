"""What lets a moderator decide from a mail: a signed address of one user and one reply, good for a week."""

from django.contrib.auth import get_user_model
from django.core import signing

from discussions.models import Reply

SALT = "discussions.mandate"
DAYS = 7
PERMISSION = "discussions.moderate_reply"


def token_for(user, reply):
    return signing.dumps([user.pk, reply.public_id], salt=SALT)


def read(token):
    """Return (user, reply) as long as the user may moderate, else None."""
    try:
        user_id, public_id = signing.loads(token, salt=SALT, max_age=DAYS * 24 * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = get_user_model().objects.filter(pk=user_id).first()
    replies = Reply.objects.exclude(kind=Reply.Kind.PLACEHOLDER).filter(public_id=public_id)
    reply = replies.select_related("discussion__page__locale", "parent").first()
    return (user, reply) if reply and user and may_moderate(user) else None


def may_moderate(user):
    """Tell whether a user may moderate today; nobody may who isn't active."""
    return user.is_active and user.has_perm(PERMISSION)
