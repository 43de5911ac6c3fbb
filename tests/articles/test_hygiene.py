"""What may be stored of a text from outside, and in which form."""

import unicodedata

import pytest
from badinput import needs_bad_input, texts

from articles.hygiene import UnacceptableText, clean_line, clean_text, scrub


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Un\x00nul", "null"),
        ("Une moitié \ud83d de lettre", "surrogate"),
        ("Rien \ufffe", "noncharacter"),
        ("Rien \ufdd0", "noncharacter"),
        ("Rien \U0010ffff", "noncharacter"),
        ("é" * 11, "too_long"),
        ("x" * 1_000_000, "too_long"),
    ],
)
def test_what_no_database_or_feed_can_hold_is_refused(text, code):
    with pytest.raises(UnacceptableText) as refusal:
        clean_text(text, max_length=10)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Une\r\nligne\rpuis\x0bune", "Une\nligne\npuis\nune"),
        ("Un \x1b[31mrouge\x07\x85", "Un [31mrouge"),
        ("tab\tulation", "tab ulation"),
        ("Photo \u202egpj.exe", "Photo gpj.exe"),
        ("Caché\U000e0041\U000e007f", "Caché"),
        ("e\u0301te\u0301", "été"),
        ("Z\u0310\u0312\u0313\u033d\u0346\u034aalgo", "Z\u0310\u0312\u0313\u033dalgo"),
        ("\n\n  retrait\n\n", "  retrait"),
        (" \u200b\u200d\n\u2800\u3164\u00ad ", ""),
        ("", ""),
        ("…", "…"),
        ("🏳️\u200d🌈", "🏳️\u200d🌈"),
    ],
)
def test_the_rest_is_stored_without_what_nobody_can_see(raw, clean):
    assert clean_text(raw) == unicodedata.normalize("NFC", clean)


def test_length_is_counted_after_composition():
    assert clean_text("e\u0301" * 10, max_length=10) == "é" * 10


def test_a_name_is_one_line():
    assert clean_line(" Jean\n\tde  La\u2028Fontaine ", max_length=80) == "Jean de La Fontaine"


def test_the_spaces_of_french_typography_stay_in_a_line():
    assert clean_line("«\u202fÉvry\u202f» : 100\u00a0%") == "«\u202fÉvry\u202f» : 100\u00a0%"


def test_a_line_too_long_is_refused():
    with pytest.raises(UnacceptableText):
        clean_line("z" * 81, max_length=80)


def test_an_import_loses_only_what_cannot_be_stored():
    assert scrub("Un\x00 \ud83dmot\ufffe\x1b") == "Un mot"


@needs_bad_input
def test_legitimate_texts_are_kept_whole():
    for text in texts("good"):
        expected = unicodedata.normalize("NFC", text).replace("tab\t", "tab ")
        assert clean_text(text, max_length=10_000) == expected


@needs_bad_input
@pytest.mark.parametrize("name", ["text", "names", "xss", "pathological"])
def test_cleaning_twice_is_cleaning_once(name):
    for text in texts(name):
        try:
            clean = clean_text(text)
        except UnacceptableText:
            continue
        assert clean_text(clean) == clean
