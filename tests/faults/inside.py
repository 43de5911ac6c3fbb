"""What the drills do inside the site, in processes of its own, which print JSON; see drilling.Drill."""

import json
import random
import time
from collections import Counter

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from articles.models import ArticleIndexPage, ArticlePage
from discussions import links, moderation, tally
from discussions.decisions import acts_for
from discussions.models import Decision, Discussion, DiscussionPolicy, Mail, Participant, Reply

DERIVED = ("pk", "shown", "stands_at", "answer_count")


def prepare(count):
    """Publish articles under which every reply appears at once, and print the id and address of each."""
    home = Site.objects.get(is_default_site=True).root_page
    index = home.add_child(instance=ArticleIndexPage(title="À l’épreuve", slug="a-l-epreuve"))
    DiscussionPolicy.objects.create(page=index, moderation="after", confirmation="off")
    articles = [
        index.add_child(instance=ArticlePage(title=f"Épreuve n° {n} : « Tenir »", slug=f"epreuve-{n}"))
        for n in range(count)
    ]
    print_json([(article.pk, article.get_url()) for article in articles])


def report(*pages):
    """Print what stands under some pages, and in sentences what isn't as it must be."""
    found = {"replies": [], "faults": []}
    for discussion in Discussion.objects.filter(page__in=pages):
        replies = [*discussion.replies.order_by("pk")]
        found["replies"] += [
            {"page": discussion.page_id, "name": reply.name, "text": reply.text, "number": reply.number}
            for reply in replies
        ]
        for check in (numbers, doubles, logs, counts):
            found["faults"] += [f"{discussion}: {fault}" for fault in check(discussion, replies)]
    print_json(found)


def numbers(discussion, replies):
    """Each top-level reply that was ever published has its number, from 1 up, without a gap."""
    given = sorted(reply.number for reply in replies if reply.number)
    if given != [*range(1, discussion.last_number + 1)]:
        yield f"numbers {given}, and the last is said to be {discussion.last_number}"
    unnumbered = [
        reply for reply in replies if reply.published_at and not reply.number and not reply.parent_id
    ]
    if unnumbered:
        yield f"published without a number: {unnumbered}"


def doubles(discussion, replies):
    said = [(reply.name, reply.text) for reply in replies]
    yield from (f"stands twice: {twice}" for twice in {one for one in said if said.count(one) > 1})


def logs(discussion, replies):
    """The log of a reply is one chain from nothing to the state it has."""
    chains = {reply.pk: "" for reply in replies}
    for row in Decision.objects.filter(reply__discussion=discussion).order_by("pk"):
        if chains[row.reply_id] != row.from_state:
            yield f"{row.reply_id} was {chains[row.reply_id]}, and the log goes on with {row}"
        chains[row.reply_id] = row.to_state
    yield from (
        f"{reply.pk} is {reply.state}, and its log ends with {chains[reply.pk] or 'nothing'}"
        for reply in replies
        if chains[reply.pk] != reply.state
    )


def counts(discussion, replies):
    """What is kept of the threads is what comes out if it is worked out anew."""
    kept = derived(discussion)
    with transaction.atomic():
        tally.settle_discussion(discussion)
        fresh = derived(discussion)
        transaction.set_rollback(True)
    if kept != fresh:
        yield f"kept {kept}, and it should be {fresh}"


def derived(discussion):
    rows = Reply.objects.filter(discussion=discussion).order_by("pk").values_list(*DERIVED)
    totals = Discussion.objects.values_list("shown_count", "thread_count").get(pk=discussion.pk)
    return [totals, *rows]


def moderate(page, *, times, seed):
    """Decide so many times about replies under a page, of which somebody else decides, too; print the acts.

    Begins as soon as there are replies. A moderator who comes too late is told so, which changes nothing.
    """
    chance, done = random.Random(seed), Counter()
    while sum(done.values()) < times:
        reply = Reply.objects.filter(discussion__page=page).order_by("?").first()
        if reply is None:
            time.sleep(0.01)
            continue
        act = chance.choice(acts_for(reply))
        try:
            act.do(reply)
        except moderation.AlreadyDecided:
            done["too late"] += 1
        else:
            done[act.name] += 1
    print_json(done)


def know(count):
    """Make so many people who have proved who they are and are known; print address and secret of each."""
    people = []
    for n in range(count):
        email = f"habituee.{n}@lecteurs.example"
        Participant.objects.create(name=f"Zoé {n}", email=email, verified_at=timezone.now(), trust="known")
        people.append((email, links.issue(email)))
    print_json(people)


def after_the_flood():
    """Print the states of the flood's replies and of the readers', and who was alerted and who should be."""
    states = {"offers": Counter(), "readers": Counter()}
    for text, state in Reply.objects.filter(discussion__page__slug__startswith="epreuve-").values_list(
        "text", "state"
    ):
        states["offers" if text.startswith("Offre n°") else "readers"][state] += 1
    users = get_user_model().objects.filter(is_active=True).exclude(email="")
    may = [user.email for user in users if user.has_perm("discussions.moderate_reply")]
    alerts = [*Mail.objects.filter(kind=Mail.Kind.ALERT).values_list("email", flat=True)]
    print_json(states | {"alerts": sorted(alerts), "moderators": sorted(may)})


def print_json(value):
    print(json.dumps(value, default=str))  # noqa: T201
