"""From which network a request comes, as far as a trusted proxy says so."""

import ipaddress

from django.conf import settings

# One household or one server each; a whole provider never.
PREFIXES = {4: 24, 6: 56}
# Behind a proxy nobody has declared everybody comes from one of these: limiting it would stop them all.
INNER = [
    ipaddress.ip_network(network)
    for network in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7")
]


def client_network(request):
    """Return the network a request comes from, as text; empty if that can't be told."""
    address = _outer_address(request)
    if address is None:
        return ""
    return str(ipaddress.ip_network((address, PREFIXES[address.version]), strict=False))


def client_origin(request):
    """Return the address a request comes from, as text, for `discussions.traces` alone; empty like above."""
    address = _outer_address(request)
    return "" if address is None else str(address)


def _outer_address(request):
    address = client_address(request)
    return None if address is None or any(address in network for network in INNER) else address


def client_address(request):
    """Return who asks: the peer, or whom proxies we trust vouch for; None if that can't be read.

    `TRUSTED_PROXIES` is the number of proxies in front of us, or the networks they are in.
    """
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    chain = [_parse(address) for address in (*said, request.META.get("REMOTE_ADDR", ""))]
    trusted = settings.TRUSTED_PROXIES
    if isinstance(trusted, int):
        return chain[max(-len(chain), -1 - trusted)]
    while len(chain) > 1 and chain[-1] and any(chain[-1] in network for network in trusted):
        chain.pop()
    return chain[-1]


def _parse(text):
    host = text.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
