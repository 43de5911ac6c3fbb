"""One of each thing that an address can name, and the addresses with it."""

import datetime
import re
import uuid

from django.core import signing
from django.utils import timezone
from wagtail.models import PageViewRestriction

from articles.models import ArticleIndexPage, ArticlePage
from discussions import batches, links, mandates, moderation, rendering, reports, sanctions, unsubscribing
from discussions.decisions import ACTS
from discussions.models import Discussion, Participant, Reply, Rule, Subscription
from discussions.views.own import RECEIPT_SALT
from home.models import HomePage

ZOE = "zoe@lecteurs.example"
UNKNOWN = "zzzzzzzzzz"
MADE = {"pending", "published", "spam", "unconfirmed"}


class OneOfEach:
    """The objects; `paths` maps parts of the URL patterns to the same parts with arguments."""

    def __init__(self, moderator):
        self.moderator, self.now = moderator, timezone.now()
        index = HomePage.objects.get().add_child(instance=ArticleIndexPage(title="Articles", slug="articles"))
        self.discussions = {name: self.begin(index, name) for name in ("live", "closed", "draft", "private")}
        self.zoe = Participant.objects.create(name="Zoé", email=ZOE, verified_at=self.now)
        self.secret = links.issue(ZOE)
        self.sanction = self.impose()
        self.rule = Rule.objects.create(name="Casinos", terms="roulette", term_count=1, is_active=True)
        self.published, self.pending = self.say("published"), self.say("pending")
        self.report = reports.notify(
            self.published,
            reason="illegal_defamation",
            text="C’est faux.",
            name="Nadia",
            email="nadia@lecteurs.example",
            language="fr",
        )
        self.asked = self.follow(confirmed_at=None, scope="thread", reply=self.published)
        self.followed = self.follow(confirmed_at=self.now, scope="discussion")
        self.unfinished, self.finished = self.start(), batches.advance(self.start(), 5)

    def begin(self, index, name):
        page = index.add_child(
            instance=ArticlePage(
                title=f"L’été, {name}", slug=name, introduction="Un chapô.", published_at=self.now
            )
        )
        status = "closed" if name == "closed" else "open"
        if name == "draft":
            page.unpublish(log_action=None)
        if name == "private":
            PageViewRestriction.objects.create(page=page, restriction_type="password", password="secret")
        return Discussion.objects.create(page=page, locale=page.locale, status=status)

    def say(self, state, *, under="live", **fields):
        """Return a reply by Zoé that has come to a state."""
        text = f"J’accuse « {uuid.uuid4()} »."
        html, plain = rendering.render(text, "markdown")
        said = {"text": text, "html": html, "plain": plain, "render_version": rendering.RENDER_VERSION}
        reply = Reply(
            discussion=self.discussions[under],
            editable_until=self.now + datetime.timedelta(minutes=9),
            **{"participant": self.zoe, "name": "Zoé", "language": "fr"} | said | fields,
        )
        first = {"rejected": "pending"}.get(state, state if state in MADE else "published")
        moderation.receive(reply, first, rule="gate")
        if state != first:
            by = {"rule": "writer"} if state == "withdrawn" else {"actor": self.moderator}
            change = {"withdrawn": "withdraw", "erased": "erase", "removed": "remove", "rejected": "reject"}
            getattr(moderation, change[state])(reply, **by)
        return reply

    def impose(self):
        people = Participant.objects.filter(pk=self.zoe.pk)
        batch = sanctions.impose(people, "watched", actor=self.moderator, reason="insult")
        return self.zoe.sanctions.get(batch=batch)

    def start(self):
        reply = self.say("pending")
        chosen = Reply.objects.filter(pk=reply.pk)
        return batches.start(self.moderator, ACTS["publish"], chosen, seen_at=timezone.now())

    def follow(self, **fields):
        return Subscription.objects.create(
            email=ZOE, language="fr", discussion=self.discussions["live"], **fields
        )

    def paths(self):
        """Return (part of a pattern, the same with its arguments), in the order they are to be tried in."""
        live, closed = self.discussions["live"], self.discussions["closed"]
        undone = self.say("removed")
        return [
            ("<int:pk>/close/", f"{live.pk}/close/"),
            ("<int:pk>/reopen/", f"{closed.pk}/reopen/"),
            ("<uuid:pk>/advance/", f"{self.unfinished.pk}/advance/"),
            ("<uuid:pk>/", f"{self.finished.pk}/"),
            ("<uuid:batch>/", f"{self.sanction.batch}/"),
            ("<slug:public_id>/undo/<int:pk>/", f"{undone.public_id}/undo/{undone.decisions.last().pk}/"),
            ("replies/<slug:public_id>/", f"replies/{self.pending.public_id}/"),
            ("<slug:act>/", "publish/"),
            ("<slug:kind>/", "watched/"),
            ("<slug:reference>/", f"{self.report.reference}/"),
            ("sanctions/<int:pk>/", f"sanctions/{self.sanction.pk}/"),
            ("participants/<int:pk>/", f"participants/{self.zoe.pk}/"),
            ("reply-rules/<int:pk>/", f"reply-rules/{self.rule.pk}/"),
            ("<int:page_id>/", f"{live.page_id}/"),
            ("unsubscribe/<str:token>/", f"unsubscribe/{unsubscribing.token_for([self.followed])}/"),
            ("reports/<str:token>/", f"reports/{links.report_token(self.report)}/"),
            ("moderate/<str:token>/", f"moderate/{mandates.token_for(self.moderator, self.pending)}/"),
            ("<str:token>/contest/", f"{receipt_token(undone.public_id)}/contest/"),
            ("receipt/<str:token>/", f"receipt/{receipt_token(self.published.public_id)}/"),
            ("confirm/<slug:public_id>/", f"confirm/{self.say('unconfirmed').public_id}/"),
            ("<slug:public_id>/", f"{self.published.public_id}/"),
            ("<int:pk>/change/", f"{self.followed.pk}/change/"),
            ("follow/<int:pk>/", f"follow/{self.asked.pk}/"),
            ("<str:secret>/", f"{self.secret}/"),
        ]

    def by_state(self):
        """Return a reply for each column of the table by state; None for the one that isn't there."""
        states = ("pending", "published", "rejected", "removed", "withdrawn", "erased", "spam", "unconfirmed")
        found = {state: self.say(state) for state in states}
        found["placeholder"] = self.say(
            "published", kind="placeholder", name="", text="", html="", plain="", participant=None
        )
        found["unpublished page"] = self.say("published", under="draft")
        found["private page"] = self.say("published", under="private")
        self.discussions["deleted"] = Discussion.objects.create(locale=self.published.discussion.locale)
        found["deleted page"] = self.say("published", under="deleted")
        return found | {"unknown": None}

    def paths_of(self, reply):
        """Return the paths of one reply, or of none."""
        public_id = reply.public_id if reply else UNKNOWN
        last = reply.decisions.last().pk if reply else 1
        mandate = signing.dumps([self.moderator.pk, public_id], salt=mandates.SALT)
        return [
            ("undo/<int:pk>/", f"undo/{last}/"),
            ("<slug:act>/", "publish/"),
            ("<slug:public_id>/", f"{public_id}/"),
            ("moderate/<str:token>/", f"moderate/{mandate}/"),
            ("receipt/<str:token>/", f"receipt/{receipt_token(public_id)}/"),
            ("<str:secret>/", f"{self.secret}/"),
        ]


def receipt_token(public_id):
    return signing.dumps([public_id, 0], salt=RECEIPT_SALT)


def fill(pattern, paths):
    """Return an address of a pattern."""
    for part, filled in paths:
        pattern = pattern.replace(part, filled)
    assert not re.search(r"<\w+:\w+>", pattern), f"no argument for {pattern}"
    return pattern
