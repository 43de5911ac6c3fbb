"""Lists of words, phrases and addresses, and finding them in a text: whole words, folded. Pure.

« casino-en-ligne.example », « Casino en ligne (example) » and « cаsіnо En Ligne Example » are one term.
A star behind its last word stands for any ending.
"""

import re
from dataclasses import dataclass, field

from discussions.words import fold

# Chinese and Japanese put no space between words: there each letter is one.
UNSPACED = "\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
LONGEST_TERM = 200
LEAST_STEM = 3


@dataclass(frozen=True)
class Fault:
    """What is wrong with one line of a list, which begins with line 1."""

    code: str
    line: int
    term: str


def split(text):
    """Return the terms of a list, one a line, each once, in their order."""
    return [*dict.fromkeys(filter(None, (line.strip() for line in text.splitlines())))]


def find_faults(text):
    """Return the Faults of a list: a term that is too long, of which nothing is left, or only a star."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and (code := _fault(line.strip())):
            found.append(Fault(code, number, line.strip()[:60]))
    return found


def _fault(term):
    if len(term) > LONGEST_TERM:
        return "long"
    words = WORD.findall(fold(term))
    if not words:
        return "empty"
    return "short" if term.endswith("*") and len(words[-1]) < LEAST_STEM else ""


@dataclass
class Matcher:
    """Terms, each with what it was given for, and which of them stand in a text."""

    # By the whole term, in folded words; by its beginning, where it ends with a star.
    whole: dict = field(default_factory=dict)
    begun: dict = field(default_factory=dict)
    # By the first word of phrases, their lengths in words; the lengths in letters of stems.
    phrases: dict = field(default_factory=dict)
    stems: set = field(default_factory=set)

    def add(self, term, meaning):
        """Look for a term from now on; what folds to nothing is never found."""
        words = WORD.findall(fold(term))
        if not words:
            return
        is_begun = term.endswith("*")
        (self.begun if is_begun else self.whole).setdefault(" ".join(words), []).append((term, meaning))
        if len(words) > 1:
            self.phrases.setdefault(words[0], set()).add(len(words))
        if is_begun:
            self.stems.add(len(words[-1]))

    def find(self, text):
        """Return (term, meaning) of each term that stands in a text."""
        words = WORD.findall(fold(text)) if self.whole or self.begun else []
        found = [key for key in {*words} if key in self.whole]
        phrases = self._phrases(words)
        hits = [hit for key in [*found, *phrases] for hit in self.whole.get(key, ())]
        begun = self._beginnings({*words, *phrases}) if self.stems else ()
        return [*hits, *(hit for key in begun for hit in self.begun.get(key, ()))]

    def _phrases(self, words):
        starts = ((at, length) for at, word in enumerate(words) for length in self.phrases.get(word, ()))
        return {" ".join(words[at : at + length]) for at, length in starts}

    def _beginnings(self, wholes):
        cuts = ((whole, len(whole) - len(whole.rpartition(" ")[2])) for whole in wholes)
        return {whole[: at + length] for whole, at in cuts for length in self.stems}
