"""What readers answer: discussions, their replies, who wrote them, and every decision on them."""

from discussions.models.batch import Batch
from discussions.models.decision import Decision
from discussions.models.discussion import Discussion, DiscussionPolicy
from discussions.models.mail import Mail, PersonalLink
from discussions.models.participant import AVATARS, Participant
from discussions.models.reply import Reply, Revision
from discussions.models.report import Report
from discussions.models.sanction import Note, Sanction
from discussions.models.trace import Trace

__all__ = [
    "AVATARS",
    "Batch",
    "Decision",
    "Discussion",
    "DiscussionPolicy",
    "Mail",
    "Note",
    "Participant",
    "PersonalLink",
    "Reply",
    "Report",
    "Revision",
    "Sanction",
    "Trace",
]
