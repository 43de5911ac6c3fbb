"""Names as they compare: who looks like another, and who may not speak for the site."""

import lxml.html
import pytest
from badinput import needs_bad_input, rows
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from discussions.models import Participant, Reply
from discussions.names import fold, is_plain_address, is_reserved, poses_as

SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse réception.", "parent": ""}
REFUSED = {
    "reserved name",
    "fake verified mark",
    "NFKC to Admin",
    "case",
    "Cyrillic a",
    "RLO: shows as admin",
}


@pytest.fixture
def post(article):
    """Return a function that answers the article under a name."""
    reader = Client(enforce_csrf_checks=True, **SAME_ORIGIN)
    return lambda name: reader.post(reverse("discussions:reply", args=[article.pk]), WORDS | {"name": name})


def error_of(response):
    html = lxml.html.fromstring(response.content.decode())
    return html.get_element_by_id("id_name_error").text_content().strip()


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Zoé Œuvrard", "ZOÉ  œuvrard"),
        ("Zoé", "Zoe\u0301"),
        ("coco", "сосо"),
        ("Loïc", "Ｌｏïｃ"),
        ("Zoé", "Zo\u200bé\u2060"),
        ("𝓐nna", "anna"),
        ("Νίκος", "νίκος"),
        ("Straße", "STRASSE"),
    ],
)
def test_what_looks_the_same_folds_to_the_same(name, other):
    assert fold(name) == fold(other)


@pytest.mark.parametrize(
    ("name", "other"), [("Zoé", "Zoe"), ("Loïc B.", "Loïc D."), ("李明", "李朋"), ("محمد", "أحمد"), ("", "a")]
)
def test_what_looks_different_stays_different(name, other):
    assert fold(name) != fold(other)


def test_the_folded_name_of_a_participant_finds_who_looks_the_same(db):
    Participant.objects.create(name="Zоé")  # with a Cyrillic о
    assert Participant.objects.filter(folded_name=fold("ZOÉ")).exists()


def test_a_folded_name_fits_its_column_whatever_the_name(db):
    Participant.objects.create(name="\ufdfa" * 80)
    assert len(Participant.objects.get().folded_name) == 240


@pytest.mark.parametrize(
    "name",
    [
        "Administrateur",
        "administratrices",
        "Modération",
        "LA RÉDACTION",
        "Rédaction ✓",
        "★ Admin ★",
        "a.d.m.i.n",
        "Admin 123",
        "Adm1n",
        "AdmlN",
        "adrnin",
        "аdмin",
        "ΑDΜΙΝ",
        "ᴬᵈᵐⁱⁿ",
        "ᴀᴅᴍɪɴ",
        "ａｄｍｉｎ",
        "🅰🅳🅼🅸🅽",
        "🇦🇩🇲🇮🇳",
        "a\u20ddd\u20ddm\u20ddi\u20ddn\u20dd",
        "ad\u200bmin",
        "ađmin",
        "\u202enimda",
        "L’équipe de la modération",
        "Modérateur·rice",
        "Le Modo",
        "Rédacteur en chef",
        "L’auteure",
        "Causerie",
        "C a u s e r i e",
        "Équipe Causerie",
        "La Rédaction de Causerie",
    ],
)
def test_a_name_that_speaks_for_the_site_is_reserved(name):
    assert is_reserved(name, extra=["Causerie"])


@pytest.mark.parametrize(
    "name",
    [
        "D’Artagnan",
        "Ÿ",
        "李明",
        "محمد",
        "Nguyễn Thị Minh Khai",
        "Marie de la Rédaction",
        "Élodie Root",
        "Adam Inès",
        "Louis",
        "L’équipe",
        "Le Chef",
        "Causeries du lundi",
        "nimda",
        "0",
        "★",
        "",
    ],
)
def test_the_name_of_a_person_is_not(name):
    assert not is_reserved(name, extra=["Causerie", ""])


def test_a_word_of_the_sites_name_is_not_reserved():
    assert not is_reserved("Zoé", extra=["Zoé et compagnie"])
    assert not is_reserved("Le", extra=["Le Monde"])
    assert is_reserved("Le Monde ✓", extra=["Le Monde"])


@pytest.mark.parametrize(
    "name", ["zoé œuvrard", "Zoe Œuvrard", "Zoé Œuvrаrd ✓", "Ｚoé-Œuvrard", "Zoé Œuvrard 2"]
)
def test_who_looks_like_an_author_poses_as_one(name):
    assert poses_as(name, ["Loïc Le Meur", "Zoé Œuvrard"])


@pytest.mark.parametrize("name", ["Zoé", "Zoé Œuvrard-Martin", "Loïc", "★", ""])
def test_who_shares_a_part_of_the_name_does_not(name):
    assert not poses_as(name, ["Loïc Le Meur", "Zoé Œuvrard", "", "★"])


def test_a_russian_name_in_capitals_poses_as_the_same_in_small_letters():
    assert poses_as("АННА", ["Анна"])


def test_a_reserved_name_is_refused_at_its_field(post):
    response = post("Rédaction ✓")
    assert response.status_code == 422
    assert error_of(response) == "Ce nom est réservé à l’équipe du site. Choisissez-en un autre."
    assert "J’accuse réception." in response.content.decode()
    assert not Reply.objects.exists()


def test_the_sites_own_name_is_refused_too(post):
    Site.objects.update(site_name="Le Petit Écho")
    assert post("le petit echo").status_code == 422
    assert post("Écho").status_code == 303


@needs_bad_input
def test_of_the_collection_the_legitimate_are_kept_as_typed_and_the_posers_refused(post):
    for row in rows("names"):
        response = post(row["text"])
        if row["why"] in REFUSED:
            assert "réservé" in error_of(response), row
        elif row["why"].startswith("legit"):
            assert Reply.objects.latest("pk").name == row["text"]
        assert response.status_code in {303, 422}, row


@pytest.mark.parametrize("address", ["", "Zoe@x.example", "é@x.example", "Иван@x.example", "zoe@straße.de"])
def test_real_addresses_are_plain(address):
    assert is_plain_address(address)


@pytest.mark.parametrize("address", ["ineſ@x.example", "ﬁn@x.example", "ｚoe@x.example", "straße@x.example"])
def test_a_letter_that_stands_for_others_is_not(address):
    assert not is_plain_address(address)
