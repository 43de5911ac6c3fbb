"""The one client for requests that leave the site: https to public addresses, and nothing surprising.

A name is resolved once, and the address that was looked at is the one that is asked; redirects aren't
followed; an answer has five seconds and one megabyte, headers included.
"""

import io
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from socket import getaddrinfo
from urllib.parse import urlencode, urlsplit

SECONDS = 5
MOST_BYTES = 1_000_000
CHUNK = 65_536
# They carry an IPv4 address within, which may be a private one.
CARRIERS = [ipaddress.ip_network(network) for network in ("64:ff9b::/96", "2002::/16", "2001::/32")]


class Failed(Exception):
    """Nothing usable came back; the message names no address and no person."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes


def post(url, fields):
    """Send a form and return the Answer; raises Failed for whatever isn't one."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.port not in {None, 443}:
        raise Failed("not an https address")
    ends = time.monotonic() + SECONDS
    try:
        with connect(_resolve(parts.hostname), parts.hostname, SECONDS) as connection:
            connection.sendall(_request(parts, urlencode(fields).encode()))
            return _parse(_read(connection, ends))
    except (OSError, HTTPException, ValueError) as error:
        raise Failed(type(error).__name__) from error


def connect(address, host, seconds):
    """Return a connection to an address, whose certificate is the host's; tests put in their own."""
    plain = socket.create_connection((address, 443), timeout=seconds)
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _resolve(host):
    found = getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    public = [address[4][0] for address in found if _is_public(address[4][0])]
    if not public:
        raise Failed("not a public address")
    return public[0]


def _is_public(address):
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in CARRIERS)


def _request(parts, body):
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    head = [
        f"POST {path} HTTP/1.1",
        f"Host: {parts.hostname}",
        "User-Agent: Causerie",
        "Accept-Encoding: identity",
        "Content-Type: application/x-www-form-urlencoded; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    return "\r\n".join([*head, "", ""]).encode("ascii") + body


def _read(connection, ends):
    """Return all that comes, until the time is over: who sends drop by drop gets no more."""
    raw = b""
    while True:
        connection.settimeout(max(0.01, ends - time.monotonic()))
        chunk = connection.recv(CHUNK)
        raw += chunk
        if not chunk:
            return raw
        if len(raw) > MOST_BYTES or time.monotonic() > ends:
            raise Failed("too long")


class _Received:
    """What `http.client` takes for a socket."""

    def __init__(self, raw):
        self.raw = raw

    def makefile(self, mode):
        return io.BytesIO(self.raw)


def _parse(raw):
    response = HTTPResponse(_Received(raw))
    response.begin()
    return Answer(
        response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    )
