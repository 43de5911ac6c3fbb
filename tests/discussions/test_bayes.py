"""What the words of a text say about spam: how they are read, and how well they tell it from good texts."""

import badinput
import pytest
import spam_samples
from badinput import needs_bad_input

from discussions import bayes, words

SPAM = [
    "Gagner de l’argent vite, cliquez",
    "Crédit rapide, contactez ce prêteur",
    "Gagner au casino, cliquez ici",
]
HAM = [
    "Le marché ouvre le dimanche",
    "J’accuse ce titre d’être trop court",
    "Merci pour cet article sur l’école",
]


@pytest.fixture
def taught():
    return bayes.train([(bayes.tokens(text), text in SPAM) for text in SPAM + HAM])


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("L’ÉTÉ", "ete"),
        ("Qu’est-ce que tu fais", "est"),
        ("you[tube]", "youtube"),
        ("s.u.b.s.c.r.i.b.e", "subscribe"),
        ("v i a g r a", "viagra"),
        ("v1agr@s", "viagras"),
        ("саѕіno en ligne", "casino"),
        ("via\u200bgra", "viagra"),
        ("ｖｉａｇｒａ", "viagra"),
        ("geniaaaaal", "genial"),
        ("Voyez https://www.Exemple.FR/page?q=1", "@exemple.fr"),
        ("Voyez exemple . com", "@exemple.com"),
        ("Écrivez à pret@exemple.fr", "§mail"),
        ("CLIQUEZ ICI TOUT DE SUITE", "§capitals"),
        ("Appelez le 0612345678", "§7digits"),
        ("Deux https://a.example https://b.example", "§links2"),
        ("abonnements", "abonn*"),
        ("cliquez ici", "cliqu* ici"),
    ],
)
def test_a_word_is_the_same_word_however_it_is_disguised(text, token):
    assert token in bayes.tokens(text)


def test_an_address_leaves_nothing_of_the_person_in_the_tokens():
    found = " ".join(bayes.tokens("Écrivez à zoe.dupont@exemple.fr ou voyez https://exemple.fr/zoe-dupont"))
    assert "dupont" not in found


def test_unknown_words_say_nothing(taught):
    assert taught.score(bayes.tokens("Xylophone")) == taught.score(bayes.tokens("")) == 0


def test_a_good_text_that_would_be_held_is_taught_until_it_passes():
    """What a moderator has restored isn't held again, though it says what spam says."""
    restored = "Cliquez et gagnez au casino"
    samples = [(bayes.tokens(text), True) for text in SPAM * 5] + [
        (bayes.tokens(text), False) for text in HAM * 5
    ]
    assert bayes.train(samples).holds(bayes.tokens(restored))
    assert not bayes.train([*samples, (bayes.tokens(restored), False)]).holds(bayes.tokens(restored))


def test_the_filter_holds_what_it_was_taught_and_says_by_which_words(taught):
    spam = bayes.tokens("Cliquez et gagnez de l’argent, gagner vite !")
    assert taught.holds(spam)
    assert {"cliquez", "gagner"} <= set(taught.telling(spam)[0])
    ham = bayes.tokens("Le marché et l’école, merci")
    assert not taught.holds(ham)
    assert "marche" in taught.telling(ham)[1]


def test_the_order_of_teaching_changes_no_weight(taught):
    backwards = bayes.train([(bayes.tokens(text), text in SPAM) for text in reversed(SPAM + HAM)])
    assert backwards.weights == taught.weights


def test_only_the_most_telling_tokens_are_kept(monkeypatch, taught):
    monkeypatch.setattr(bayes, "MOST_TOKENS", 5)
    few = bayes.train([(bayes.tokens(text), text in SPAM) for text in SPAM + HAM])
    assert len(few.weights) == 5
    assert min(map(abs, few.weights.values())) >= max(map(abs, taught.weights.values())) * 0.9


@needs_bad_input
def test_nine_tenths_of_the_spam_are_held_and_two_good_texts_in_a_hundred():
    """English: 1,138 comments on five YouTube videos, where good and bad often say the same."""
    there, held = spam_samples.cross_validate(spam_samples.samples())
    assert held["en", True] >= 0.91 * there["en", True]
    assert held["en", False] <= 0.02 * there["en", False]
    assert held["fr", False] <= 0.02 * there["fr", False]


@needs_bad_input
def test_no_text_of_the_good_ones_is_held():
    taught = bayes.train([(bayes.tokens(text), is_spam) for text, is_spam, _ in spam_samples.samples()])
    assert [text for text in badinput.texts("good") if taught.holds(bayes.tokens(text))] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Prêt rapide et honnête : écrivez à jean@exemple.fr pour obtenir un crédit sérieux maintenant",
         "pret RAPIDE, honnète et ! Écrivez à marc@exemple.com pour obtenir un crédit sérieux maintenant 4"),
        ("Gagnez énormément d’argent chaque jour de votre maison avec cette méthode https://a.example/1",
         "Avec cette méthode, gagnez énormément d’аrgent chaque jour de votre maison https://b.example/2"),
    ],
)  # fmt: skip
def test_texts_that_say_the_same_have_one_digest(one, other):
    assert words.digest(one) == words.digest(other) != ""


@pytest.mark.parametrize(
    "text", ["Merci !", "Bravo pour cet article.", "Tout à fait d’accord avec vous, merci beaucoup"]
)
def test_what_everybody_says_has_no_digest(text):
    assert words.digest(text) == ""
