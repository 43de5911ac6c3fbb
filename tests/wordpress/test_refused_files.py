"""What is not a WordPress export is refused in one sentence, quickly, with nothing written."""

import time

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import Page

FRAME = '<?xml version="1.0"?>\n<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>{}</channel></rss>'
ITEM = "<item><title>Un</title><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type></item>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

REFUSED = {
    "vide": b"",
    "blancs seuls": b" \n\t\n",
    "page web": b"<!DOCTYPE html>\n<html><body>Connexion</body></html>",
    "page web sans doctype": b"<html><body>Connexion</body></html>",
    "flux": b"<?xml version='1.0'?><rss><channel><item><title>Un</title></item></channel></rss>",
    "json": b'{"posts": []}',
    "binaire": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "zip": b"PK\x03\x04\x14\x00\x00\x00",
    "tronque": FRAME.format(ITEM).encode()[:-40],
    "entite externe": b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + FRAME.format("<title>&x;</title>" + ITEM).encode()[22:],
    "doctype apres un long commentaire": b"<?xml version='1.0'?><!--"
    + b"x" * 2_000_000
    + b"--><!DOCTYPE rss []><rss/>",
    "milliard de rires": f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]><rss>&l9;</rss>'.encode(),
    "doctype en utf-16": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE rss []><rss/>'.encode("utf-16"),
    "20 000 niveaux": FRAME.format("<item>" + "<a>" * 20_000 + "</a>" * 20_000 + "</item>").encode(),
    "entite inconnue hors du texte": FRAME.format("<item>&lt;</itm>").encode(),
}


def refuse(import_wordpress, path, **options):
    pages = Page.objects.count()
    code, said, complaint, report = import_wordpress(path, **options)
    assert code == 3
    assert (said, report) == ("", None)
    assert len(complaint.strip().splitlines()) == 1
    assert complaint.strip().endswith(".")
    assert Page.objects.count() == pages
    return complaint


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_file_that_is_no_export_is_refused_within_two_seconds(content, import_wordpress, tmp_path):
    path = tmp_path / "fichier.xml"
    path.write_bytes(content)
    start = time.monotonic()
    assert str(path) in refuse(import_wordpress, path)
    assert time.monotonic() - start < 2


def test_refusal_speaks_french_and_names_what_the_file_is(import_wordpress, tmp_path):
    path = tmp_path / "connexion.xml"
    path.write_bytes(REFUSED["page web"])
    assert "est une page web, pas un export de WordPress." in refuse(import_wordpress, path)


def test_truncated_file_is_refused_with_its_line(import_wordpress, tmp_path):
    path = tmp_path / "tronque.xml"
    path.write_bytes(REFUSED["tronque"])
    assert "ligne 2" in refuse(import_wordpress, path)


def test_missing_file_and_folder_are_refused(import_wordpress, tmp_path):
    assert "n’existe pas" in refuse(import_wordpress, tmp_path / "rien.xml")
    assert "est un dossier" in refuse(import_wordpress, tmp_path)


def test_missing_media_folder_is_refused(import_wordpress, write_export, tmp_path):
    complaint = refuse(import_wordpress, write_export(ITEM), media=str(tmp_path / "rien"))
    assert "n’est pas un dossier" in complaint


def test_one_bad_file_of_two_stops_both(import_wordpress, write_export, tmp_path):
    bad = tmp_path / "mauvais.xml"
    bad.write_bytes(REFUSED["tronque"])
    pages = Page.objects.count()
    code, *_rest = import_wordpress(write_export(ITEM), bad)
    assert code == 3
    assert Page.objects.count() == pages


def test_missing_argument_is_bad_usage():
    with pytest.raises(CommandError) as refusal:
        call_command("import_wordpress")
    assert refusal.value.returncode == 1


@pytest.mark.parametrize(
    "name",
    [
        "made-billion-laughs", "made-empty", "made-external-dtd", "made-html-login-page", "made-plain-rss",
        "made-truncated", "made-xxe", "wpi-malformed-simple", "wpi-missing-version-tag",
    ],
)  # fmt: skip
def test_shared_bad_file_is_refused(name, shared, import_wordpress):
    refuse(import_wordpress, shared / "data" / "wxr" / f"{name}.xml")
