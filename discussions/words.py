"""The words of a text as they compare: case, accents, width, look-alikes and hidden characters say nothing.

Pure. What is folded here is compared and counted, never shown.
"""

import hashlib
import re
import unicodedata

from discussions.names import LATIN_NAME, SMALL, is_invisible

LIGATURES = {"œ": "oe", "æ": "ae", "’": "'", "‘": "'", "ʼ": "'", "´": "'"}
# Nobody's text holds that many different characters; a hostile one must not fill the memory.
MOST_LETTERS = 20_000

WORD = re.compile(r"[^\W_]+")
# Shorter texts are everybody's: « Merci ! », « Bravo pour cet article. »
DIGEST_WORDS, DIGEST_LETTERS = 8, 40
DIGEST_OF = 4000
ADDRESS_MARKS = ("://", "www.", "@")


class _Letters(dict):
    """What each character counts as, found out when it is first met."""

    def __missing__(self, code):
        found = _plain(chr(code))
        if len(self) < MOST_LETTERS:
            self[code] = found
        return found


def _plain(character):
    if is_invisible(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return ""
    if alike := LIGATURES.get(character) or SMALL.get(ord(character)):
        return alike
    latin = LATIN_NAME.search(unicodedata.name(character, ""))
    return latin[1].lower() if latin else character


LETTERS = _Letters()


def fold(text):
    """Return a text in small plain letters; lines and punctuation stay."""
    lower = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return lower.translate(LETTERS)


def digest(text):
    """Return 16 characters that are the same for texts which say the same; empty for short ones.

    The set of their words: order, punctuation, numbers, addresses and short words make no other text of it.
    """
    # Cut once more: « ㌖ » folds into six letters, and others into eighteen.
    folded = fold(text[:DIGEST_OF])[:DIGEST_OF]
    words = {word for word in WORD.findall(_without_addresses(folded)) if len(word) > 2}
    words = {word for word in words if not any(character.isdigit() for character in word)}
    if len(words) < DIGEST_WORDS or sum(map(len, words)) < DIGEST_LETTERS:
        return ""
    return hashlib.blake2b(" ".join(sorted(words)).encode(), digest_size=8).hexdigest()


def _without_addresses(folded):
    """Blank out the words that are addresses.

    Word by word: an expression for the whole would try each letter of a long word as its beginning.
    """
    return " ".join(word for word in folded.split() if not any(mark in word for mark in ADDRESS_MARKS))
