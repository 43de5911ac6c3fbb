"""Who answers, and how what they wrote arrived."""

from dataclasses import dataclass
from typing import Any

from articles.models import ArticleAuthor
from discussions import policy
from discussions.models import Participant
from discussions.names import email_key
from discussions.reading import discussed_page_id


@dataclass(frozen=True)
class Writer:
    """Who answers: a guest with what they typed, or a user who is signed in.

    `participant` is a guest whose browser has proved who they are (discussions.personal).
    """

    name: str
    email: str = ""
    website: str = ""
    user: Any = None
    role: str = ""
    participant: Participant | None = None

    @property
    def is_proven(self):
        return self.user is not None or self.participant is not None

    @property
    def subject(self):
        """What rate limits know a person by."""
        if self.participant:
            return f"participant:{self.participant.pk}"
        return f"user:{self.user.pk}" if self.user else email_key(self.email)


@dataclass(frozen=True)
class Arrival:
    """How a reply came: from where, how the form was filled in, and the browser's name for this text."""

    network: str = ""
    # The network address, for discussions.traces alone.
    origin: str = ""
    honeypot: str = ""
    elapsed: float | None = None
    key: str = ""


# Of what came by no form.
UNKNOWN = Arrival()


def recognise(user, page):
    """Return a signed-in user as the writer of a reply to a page, with the badge they have there."""
    byline = (
        ArticleAuthor.objects.filter(page_id=discussed_page_id(page), author__user=user)
        .select_related("author")
        .first()
    )
    role = policy.role(
        signs_the_article=byline is not None,
        may_moderate=user.has_perm("discussions.moderate_reply"),
    )
    name = byline.author.name if byline else str(user)
    return Writer(name=name[: policy.NAME_LENGTH], email=user.email, user=user, role=role)
