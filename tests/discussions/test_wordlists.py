"""Finding the terms of a list in a text: whole words, however they are written."""

import time

import badinput
import pytest
from badinput import needs_bad_input

from discussions import wordlists


def found(terms, text):
    matcher = wordlists.Matcher()
    for term in terms:
        matcher.add(term, "")
    return {term for term, _ in matcher.find(text)}


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("casino", "Le CASINO ouvre."),
        ("crédit", "credit facile"),
        ("credit", "un « crédit »"),
        ("cœur", "Coeur à prendre"),
        ("casino", "саѕіnо en ligne"),
        ("viagra", "ｖｉａ\u200bｇｒａ"),
        ("crédit immobilier", "Un crédit\nimmobilier, enfin"),
        ("spam.example", "Voyez https://www.spam.example/page"),
        ("pret@spam.example", "écrivez à Pret@Spam.Example !"),
        ("l’argent facile", "de l'argent facile"),
        ("viagr*", "du Viagras"),
        ("crédit immo*", "crédits ? Un crédit immobilier"),
        ("赌博", "在线赌博网站"),
        ("_adclick", "adclick"),
    ],
)
def test_a_term_is_found_however_it_is_written(term, text):
    assert found([term, "autre"], text) == {term}


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("sex", "À Essex et Middlesex, un sexagénaire"),
        ("credit immobilier", "immobilier : le crédit"),
        ("viagr*", "viag ra"),
        ("casino", ""),
        ("…", "…"),
        ("crédit immo*", "crédit"),
    ],
)
def test_a_part_of_a_word_is_no_word(term, text):
    assert found([term], text) == set()


def test_faults_name_the_line():
    faults = wordlists.find_faults("casino\n\n!?\n" + "x" * 201 + "\nab*\nabc*")
    assert [(fault.line, fault.code) for fault in faults] == [(3, "empty"), (4, "long"), (5, "short")]


@needs_bad_input
def test_ten_thousand_characters_are_compared_with_forty_thousand_terms_in_a_wink():
    """5 ms at most; a busy machine has no part in the processor's time, and the best of a few counts."""
    terms = wordlists.split((badinput.FOLDER / "spam_terms.txt").read_text())
    matcher = wordlists.Matcher()
    for term in [*terms, "viagr*", "crédit immo*"]:
        matcher.add(term, "")
    text = ("J’accuse réception, et l’on y tenait : https://exemple.fr/a ! " * 200)[:10_000]
    assert min(cost(matcher, text) for _ in range(5)) < 0.015


def cost(matcher, text):
    began = time.process_time()
    matcher.find(text)
    return time.process_time() - began
