"""Extract the messages of the project and compile its catalogues; with --check, only compare."""

import re
import subprocess
import tempfile
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

# French sets a no-break space there: a wide one before the colon and in guillemets, else a narrow one.
BARE_SPACE = re.compile(r" [:;!?»]|« ")
IGNORED = [".venv/*", "var/*", "tests/*", "node_modules/*"]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing, fail on drift")

    def handle(self, *args, check, **options):
        for catalogue in sorted(settings.LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.po")):
            before = catalogue.read_bytes()
            compiled = catalogue.with_suffix(".mo")
            try:
                self.extract(catalogue)
                faults = list(find_faults(catalogue, before, compiled))
            finally:
                if check:
                    catalogue.write_bytes(before)
            if check and faults:
                raise CommandError("\n".join([f"{catalogue}:", *faults]))
            if not check:
                compile_catalogue(catalogue, compiled)
                for fault in find_faults(catalogue, catalogue.read_bytes(), compiled):
                    self.stdout.write(fault)

    def extract(self, catalogue):
        call_command(
            "makemessages",
            locale=[catalogue.parts[-3]],
            ignore_patterns=IGNORED,
            add_location="file",
            no_obsolete=True,
            no_wrap=True,
            verbosity=0,
        )
        # gettext stamps each extraction; a catalogue whose messages are the same stays the same.
        lines = catalogue.read_text().splitlines(keepends=True)
        catalogue.write_text("".join(line for line in lines if "POT-Creation-Date" not in line))


def compile_catalogue(catalogue, compiled):
    """Write the .mo that newcomers without gettext need, so it is committed."""
    subprocess.run(["msgfmt", "--check-format", "-o", compiled, catalogue], check=True)  # noqa: S603, S607


def find_faults(catalogue, before, compiled):
    """Yield a line for each message that is missing, stale, fuzzy or not compiled."""
    now = polib.pofile(str(catalogue))
    old = polib.pofile(before.decode())
    known = {(entry.msgctxt, entry.msgid) for entry in old}
    wanted = {(entry.msgctxt, entry.msgid) for entry in now}
    yield from (f"  not extracted yet: {msgid}" for _, msgid in sorted(wanted - known, key=str))
    yield from (f"  no longer used: {msgid}" for _, msgid in sorted(known - wanted, key=str))
    yield from (f"  fuzzy: {entry.msgid}" for entry in now.fuzzy_entries())
    yield from (f"  not translated: {entry.msgid}" for entry in now.untranslated_entries())
    if catalogue.parts[-3] == "fr":
        yield from (
            f"  a line may break at this space: {said}" for said in all_texts(now) if BARE_SPACE.search(said)
        )
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.po"
        fresh.write_bytes(before)
        compile_catalogue(fresh, fresh.with_suffix(".mo"))
        if not compiled.exists() or compiled.read_bytes() != fresh.with_suffix(".mo").read_bytes():
            yield "  the compiled catalogue is stale"


def all_texts(catalogue):
    """Yield what is said in a language, every plural form of it, too."""
    for entry in catalogue:
        yield from entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
