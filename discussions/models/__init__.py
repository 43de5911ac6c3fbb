"""What readers answer: discussions, their replies, who wrote them, and every decision on them."""

from discussions.models.batch import Batch
from discussions.models.decision import Decision
from discussions.models.discussion import Discussion, DiscussionPolicy
from discussions.models.flood import Flood
from discussions.models.mail import Mail, PersonalLink
from discussions.models.participant import AVATARS, Participant
from discussions.models.reply import Reply, Revision
from discussions.models.report import Report
from discussions.models.rule import Rule
from discussions.models.sanction import Note, Sanction
from discussions.models.subscription import Frequency, ModeratorPreference, Subscription
from discussions.models.teaching import Teaching
from discussions.models.trace import Trace

__all__ = [
    "AVATARS",
    "Batch",
    "Decision",
    "Discussion",
    "DiscussionPolicy",
    "Flood",
    "Frequency",
    "Mail",
    "ModeratorPreference",
    "Note",
    "Participant",
    "PersonalLink",
    "Reply",
    "Report",
    "Revision",
    "Rule",
    "Sanction",
    "Subscription",
    "Teaching",
    "Trace",
]
