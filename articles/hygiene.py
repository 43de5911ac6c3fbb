"""The one door for texts that come from outside: what may be stored, and in which form.

Readers' forms, the importer and whatever comes later call it before anything else looks at the text.
"""

import re
import unicodedata

TAB_WIDTH = 4
COMBINING_MARKS_IN_A_ROW = 4
# A decomposed letter may take this many characters before NFC joins them; longer can't be short enough.
LONGEST_DECOMPOSITION = 4

# Databases, feeds and XML refuse them, so no honest text holds them.
REFUSED = [
    ("null", re.compile("\x00")),
    ("surrogate", re.compile("[\ud800-\udfff]")),
    (
        "noncharacter",
        re.compile(
            "[\ufdd0-\ufdef" + "".join(chr(p << 16 | 0xFFFE) + chr(p << 16 | 0xFFFF) for p in range(17)) + "]"
        ),
    ),
]
# C0 and C1 but the newline, bidi overrides (they turn « gpj.exe » around), and the invisible tag characters.
STRIPPED = re.compile("[\x01-\x09\x0b-\x1f\x7f-\x9f\u202d\u202e\U000e0000-\U000e007f]")
NEWLINES = re.compile("\r\n?|[\x0b\x0c\x85]")
FIRST_BLANK_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")
# What Unicode calls a letter or a symbol and nobody can see: Braille blank and the Hangul fillers.
BLANK_LETTERS = set("\u2800\u115f\u1160\u3164\uffa0")
INVISIBLE_CATEGORIES = {"Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Mn", "Me", "Mc"}


class UnacceptableText(ValueError):
    """A text that may not be stored; `code` is null, surrogate, noncharacter or too_long."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def clean_text(raw, *, max_length=None):
    """Return a text of several lines in the form it is stored in; empty if nothing of it is visible.

    Raises UnacceptableText. Lengths are characters after NFC; tabs become spaces.
    """
    if max_length is not None and len(raw) > LONGEST_DECOMPOSITION * max_length:
        raise UnacceptableText("too_long")
    for code, pattern in REFUSED:
        if pattern.search(raw):
            raise UnacceptableText(code)
    text = NEWLINES.sub("\n", raw)
    if "\t" in text:
        text = text.expandtabs(TAB_WIDTH)
    text = _limit_marks(unicodedata.normalize("NFC", STRIPPED.sub("", text)))
    # The end by rstrip: an expression would begin anew at each of 40,000 spaces in the middle of a text.
    text = FIRST_BLANK_LINES.sub("", text).rstrip()
    if max_length is not None and len(text) > max_length:
        raise UnacceptableText("too_long")
    return text if is_visible(text) else ""


def scrub(raw):
    """Return a text as `clean_text` does, without what that refuses: for imports, which ask nobody again."""
    return clean_text(drop_refused(raw))


def drop_refused(raw):
    """Return a text without the characters that `clean_text` refuses."""
    for _, pattern in REFUSED:
        raw = pattern.sub("", raw)
    return raw


def clean_line(raw, *, max_length=None):
    """Return a text of one line (a name, a title) in the form it is stored in; see `clean_text`."""
    text = (
        clean_text(raw.strip()) if max_length is None else clean_text(raw.strip(), max_length=4 * max_length)
    )
    text = re.sub(r"[ \n\u2028\u2029]+", " ", text).strip()
    if max_length is not None and len(text) > max_length:
        raise UnacceptableText("too_long")
    return text


def is_visible(text):
    """Tell whether anything of a text can be seen."""
    return any(
        character not in BLANK_LETTERS and unicodedata.category(character) not in INVISIBLE_CATEGORIES
        for character in text
    )


def _limit_marks(text):
    """Drop the fifth and further combining marks in a row: stacked, they cover the neighbours' texts."""
    if text.isascii():
        return text
    kept, run = [], 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if run <= COMBINING_MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)
