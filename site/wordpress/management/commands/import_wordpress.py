"""Import WordPress exports: articles, pages and their discussions. Twice is once."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from wordpress.opening import Refused
from wordpress.run import run

BAD_USAGE, REFUSED = 1, 3


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, *args, **kwargs):
        parser = super().create_parser(*args, **kwargs)
        parser.error = lambda message: self.refuse_usage(parser, message)
        return parser

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="a WordPress export (.xml)")
        parser.add_argument("--media", metavar="FOLDER", help="a copy of wp-content/uploads")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would be done")
        parser.add_argument("--report", metavar="FILE.json", help="write the whole report there")

    def refuse_usage(self, parser, message):
        """Say what is wrong and how the command is used; argparse's own code, 2, has a meaning of ours."""
        if not self._called_from_command_line:
            raise CommandError(message, returncode=BAD_USAGE)
        self.stderr.write(f"{message}\n{parser.format_usage()}")
        raise SystemExit(BAD_USAGE)

    def handle(self, *args, files, **options):
        with translation.override(settings.LANGUAGE_CODE):
            try:
                report = self.run(files, **options)
            except Refused as refusal:
                self.stderr.write(str(refusal))
                raise SystemExit(REFUSED) from None
        if report.exit:
            raise SystemExit(report.exit)

    def run(self, files, *, media, dry_run, report, **options):
        if media and not Path(media).is_dir():
            raise Refused(_("%(file)s is not a folder.") % {"file": media})
        if report and not Path(report).parent.is_dir():
            raise Refused(_("%(file)s is not a folder.") % {"file": Path(report).parent})
        done = run(files, dry_run=dry_run)
        if media:
            done.warnings.append(_("Pictures are not imported yet: the folder given was not used."))
        self.stdout.write(done.summary())
        if report:
            text = json.dumps(done.as_json(), ensure_ascii=False, indent=1)
            Path(report).write_text(text, encoding="utf-8")
        return done
