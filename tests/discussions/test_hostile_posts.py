"""Nothing a client sends to the reply form is answered with a server error."""

import pytest
from badinput import needs_bad_input, texts
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.test import Client
from django.urls import reverse

from discussions import posting
from discussions.models import Reply
from discussions.views import keeping

SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
WORDS = {"name": "Zoé", "email": "zoe@lecteurs.example", "text": "J’accuse réception."}
FORM = "application/x-www-form-urlencoded"


def by(number):
    """Return a form filled in by one of many people: each may write only so much."""
    return WORDS | {"email": f"zoe{number}@lecteurs.example"}


@pytest.fixture
def send(article):
    """Return a function that posts any body as any type of content."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=True, **SAME_ORIGIN)
    address = reverse("discussions:reply", args=[article.pk])
    return lambda body, kind=FORM: client.generic("POST", address, body, content_type=kind)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", FORM, 422),
        (b"text", FORM, 422),
        (b"\xff\xfe\x00=%00%ff%ed%a0%80&text=%ed%a0%80", FORM, 422),
        (b"text=a&text=b&text=c", FORM, 422),
        (b"text=" + b"x" * 10_000_000, FORM, 413),
        (b"a=1&" * 20_000, FORM, 400),
        (b"text=%E9", f"{FORM}; charset=iso-8859-1", 400),
        (b"text=x", f"{FORM}; charset=nexiste-pas", 422),
        (b'{"text": "x"}', "application/json", 422),
        (b"text=x", "multipart/form-data", 400),
        (b"--x\r\nContent-Dis", "multipart/form-data; boundary=x", 422),
        (b"--x--", "multipart/form-data; boundary=x; charset=rot13", 422),
        (
            b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nbonjour\r\n--x--\r\n',
            "multipart/form-data; boundary=x; charset=rot13",
            400,
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="text"; filename="a.exe"\r\n\r\nMZ\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
            422,
        ),
        (b"text=x", "x" * 500, 422),
        (
            b'--x\r\nContent-Disposition: form-data; name="text"; filename="a"\r\n\r\n'
            + bytes(3_000_000)
            + b"\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
            413,
        ),
    ],
)
def test_a_damaged_body_gets_an_answer_of_ours(send, body, content_type, status):
    response = send(body, content_type)
    assert response.status_code == status
    assert "<h1" in response.content.decode()
    assert not Reply.objects.exists()


def test_a_damaged_body_that_meets_a_fault_gets_an_answer_of_ours(send, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(keeping, "render", fail)
    response = send(b"text=%E9", f"{FORM}; charset=iso-8859-1")
    assert response.status_code == 503
    assert "vous n’y êtes pour rien" in response.content.decode()


def test_the_last_of_several_fields_counts(send):
    body = "name=A&name=Zo%C3%A9&email=zoe@lecteurs.example&text=un&text=deux&parent=&parent="
    assert send(body).status_code == 303
    assert (Reply.objects.get().name, Reply.objects.get().text) == ("Zoé", "deux")


def test_fields_that_are_not_the_forms_change_nothing(send):
    extra = "state=published&role=author&number=7&kind=placeholder&discussion=1&source=wordpress&html=<b>"
    body = f"name=Z&email=zoe@lecteurs.example&text=un&{extra}"
    assert send(body).status_code == 303
    reply = Reply.objects.get()
    assert (reply.state, reply.role, reply.number, reply.kind, reply.source) == (
        "unconfirmed",
        "",
        None,
        "reply",
        "",
    )


def test_an_indented_list_is_one_list(send):
    assert send("name=Zo%C3%A9&email=zoe@lecteurs.example&text=++++-+un%0D%0A++++-+deux").status_code == 303
    assert Reply.objects.get().html.count("<ul>") == 1


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(client, article, method):
    address = reverse("discussions:reply", args=[article.pk])
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "%00", "x" * 3000])
def test_a_false_receipt_is_not_found(client, db, token):
    assert client.get(f"/-/discussions/receipt/{token}/").status_code == 404


@needs_bad_input
@pytest.mark.parametrize("name", ["names", "good"])
def test_whatever_stands_in_the_other_fields_is_taken_or_refused(client, article, name):
    address = reverse("discussions:reply", args=[article.pk])
    for number, text in enumerate(texts(name)):
        for field in ("parent", "email", "key", "elapsed", "started"):
            response = client.post(address, by(number) | {field: text}, **SAME_ORIGIN)
            assert response.status_code in {303, 422}, (field, text)


def test_any_other_fault_is_a_500_with_the_text(client, article, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr(posting, "_lock", fail)
    response = client.post(reverse("discussions:reply", args=[article.pk]), WORDS, **SAME_ORIGIN)
    assert response.status_code == 500
    assert "J’accuse réception.</textarea>" in response.content.decode()
    assert "a secret" in caplog.text
    assert "a secret" not in response.content.decode()


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError, IntegrityError, DataError])
def test_a_fault_of_the_database_is_a_503_with_the_text(client, article, monkeypatch, caplog, fault):
    def fail(*args, **kwargs):
        raise fault("server closed the connection unexpectedly")

    monkeypatch.setattr(posting, "_lock", fail)
    response = client.post(reverse("discussions:reply", args=[article.pk]), WORDS, **SAME_ORIGIN)
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "J’accuse réception.</textarea>" in response.content.decode()
    assert "vous n’y êtes pour rien" in response.content.decode()
    assert "server closed the connection" in caplog.text
    assert "server closed the connection" not in response.content.decode()
