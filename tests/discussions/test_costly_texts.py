"""No text costs much more than others of its length, whatever it is made of.

Time is the processor's, the best of three, and the bound generous: a text that is looked through again from
each of its letters takes a hundred times as long.
"""

import time

import pytest

from discussions import bayes, words
from discussions.forms import clean_reply
from discussions.policy import TEXT_LENGTH
from discussions.rendering import render

SECONDS = 0.2
# What expressions begin with: letters that fold into many, parts of addresses, blanks.
UNITS = ["㌖", "ﷺ", "㎯", "㌖.", "ab", "a-", "a4", "w", "www.", "@", "a@a.", "://", ".", *"_ \n\t", " \n"]
WORK = {"show": lambda text: render(text, "markdown"), "digest": words.digest, "words": bayes.tokens}


def cost(work, text):
    times = []
    for _ in range(3):
        began = time.process_time()
        work(text)
        times.append(time.process_time() - began)
    return min(times)


def long(unit, length):
    """Return a text of one unit over and over, between two letters: blanks at its ends would be stripped."""
    return f"z{unit * (length // len(unit))}z"


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_text_of_one_thing_is_cleaned_as_fast_as_others(unit):
    # Only then the text is known to be too long: its letters may be joined first.
    assert cost(clean_reply, long(unit, 4 * TEXT_LENGTH)) < SECONDS


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("work", WORK.values(), ids=WORK.keys())
def test_a_long_text_of_one_thing_is_shown_and_compared_as_fast_as_others(work, unit):
    assert cost(work, long(unit, TEXT_LENGTH)) < SECONDS


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("Voyez www.exemple.fr et zoe@exemple.fr", "Voyez et"),
        ("(https://exemple.fr/archives), oui", "oui"),
        ("Lu sur le web://ici", "Lu sur le"),
    ],
)
def test_addresses_make_no_other_text(text, alike):
    said = "Prêt rapide honnête entre particuliers : contactez notre conseiller financier dès maintenant"
    assert words.digest(f"{said} {text}") == words.digest(f"{said} {alike}") != ""


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("zoe@exemple.fr+loic@exemple.fr", "§mail"),
        ("Voyez v1agr@s et c4s1no", "casino"),
        (f"{'a-' * 30}b.exemple.com", "§links1"),
    ],
)
def test_what_is_looked_through_once_is_still_found(text, token):
    assert token in bayes.tokens(text)


def test_the_end_of_a_text_loses_its_blanks_and_the_middle_keeps_them():
    assert clean_reply(" \n\na   \n\n  b \n \u00a0\n") == "a   \n\n  b"
    assert render("> a\n> b   c", "markdown")[1] == "a\nb   c"
