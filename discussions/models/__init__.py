"""What readers answer: discussions, their replies, who wrote them, and every decision on them."""

from discussions.models.batch import Batch
from discussions.models.decision import Decision
from discussions.models.discussion import Discussion, DiscussionPolicy
from discussions.models.mail import Mail, PersonalLink
from discussions.models.participant import AVATARS, Participant
from discussions.models.reply import Reply, Revision
from discussions.models.subscription import Frequency, ModeratorPreference, Subscription

__all__ = [
    "AVATARS",
    "Batch",
    "Decision",
    "Discussion",
    "DiscussionPolicy",
    "Frequency",
    "Mail",
    "ModeratorPreference",
    "Participant",
    "PersonalLink",
    "Reply",
    "Revision",
    "Subscription",
]
