"""A discussion of any size, written in bulk as readers would have left it; also for browsers and bench."""

import random
from collections import Counter
from datetime import datetime, timedelta

from django.utils import timezone

from discussions import moderation
from discussions.models import Discussion, Participant, Reply
from discussions.rendering import RENDER_VERSION, render

BEGIN = timezone.make_aware(datetime(2020, 1, 1, 8, 0))
BATCH = 1000
SPREAD, ONE_ROOT = "spread", "one root"
# Of a hundred replies that many begin a thread, and that many answer one directly; the rest go deeper.
TOPS, DIRECT = 40, 40

NAMES = ["Zoé", "Émile Dœuf", "Awa", "Loïc B.", "Marie-Ève", "Nguyễn Văn An", "Γιώργος", "Léa"]
TEXTS = [
    "J’accuse réception, et je ne suis pas d’accord : le marché n’a jamais ouvert le lundi !",
    "Merci.",
    "À Évry, on disait « une poche ».\n\nEt l’on *y tenait* ; demandez à ma grand-mère.",
    "Voir https://exemple.fr/archives/2011/12/ pour la suite.",
    "Tout est là : le temps passe, l’œuvre reste, et personne n’a jamais songé à la repeindre. " * 2,
]
ODD_TEXTS = [
    "Donaudampfschifffahrtsgesellschaftskapitän " * 3,
    "é" * 500,
    "https://exemple.fr/" + "archives/" * 40,
    "👩‍👩‍👧‍👦" * 60,
    "هذا نصّ عربيّ طويل، يُقرأ من اليمين إلى اليسار. " * 3 + "Et du français.",
    "```\n" + "x" * 300 + "\n```\n\n> > > cité\n\n- " + "y" * 200,
]
ODD_NAMES = ["Zoé", "M" * 80, "שרה כהן", "👑" * 20]
RENDERED = [(text, *render(text, Reply.Format.MARKDOWN)) for text in TEXTS]


def fill(page, count, *, shape=SPREAD):
    """Write so many replies under a page that nobody has answered yet, a minute after each other."""
    discussion = Discussion.objects.create(page=page, locale=page.locale)
    crowd = _Crowd(discussion, _participants(), random.Random(7))
    tops = 1 if shape == ONE_ROOT else max(1, count * TOPS // 100)
    direct = min(count - tops, max(1, (count - tops) * DIRECT // (100 - TOPS)))
    first = crowd.write([(None, None)] * tops, begin=0)
    second = crowd.write(crowd.answers_to(first, direct), begin=tops)
    crowd.write(crowd.answers_to(second, count - tops - direct), begin=tops + direct)
    _settle(discussion, count, tops)
    return discussion


def fill_oddly(page):
    """Write a chain of fifty answers under a page, with whatever is hard to set in a narrow column."""
    discussion = Discussion.objects.create(page=page, locale=page.locale)
    last = None
    for number in range(51):
        text = ODD_TEXTS[number % len(ODD_TEXTS)]
        html, plain = render(text, Reply.Format.MARKDOWN)
        reply = Reply(discussion=discussion, parent=last, name=ODD_NAMES[number % len(ODD_NAMES)], text=text)
        reply.html, reply.plain, reply.render_version, reply.language = html, plain, RENDER_VERSION, "fr"
        last = moderation.receive(reply, Reply.State.PUBLISHED, rule="import")
    return discussion


class _Crowd:
    def __init__(self, discussion, people, chance):
        self.discussion, self.people, self.chance = discussion, people, chance

    def answers_to(self, replies, count):
        """Choose for each of so many answers (the reply it answers, the top of that one's thread)."""
        chosen = [self.chance.choice(replies) for _ in range(count)]
        return [(parent.pk, parent.root_id or parent.pk) for parent in chosen]

    def write(self, places, *, begin):
        written = [self._reply(begin + n, *place) for n, place in enumerate(places)]
        return Reply.objects.bulk_create(written, batch_size=BATCH)

    def _reply(self, position, parent_id, root_id):
        text, html, plain = RENDERED[position % len(RENDERED)]
        person = self.people[position % len(self.people)]
        at = BEGIN + timedelta(minutes=position)
        return Reply(
            discussion=self.discussion,
            participant=person,
            name=person.name,
            parent_id=parent_id,
            root_id=root_id,
            number=None if root_id else position + 1,
            state=Reply.State.PUBLISHED,
            shown=True,
            language=self.discussion.locale.language_code,
            text=text,
            html=html,
            plain=plain,
            render_version=RENDER_VERSION,
            **dict.fromkeys(["created_at", "published_at", "stands_at"], at),
        )


def _participants():
    people = [Participant(name=name, avatar=13 * number) for number, name in enumerate(NAMES)]
    return Participant.objects.bulk_create(people)


def _settle(discussion, count, tops):
    beneath = Counter(discussion.replies.exclude(root=None).values_list("root_id", flat=True))
    heads = [Reply(pk=pk, answer_count=answers) for pk, answers in beneath.items()]
    Reply.objects.bulk_update(heads, ["answer_count"], batch_size=BATCH // 4)
    discussion.shown_count, discussion.thread_count, discussion.last_number = count, tops, tops
    discussion.save()
