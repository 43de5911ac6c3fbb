"""Whatever happens to a discussion, in whatever order, it agrees with a model of a hundred lines.

A step that readers and moderators can newly make is one more rule: act on the real thing, tell the model.
"""

import datetime
import os
import random
import re

import pytest
from agreement import assert_agreement
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from model import MAY_FOLLOW, Model, Said
from words import WORDS

from articles.models import ArticleIndexPage, ArticlePage
from discussions import batches, decisions, editing, links, moderation, personal
from discussions.models import Discussion, DiscussionPolicy, Reply
from discussions.posting import AddresseeGone, Refused, answer
from discussions.writers import Writer
from home.models import HomePage

STEPS = 50
# Some conversations end before their last step; at length there are ten thousand in all, and more.
USUAL_STEPS = 40
EXAMPLES = 260 if os.environ.get("CAUSERIE_LONG") else 40
LONG_AGO = datetime.datetime(2011, 12, 24, 18, 0, tzinfo=datetime.UTC)
ACTS = {
    "published": moderation.publish,
    "pending": moderation.hold,
    "rejected": moderation.reject,
    "spam": moderation.mark_spam,
    "removed": moderation.remove,
    "withdrawn": moderation.withdraw,
    "erased": moderation.erase,
}

anything = st.integers(0, 999)
somebody = st.none() | anything
states = st.sampled_from([*ACTS, "published", "published"])
kinds = st.sampled_from(["reply", "reply", "mention", "placeholder"])
needs_replies = precondition(lambda self: self.model.said)


