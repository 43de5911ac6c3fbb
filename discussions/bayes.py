"""A naive Bayes filter: what the words of a text say about spam, taught by examples. Pure.

Each token's weight is the logarithm of how much oftener it stands in spam than in good texts, the less the
rarer it is. The threshold is found in training, on texts that the counts of that round have not seen.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass

from discussions.words import fold

# A spammer's address stands at the beginning or at the end; reading no more keeps a post under 2 ms.
HEAD, TAIL = 2000, 500
# « ㌖ » folds into six letters, and others into eighteen; of no honest text come twice as many.
FOLDED = 2 * (HEAD + TAIL)
# Endings and spelling mistakes come after so many letters: « subscribe », « subscribed », « subscirbe ».
STEM = 5
SMOOTHING = 0.3
# A token met in one text counts half, in two texts two thirds.
DOUBT = 1.0
# 0: a long text sums up all its words; 1: it takes their mean.
EVEN_OUT = 0.6
MOST_TOKENS = 40_000
ROUNDS = 5
REPETITIONS = 4
# Of the good texts that it had not seen in training, at most that many may be held.
HAM_HELD = 0.018
LEAST_THRESHOLD = 0.5
# So far above every good text it is sure.
SURE_MARGIN = 1.0

MARKS = re.compile(r"(?<=\w)[\[\](){}*|_\\]+(?=\w)")
# MAIL takes a word whole, LINK no more than a host has, LEET begins where a word does: otherwise a hostile
# text of one long word would be looked through again from each of its letters.
MAIL = re.compile(r"[\w.+-]+(@[\w-]+\.[\w.]+)?")
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>]+"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,9}\s{0,2}\.\s?(?:com|net|org|fr|me|be|co|tv|info|ly|ru|xyz|top|shop|example)\b[^\s<>]*"
)
SPELT_OUT = re.compile(r"\b(?:[^\W\d_][ .\-]){3,}[^\W\d_]\b")
REPEATED = re.compile(r"([^\W\d_])\1{2,}")
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w\w)")
INNER_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
LEET = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:[013457@$][^\W\d_]+)+")
PLAIN = str.maketrans("013457@$", "oieastas")
WORDS = re.compile(r"§\w+|[^\W\d_]+|\d+|[^\w\s.,;:()\[\]'\"/-]")
LONGEST_WORD = 30


def tokens(text, website=""):
    """Return the set of tokens of a text: words, their beginnings, pairs, addresses, marks (« §links2 »)."""
    if len(text) > HEAD + TAIL:
        text = f"{text[:HEAD]} {text[-TAIL:]}"
    found = _marks(text)
    folded = MAIL.sub(_hide_mail, MARKS.sub("", fold(text)[:FOLDED]))
    links = LINK.findall(folded)
    for link in [*links, *([website.casefold()] if website else [])]:
        found.update(_of_an_address(link))
    if links:
        found.add(f"§links{min(len(links), 3)}")
    words = _words(LINK.sub(" §link ", folded))
    stems = [_stem(word) for word in words]
    found.update(words, stems)
    found.update(f"{first} {second}" for first, second in zip(["^", *stems], [*stems, "$"], strict=True))
    return found


def _hide_mail(match):
    return " §mail " if match[1] else match[0]


def _stem(word):
    return word if word.startswith("§") or len(word) <= STEM else f"{word[:STEM]}*"


def _words(folded):
    folded = SPELT_OUT.sub(lambda match: re.sub(r"[ .\-]", "", match[0]), folded)
    folded = LEET.sub(lambda match: match[0].translate(PLAIN), folded)
    folded = INNER_APOSTROPHE.sub("", ELISION.sub(" ", REPEATED.sub(r"\1", folded)))
    words = WORDS.findall(folded)
    return [f"§{min(len(word), 7)}digits" if word.isdigit() else word[:LONGEST_WORD] for word in words]


def _of_an_address(link):
    """Return the domain of an address and its ending; a path may hold what is somebody's own."""
    host = re.split(r"[/?#]", re.sub(r"^(?:https?://)?(?:www\.)?|\s", "", link))[0]
    return [f"@{host}", f"§.{host.rpartition('.')[2]}"]


