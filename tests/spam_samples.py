"""The spam and the good texts of ../shared/data/badinput, in folds that share no text; also for the bench."""

import html
import random
from collections import Counter, defaultdict

import badinput

from discussions import bayes, words

FOLDS = 10
# Texts that have half of their groups of three words in common are one text.
SAME = 0.5


def samples():
    """Return (text, is_spam, language) of each: French, though other languages are among them, or English.

    The comments were collected as HTML; readers' texts are stored as they were written.
    """
    return [
        (html.unescape(row["text"]), bool(row["label"]), "fr" if row["src"][0].startswith("own/") else "en")
        for row in badinput.rows("spam")
    ]


def cross_validate(samples, seed=1):
    """Return how many were there and how many were held, by (language, is_spam).

    Each was asked of a filter that had never met it; the threshold comes from the other nine folds, too.
    """
    texts = [text for text, *_ in samples]
    fold_of = _folds(texts, seed)
    found = [bayes.tokens(text) for text in texts]
    there, held = Counter(), Counter()
    for turn in range(FOLDS):
        known = [n for n in range(len(samples)) if fold_of[n] != turn]
        random.Random(seed).shuffle(known)
        taught = bayes.train([(found[n], samples[n][1]) for n in known])
        for n, (_, is_spam, language) in enumerate(samples):
            if fold_of[n] == turn:
                there[language, is_spam] += 1
                held[language, is_spam] += taught.holds(found[n])
    return there, held


def _folds(texts, seed):
    """Return the fold of each text; the same and nearly the same ones are in one."""
    groups = _groups(texts)
    order = sorted(set(groups))
    random.Random(seed).shuffle(order)
    fold_of = {group: n % FOLDS for n, group in enumerate(order)}
    return [fold_of[group] for group in groups]


def _groups(texts):
    shingles, at, group = [_shingles(text) for text in texts], defaultdict(list), []
    for n, own in enumerate(shingles):
        group.append(n)
        shared = Counter(other for shingle in own for other in at[shingle])
        for other, count in shared.items():
            if count >= SAME * len(own | shingles[other]) and group[other] != group[n]:
                old, new = group[n], group[other]
                group = [new if one == old else one for one in group]
        for shingle in own:
            at[shingle].append(n)
    return group


def _shingles(text):
    found = ["#" if word.isdigit() else word for word in words.WORD.findall(words.fold(text))]
    return {" ".join(found[n : n + 3]) for n in range(max(1, len(found) - 2))}
