"""Do what time brings: by cron or a timer, every minute. Twice, or on two machines at once, harms nothing."""

import logging

from django.core.management.base import BaseCommand, CommandError

from discussions import (
    akismet,
    announcing,
    batches,
    following,
    learning,
    links,
    orphans,
    outbox,
    reports,
    retention,
    sanctions,
    traces,
)

logger = logging.getLogger(__name__)

# In this order: what is done, and the function that does it and returns how many times it was.
STEPS = [
    ("batches of decisions finished", batches.carry_on),
    ("discussions whose page is gone, marked", orphans.mark),
    ("discussions purged", orphans.purge),
    ("sanctions that have run out, lifted", sanctions.lift_run_out),
    ("mails about new replies written", announcing.announce_due),
    ("mails to moderators written", announcing.remind_moderators),
    ("mails sent", outbox.send_due),
    ("unconfirmed subscriptions forgotten", following.forget_unconfirmed),
    ("ended subscriptions forgotten", following.forget_ended),
    ("expired personal links forgotten", links.forget_expired),
    ("unconfirmed replies erased", retention.erase_unconfirmed),
    ("refused texts forgotten", retention.forget_refused),
    ("people forgotten whose sanction is over", sanctions.forget_the_freed),
    ("sent mails forgotten", retention.forget_sent_mails),
    ("origins’ digests forgotten", traces.forget_digests),
    ("sealed origins forgotten", traces.forget_sealed),
    ("reporters’ digests forgotten", reports.forget_keys),
    ("reporters of old notices forgotten", reports.forget_people),
    ("replies that taught the spam filter", learning.teach),
    ("corrections told to Akismet", akismet.report),
]


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        failed = [words for words, do in STEPS if not self.take(words, do)]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}")

    def take(self, words, do):
        """Take one step and say what it did; a fault must not keep the others from being taken."""
        try:
            count = do()
        except Exception:
            logger.exception("tick: %s", words)
            return False
        if count:
            self.stdout.write(f"{words}: {count}")
        return True
