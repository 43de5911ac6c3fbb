"""Print the network address a reply came from, for an authority that asks for it by law.

Who opened it, and for whom, is kept in the log; the address isn't.
"""

import getpass
import logging

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from wagtail.log_actions import log

from discussions.models import Trace
from discussions.sealing import Unreadable, unseal

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("public_id", help="the ten characters at the end of a reply’s address")
        parser.add_argument(
            "--for", dest="whom", required=True, help="who asks, and the number of the request"
        )

    def handle(self, *args, public_id, whom, **options):
        trace = Trace.objects.select_related("reply").filter(reply__public_id=public_id).first()
        if trace is None:
            raise CommandError("Nothing is kept of where this reply came from, or there is no such reply.")
        try:
            address = unseal(trace.sealed)
        except Unreadable as error:
            raise CommandError("Sealed with another SECRET_KEY: add it to SECRET_KEY_FALLBACKS.") from error
        note_who_asked(trace.reply, whom)
        self.stdout.write(address)


def note_who_asked(reply, whom):
    """Write into both logs who opened the origin of a reply; the console’s lines have no time."""
    who = getpass.getuser()
    data = {"by": who, "for": whom}
    log(instance=reply, action="discussions.unsealed", title=reply.public_id, data=data)
    logger.warning(
        "Origin of reply %s opened by %s for %s at %s.",
        reply.public_id,
        who,
        whom,
        timezone.now().isoformat(timespec="seconds"),
    )