def _marks(text):
    """Return what strikes the eye."""
    found = set()
    letters = [character for character in text if character.isalpha()]
    if len(letters) > 8 and sum(map(str.isupper, letters)) > 0.6 * len(letters):
        found.add("§capitals")
    if "!!" in text:
        found.add("§exclamations")
    return found


@dataclass(frozen=True)
class Filter:
    """What was learned: the weight of each telling token, and from which score on a text is held."""

    weights: dict
    threshold: float
    sure: float

    def score(self, of_a_text):
        """Return how much the tokens of a text speak for spam; comparable with the threshold."""
        known = [self.weights[token] for token in of_a_text if token in self.weights]
        return sum(known) / len(known) ** EVEN_OUT if known else 0.0

    def holds(self, of_a_text):
        """Tell whether a moderator should read the text first."""
        return self.score(of_a_text) >= self.threshold

    def telling(self, of_a_text, most=4):
        """Return the words that spoke most for spam, and those that spoke most against it."""
        readable = [token for token in of_a_text if token in self.weights and _is_readable(token)]
        ordered = sorted(readable, key=lambda token: (-self.weights[token], token))
        spam = [token for token in ordered[:most] if self.weights[token] > 0]
        ham = [token for token in ordered[: -most - 1 : -1] if self.weights[token] < 0]
        return spam, ham


def _is_readable(token):
    return token in READABLE_MARKS or token[0] == "@" or (len(token) > 2 and token.isalpha())


# Marks that an explanation names; the others mean something among many only.
READABLE_MARKS = ("§capitals", "§exclamations", "§links1", "§links2", "§links3", "§mail", "§7digits")


def train(samples):
    """Return the Filter that samples teach: a list of (tokens, is_spam)."""
    seen = [(index % ROUNDS, *sample) for index, sample in enumerate(samples)]
    unseen = []
    for turn in range(ROUNDS):
        weights = _weigh([sample for at, *sample in seen if at != turn])
        blind = Filter(weights, 0, 0)
        unseen += [blind.score(found) for at, found, is_spam in seen if at == turn and not is_spam]
    unseen.sort(reverse=True)
    threshold = max(LEAST_THRESHOLD, unseen[int(len(unseen) * HAM_HELD)])
    return _repeat(samples, threshold, max(unseen[0], 2 * threshold) + SURE_MARGIN)


def _repeat(samples, *limits):
    """Teach good texts that would be held once more: what a moderator has let through doesn't come back."""
    taught = Filter(_weigh(samples), *limits)
    for _ in range(REPETITIONS):
        wrong = [sample for sample in samples if not sample[1] and taught.holds(sample[0])]
        if not wrong:
            break
        samples = [*samples, *wrong]
        taught = Filter(_weigh(samples), *limits)
    return taught


def _weigh(samples):
    """Return the weights of the most telling tokens."""
    spam, ham, sizes = Counter(), Counter(), Counter()
    for found, is_spam in samples:
        (spam if is_spam else ham).update(found)
        sizes[bool(is_spam)] += 1
    weights = {token: _weight(spam[token], ham[token], sizes) for token in spam.keys() | ham.keys()}
    if len(weights) <= MOST_TOKENS:
        return weights
    ordered = sorted(weights, key=lambda token: (-abs(weights[token]), token))
    return {token: weights[token] for token in ordered[:MOST_TOKENS]}


def _weight(spam, ham, sizes):
    """Return the logarithm of the ratio of two smoothed shares, less of it for rare tokens."""
    in_spam = (spam + SMOOTHING) / (sizes[True] + 2 * SMOOTHING)
    in_ham = (ham + SMOOTHING) / (sizes[False] + 2 * SMOOTHING)
    return math.log(in_spam / in_ham) * (spam + ham) / (spam + ham + DOUBT)
