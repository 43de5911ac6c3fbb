"""Pictures are public, documents go through the door that knows who may have them."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return Document.objects.create(title="Bilan", file=ContentFile(b"%PDF-1.4 bilan", name="bilan.pdf"))


@pytest.fixture
def picture():
    """Return the address of a file that stands where the pictures' sizes are kept."""
    name = default_storage.save("images/marche.webp", ContentFile(b"RIFF....WEBP"))
    return default_storage.url(name)


def test_picture_may_be_kept_by_shared_caches_and_asked_for_again(client, picture):
    response = client.get(picture)
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"].startswith("public,")
    again = client.get(picture, headers={"if-modified-since": response.headers["Last-Modified"]})
    assert again.status_code == 304
    assert again.headers["Cache-Control"].startswith("public,")


def test_document_is_an_attachment_that_can_do_nothing(client, document):
    response = client.get(document.url)
    assert b"".join(response.streaming_content) == b"%PDF-1.4 bilan"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("way", ["", "images/../", "images/%2e%2e/", "images/..%2f"])
def test_document_has_no_other_address(client, document, way):
    address = f"/media/{way}{document.file.name}"
    assert client.get(address).status_code in {400, 404}


def test_document_of_a_private_collection_is_for_those_who_may_have_it(client, document):
    private = Collection.get_first_root_node().add_child(name="Rédaction")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    document.collection = private
    document.save()
    assert client.get(document.url).status_code == 302


@pytest.mark.parametrize(
    "path", ["../manage.py", "images/../../manage.py", "images/%00", "images/", "rien.png"]
)
def test_nothing_else_lies_behind_the_pictures(client, path):
    assert client.get(f"/media/{path}").status_code in {400, 404}
