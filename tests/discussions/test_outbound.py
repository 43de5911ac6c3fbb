"""Requests that leave the site, against a server of our own that stands where the internet would be."""

import socket
import threading
import time

import pytest

from discussions import outbound

PUBLIC = "1.1.1.1"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX-Mark: oui\r\n\r\ntrue"


@pytest.fixture
def resolves(monkeypatch):
    """Return a function that lets every name stand for these addresses."""

    def resolve(*addresses):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
        monkeypatch.setattr(outbound, "getaddrinfo", lambda *args, **kwargs: found)

    resolve(PUBLIC)
    return resolve


@pytest.fixture
def server(resolves, monkeypatch):
    """Return a function that lets a server give one answer, in pieces; `asked` is what it was sent."""
    listener = socket.create_server(("127.0.0.1", 0))
    asked = []

    def serve(pieces, pause):
        connection, _ = listener.accept()
        with connection:
            asked.append(connection.recv(65_536))
            try:
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(pause)
            except OSError:
                return

    def connect(address, host, seconds):
        assert (address, host) == (PUBLIC, "rest.akismet.com")
        return socket.create_connection(listener.getsockname(), timeout=seconds)

    def answer(*pieces, pause=0):
        monkeypatch.setattr(outbound, "connect", connect)
        threading.Thread(target=serve, args=(pieces, pause), daemon=True).start()
        return asked

    yield answer
    listener.close()


def post(url="https://rest.akismet.com/1.1/comment-check?x=1", **fields):
    return outbound.post(url, fields)


def test_a_form_is_sent_and_its_answer_returned(server):
    asked = server(OK)
    answer = post(text="J’accuse & co")
    assert (answer.status, answer.body, answer.headers["x-mark"]) == (200, b"true", "oui")
    head, _, body = asked[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /1.1/comment-check?x=1 HTTP/1.1\r\nHost: rest.akismet.com\r\n")
    assert body == b"text=J%E2%80%99accuse+%26+co"


def test_chunks_are_put_together(server):
    server(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ntr\r\n2\r\nue\r\n0\r\n\r\n")
    assert post().body == b"true"


def test_redirects_are_not_followed(server):
    server(b"HTTP/1.1 302 Found\r\nLocation: https://ailleurs.example/\r\nContent-Length: 0\r\n\r\n")
    assert post().status == 302


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_no_inner_address_is_ever_asked(resolves, monkeypatch, address):
    monkeypatch.setattr(outbound, "connect", lambda *args: pytest.fail("asked"))
    resolves(address)
    with pytest.raises(outbound.Failed, match="public"):
        post()


def test_of_several_addresses_a_public_one_is_asked(server, resolves):
    resolves("127.0.0.1", PUBLIC)
    server(OK)
    assert post().status == 200


@pytest.mark.parametrize(
    "url",
    ["http://rest.akismet.com/", "https://", "ftp://rest.akismet.com/", "https://rest.akismet.com:8443/",
     "https://a:b@rest.akismet.com/", "file:///etc/passwd"],
)  # fmt: skip
def test_only_https_is_spoken(resolves, monkeypatch, url):
    monkeypatch.setattr(outbound, "connect", lambda *args: pytest.fail("asked"))
    with pytest.raises(outbound.Failed):
        post(url)


@pytest.mark.parametrize("answer", [b"", b"bonjour", b"HTTP/1.1 deux cents\r\n\r\n"])
def test_an_answer_that_is_none_is_a_failure(server, answer):
    server(answer)
    with pytest.raises(outbound.Failed):
        post()


def test_an_answer_of_more_than_a_megabyte_is_a_failure(server):
    server(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * (outbound.MOST_BYTES + 1))
    with pytest.raises(outbound.Failed, match="long"):
        post()


def test_who_sends_drop_by_drop_is_not_waited_for(server, monkeypatch):
    monkeypatch.setattr(outbound, "SECONDS", 0.3)
    server(*(b"x" for _ in range(100)), pause=0.05)
    began = time.monotonic()
    with pytest.raises(outbound.Failed):
        post()
    assert time.monotonic() - began < 2


def test_a_failure_says_nothing_of_what_was_sent(monkeypatch, resolves):
    def refuse(*args):
        raise ConnectionRefusedError("secret")

    monkeypatch.setattr(outbound, "connect", refuse)
    with pytest.raises(outbound.Failed, match=r"^ConnectionRefusedError$"):
        post(text="secret")
