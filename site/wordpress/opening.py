"""The bytes of an export as a strict parser takes them: what is none is refused, small damage is repaired.

Never `recover=True`: lxml then takes a truncated file for a whole one, in silence.
"""

import io
import re
from collections import Counter
from pathlib import Path

from django.utils.translation import gettext as _

HEAD = 1 << 20
CHUNK = 1 << 16
BLANKS = b" \t\r\n"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
# XML forbids the C0 controls but tab, newline and return; WordPress writes them into post meta.
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
ATOM = b' xmlns:atom="http://www.w3.org/2005/Atom"'
BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")
LONGEST_REFERENCE = 12
# Where an ampersand is itself.
VERBATIM = re.compile(rb"<!\[CDATA\[|<!--")
CLOSINGS = {b"<![CDATA[": re.compile(rb"\]\]>"), b"<!--": re.compile(rb"-->")}


class Refused(Exception):
    """This file is not imported; the message is one sentence for the person who chose it."""


def check(path):
    """Raise Refused unless the file begins as an XML document without a DOCTYPE."""
    head = _head(path)
    blank = head.removeprefix(BYTE_ORDER_MARK).lstrip(BLANKS)
    if not blank:
        raise Refused(_("%(file)s is empty.") % {"file": path})
    text = blank.replace(b"\0", b"") if head.startswith(WIDE) else blank
    text = text.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if re.match(rb"<!doctype\s+html|<html", text, re.IGNORECASE):
        raise Refused(_("%(file)s is a web page, not a WordPress export.") % {"file": path})
    if not text.startswith(b"<"):
        raise Refused(_("%(file)s is not XML, so not a WordPress export.") % {"file": path})
    if _declares_a_type(text):
        raise Refused(_("%(file)s contains a DOCTYPE, which no WordPress export has.") % {"file": path})


def _head(path):
    try:
        with Path(path).open("rb") as file:
            return file.read(HEAD)
    except FileNotFoundError:
        raise Refused(_("%(file)s does not exist.") % {"file": path}) from None
    except IsADirectoryError:
        raise Refused(_("%(file)s is a folder, not a file.") % {"file": path}) from None
    except (OSError, ValueError) as error:
        raise Refused(
            _("%(file)s cannot be read: %(reason)s.")
            % {"file": path, "reason": getattr(error, "strerror", None) or error}
        ) from None


def _declares_a_type(text):
    """Tell whether a DOCTYPE, or too much to tell, stands before the root element."""
    at = 0
    while True:
        at = text.find(b"<", at)
        if at < 0 or text.startswith(b"<!DOCTYPE", at):
            return True
        closing = {b"<?": b"?>", b"<!": b"-->"}.get(text[at : at + 2])
        if closing is None:
            return False
        at = text.find(closing, at + 2)
        if at < 0:
            return True


class Bytes(io.RawIOBase):
    """A file for the parser, with the repairs asked for made on the way and counted in `repairs`."""

    def __init__(self, path, *, repair):
        self.file = Path(path).open("rb")  # noqa: SIM115  closed by close()
        self.repairs = Counter()
        first = self.file.read(CHUNK)
        self.repair = repair and not first.startswith(WIDE)
        self.closing = None
        self.rest = b""
        self.ready = self._begin(first)

    def _begin(self, first):
        unmarked = first.removeprefix(BYTE_ORDER_MARK)
        bare = unmarked if first.startswith(WIDE) else unmarked.lstrip(BLANKS)
        if len(bare) < len(unmarked):
            self.repairs["leading_blank_bytes_dropped"] = len(unmarked) - len(bare)
        if not self.repair:
            return bare
        return self._mend(self._declare_atom(bare))

    def _declare_atom(self, first):
        root = re.search(rb"<rss\b[^>]*>", first)
        if root is None or b"xmlns:atom" in root[0] or b"<atom:" not in first:
            return first
        self.repairs["prefixes_declared"] = 1
        return first[: root.start() + 4] + ATOM + first[root.start() + 4 :]

    def _mend(self, chunk):
        kept = chunk.translate(None, CONTROLS)
        if len(kept) < len(chunk):
            self.repairs["control_bytes_dropped"] += len(chunk) - len(kept)
        return self._escape(self.rest + kept, last=not chunk)

    def _escape(self, text, *, last):
        """Escape bare ampersands outside CDATA and comments; keep back what the next chunk may continue."""
        done = []
        while found := (VERBATIM if self.closing is None else self.closing).search(text):
            done += [self._split(text[: found.start()], found.start()), found[0]]
            self.closing = CLOSINGS.get(found[0])
            text = text[found.end() :]
        cut = len(text) if last else max(0, len(text) - LONGEST_REFERENCE)
        self.rest = text[cut:]
        return b"".join([*done, self._split(text, cut)])

    def _split(self, text, cut):
        if self.closing is not None:
            return text[:cut]
        # The look-ahead must see past the cut, where a reference may end.
        marks = [found.start() for found in BARE_AMPERSAND.finditer(text) if found.start() < cut]
        self.repairs["bare_ampersands_escaped"] += len(marks)
        pieces = [text[start:end] for start, end in zip([0, *marks], [*marks, cut], strict=True)]
        return pieces[0] + b"".join(b"&amp;" + piece[1:] for piece in pieces[1:])

    def read(self, size=-1):
        while not self.ready:
            chunk = self.file.read(CHUNK)
            self.ready = self._mend(chunk) if self.repair else chunk
            if not chunk:
                break
        size = len(self.ready) if size is None or size < 0 else size
        given, self.ready = self.ready[:size], self.ready[size:]
        return given

    def close(self):
        self.file.close()
        super().close()