class Conversation(RuleBasedStateMachine):
    # How often the discussion has been compared with its model, in all conversations.
    compared = 0

    def __init__(self):
        super().__init__()
        # Each conversation is undone at its end: no later one is slower, and a fault can be met again.
        self.world = transaction.atomic()
        self.world.__enter__()
        # Limits count by the id of the page, which a conversation that is undone leaves to the next.
        cache.clear()
        self.model, self.count, self.client = Model(), 0, Client()
        self.batches = []
        home = HomePage.objects.get()
        self.indexes = [
            home.add_child(instance=ArticleIndexPage(title=f"Liste {n}", slug=f"liste-{n}")) for n in range(2)
        ]
        self.article = self.indexes[0].add_child(instance=ArticlePage(title="L’été", slug="l-ete"))
        self.policy = DiscussionPolicy.objects.create(
            page=self.article, moderation="after", confirmation="off"
        )
        self.actor = get_user_model().objects.create_user("camille")

    def teardown(self):
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    # What the steps need

    def pick(self, number):
        """Return a reply of the model, or None for no parent."""
        return (
            None if number is None or not self.model.said else self.model.said[number % len(self.model.said)]
        )

    def words(self):
        self.count += 1
        said = " ".join(random.Random(self.count).sample(WORDS, 7))
        return Writer(name=f"Zoé {self.count}", email=f"zoe{self.count}@lecteurs.example"), f"« {said} » !"

    def stored(self, said):
        return Reply.objects.get(pk=said.id)

    def remember(self, reply, parent, state):
        said = Said(
            id=reply.pk,
            public_id=reply.public_id,
            name=reply.name,
            text=reply.text,
            state="",
            created_at=reply.created_at,
            published_at=reply.published_at,
            parent=parent,
            kind=reply.kind,
            is_imported=bool(reply.source),
        )
        self.model.add(said, state)

    @property
    def first_state(self):
        return "published" if self.policy.moderation == "after" else "pending"

    # What readers do

    @precondition(lambda self: self.model.is_live)
    @rule(number=somebody)
    def post(self, number):
        parent, (writer, text) = self.pick(number), self.words()
        public_id = parent.public_id if parent else ""
        if not self.model.is_open or (parent and not parent.is_visible):
            with pytest.raises(AddresseeGone if self.model.is_open else Refused):
                answer(self.article, writer, text=text, parent=public_id)
        else:
            reply = answer(self.article, writer, text=text, parent=public_id)
            assert reply.state == self.first_state
            self.remember(reply, parent, self.first_state)

    @rule(number=somebody)
    def post_by_form(self, number):
        parent, (writer, text) = self.pick(number), self.words()
        data = {"name": writer.name, "email": writer.email, "text": text}
        data |= {"parent": parent.public_id} if parent else {}
        status = self.client.post(
            f"/-/discussions/{self.article.pk}/reply/", data, headers={"Sec-Fetch-Site": "same-origin"}
        ).status_code
        assert status == self.expected_status(parent)
        if status == 303:
            self.remember(Reply.objects.get(text=text, name=writer.name), parent, self.first_state)

    def expected_status(self, parent):
        if not self.model.is_live:
            return 404
        if not self.model.is_open:
            return 409
        return 422 if parent and not parent.is_visible else 303

    @precondition(lambda self: self.model.is_live and self.model.is_open)
    @needs_replies
    @rule(number=anything)
    def post_again(self, number):
        """The same words of the same person: the reply that stands, whatever became of it."""
        said = self.pick(number)
        # What its writer took back may be said anew.
        if said.text.startswith("« ") and said.state != "withdrawn":
            writer = Writer(name=said.name, email=f"zoe{said.name.split()[-1]}@lecteurs.example")
            parent = said.parent.public_id if said.parent else ""
            assert answer(self.article, writer, text=said.text, parent=parent).pk == said.id

    @precondition(lambda self: self.model.is_live and self.model.is_open)
    @rule()
    def post_to_be_confirmed(self):
        DiscussionPolicy.objects.update(confirmation="required")
        writer, text = self.words()
        self.remember(answer(self.article, writer, text=text), None, "unconfirmed")
        DiscussionPolicy.objects.update(confirmation="off")

    @needs_replies
    @rule(number=anything)
    def confirm(self, number):
        said = self.pick(number)
        reply = self.stored(said)
        address = reply.participant.email if reply.participant else "personne@lecteurs.example"
        link = links.find(links.issue(address))
        if reply.participant is None:
            with pytest.raises(personal.NotYours):
                personal.confirm(reply, link)
            return
        confirmed = personal.confirm(reply, link)
        if said.state == "unconfirmed":
            assert confirmed.state == self.first_state
            self.model.change(said, self.first_state, confirmed.published_at)

    @needs_replies
    @rule(number=anything)
    def edit(self, number):
        said = self.pick(number)
        reply = self.stored(said)
        self.count += 1
        text = f"Corrigé : {self.count}"
        if reply.editable_until is None or said.state not in {"unconfirmed", "pending", "published"}:
            with pytest.raises(editing.NotEditable):
                editing.revise(reply, text)
            return
        editing.revise(reply, text)
        said.text = text
        # The gate may hold what was shown; it releases nothing that waits.
        if said.state == "published" and self.first_state == "pending":
            self.model.change(said, "pending", None)

    @rule()
    def read(self):
        response = self.client.get(self.article.url)
        # Wagtail redirects a draft that was moved here and there to itself.
        assert response.status_code in ({200} if self.model.is_live else {404, 301})
        if self.model.is_live:
            page = response.content.decode()
            lines = [said.public_id for said in self.model.lines()]
            assert re.findall(r'data-reply="([0-9a-z]+)"', page) == lines
            assert int(re.search(r'id="discussion-heading">\s*(\d+)', page)[1]) == len(lines)

    # What the import does

    @rule(number=somebody, kind=kinds, hours=st.integers(0, 5), state=states | st.just("unconfirmed"))
    def bring(self, number, kind, hours, state):
        """Bring a reply as an import does; its parent may be anything, its time is long ago."""
        parent = None if kind == "placeholder" else self.pick(number)
        state = state if state in {"published", "pending", "spam", "unconfirmed"} else "published"
        discussion, _ = Discussion.objects.get_or_create(page=self.article, locale=self.article.locale)
        at = LONG_AGO + datetime.timedelta(hours=hours)
        self.count += 1
        reply = Reply(
            discussion=discussion,
            parent=parent and self.stored(parent),
            kind=kind,
            name="Loïc",
            language="fr",
            text=f"Commentaire {self.count}",
            created_at=at,
            published_at=at if state == "published" else None,
            source="wordpress",
            source_id=str(self.count),
        )
        self.remember(moderation.receive(reply, state, rule="import"), parent, state)

    # What moderators and writers decide

    @needs_replies
    @rule(number=anything, state=states)
    def decide(self, number, state):
        said = self.pick(number)
        reply = self.stored(said)
        if state in MAY_FOLLOW[said.state]:
            ACTS[state](reply, actor=self.actor)
            self.model.change(said, state, reply.published_at)
        else:
            with pytest.raises(moderation.ForbiddenTransition):
                ACTS[state](reply, actor=self.actor)

    @needs_replies
    @rule(number=anything, first=states, second=states)
    def decide_too_late(self, number, first, second):
        said = self.pick(number)
        if {first, second} <= MAY_FOLLOW[said.state]:
            late = self.stored(said)
            self.decide(number, first)
            with pytest.raises(moderation.AlreadyDecided):
                ACTS[second](late, actor=self.actor)

    @needs_replies
    @rule(numbers=st.lists(anything, min_size=1, max_size=6), act=st.sampled_from([*decisions.ACTS]))
    def decide_together(self, numbers, act):
        chosen = Reply.objects.filter(pk__in={self.pick(number).id for number in numbers})
        act = decisions.ACTS[act]
        ids = {*chosen.values_list("pk", flat=True)}
        meant = [said for said in self.model.said if act.state in MAY_FOLLOW[said.state] and said.id in ids]
        batch = batches.start(self.actor, act, chosen, seen_at=timezone.now())
        batch = batches.advance(batch, seconds=10)
        meant = self.in_turn(meant)
        assert (batch.total, batch.decided) == (len(meant), len(meant))
        before = [(said, said.state) for said in meant]
        for said in meant:
            self.model.change(said, act.state, self.stored(said).published_at, together=True)
        self.batches.append((batch, [(said, state, len(said.log)) for said, state in before]))

    def in_turn(self, meant):
        """Order as a batch does: the oldest first, those in its state with it."""
        oldest = sorted(meant, key=lambda said: (said.created_at, said.id))
        states = [said.state for said in oldest]
        return sorted(oldest, key=lambda said: states.index(said.state))

    @precondition(lambda self: self.batches)
    @rule(number=anything)
    def undo_together(self, number):
        """Give back each state, but of what has been decided anew since."""
        batch, before = self.batches.pop(number % len(self.batches))
        if not before:
            with pytest.raises(batches.NotUndoable):
                batches.undo(batch, self.actor)
            return
        batches.advance(batches.undo(batch, self.actor), seconds=10)
        for said, state, decisions_then in before:
            if len(said.log) == decisions_then:
                self.model.change(said, state, self.stored(said).published_at, together=True)

    @rule(moderated=st.sampled_from(["after", "before"]))
    def change_policy(self, moderated):
        self.policy.moderation = moderated
        self.policy.save()

    @needs_replies
    @rule(takes_replies=st.booleans())
    def close_or_reopen(self, takes_replies):
        discussion = Discussion.objects.get(page=self.article)
        turn = moderation.reopen if takes_replies else moderation.close
        assert turn(discussion, actor=self.actor) == (self.model.is_open != takes_replies)
        self.model.is_open = takes_replies

    # What happens to the page

    @rule(number=anything)
    def move(self, number):
        index = self.indexes[number % 2]
        # As it is now: the tree keeps how many pages stand beneath.
        index.refresh_from_db()
        self.article.move(index, pos="last-child")
        self.article = ArticlePage.objects.get(pk=self.article.pk)

    @rule()
    def unpublish_or_republish(self):
        if self.model.is_live:
            self.article.unpublish()
        else:
            self.article.save_revision().publish()
        self.article = ArticlePage.objects.get(pk=self.article.pk)
        self.model.is_live = self.article.live

    @invariant()
    def agrees(self):
        assert_agreement(self.article, self.model)
        Conversation.compared += 1


@pytest.mark.django_db
def test_a_discussion_agrees_with_its_model_whatever_happens_to_it():
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    profile = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        # The same steps each time, so that a red test is red for everybody; at length, others each time.
        derandomize=not os.environ.get("CAUSERIE_LONG"),
        suppress_health_check=quiet,
        phases=[Phase.generate, Phase.shrink],
    )
    run_state_machine_as_test(Conversation, settings=profile)
    assert Conversation.compared >= EXAMPLES * USUAL_STEPS
