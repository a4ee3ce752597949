"""By what name the desk was called, and whether the page that calls is one of its own.

A browser resolves names as whoever owns them says.  A stranger's page can so have its own name point to 127.0.0.1 and
talk to a desk on this machine ("DNS rebinding"); but the name stands in the Host header, and that is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(?::(?P<port>\d{1,5}))?")
#: put on by what stands between: who called a proxy did not call from this machine
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
_DEFAULT = {"http": "80", "https": "443"}


def is_loopback(host: str) -> bool:
    """True for a name or address that only this machine itself reaches (RFC 6761, 6.3; RFC 6890)."""
    plain = host.strip("[]").rstrip(".").lower()
    if plain == "localhost" or plain.endswith(".localhost"):
        return True
    try:
        address = ip_address(plain)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def name_and_port(host: str) -> tuple[str, str] | None:
    """A Host header's parts, the port empty where none is said; None for what is no host."""
    found = _HOST.fullmatch(host)
    return (found["name"].lower().rstrip("."), found["port"] or "") if found else None


def called_by(headers: Headers) -> tuple[str, str] | None:
    """The name and port under which the desk was called; None if that was not said once and plainly."""
    given = headers.getlist("host")
    return name_and_port(given[0]) if len(given) == 1 else None


def answers_to(name: str, bound: str, also: Collection[str]) -> bool:
    """True if a desk bound to an address may be called so.

    At loopback by a loopback name or by one that was allowed.  At any other address everybody shows a token or a
    session, which no stranger's name has: there any name will do unless some were allowed.
    """
    if is_loopback(name) or name.strip("[]") == bound.strip("[]").lower():
        return True
    allowed = {one.lower().rstrip(".") for one in also}
    return name in allowed or (not allowed and not is_loopback(bound))


def from_this_machine(scope: Scope, bound: str) -> bool:
    """True if who calls sits at this machine: nothing stands between, and both ends and the name are loopback."""
    headers, peer = Headers(scope=scope), scope.get("client")
    called = called_by(headers)
    if called is None or not is_loopback(called[0]) or not is_loopback(bound):
        return False
    if any(name in headers for name in _FORWARDED):
        return False
    return peer is not None and is_loopback(str(peer[0]))


def own_page(headers: Headers) -> bool:
    """True if nothing says that a page of somebody else sends this: Sec-Fetch-Site, else Origin.

    Browsers set both, and no page can change either (Fetch Standard, 3.2 and Fetch Metadata, 2).  Programs set none.
    """
    site, origins = headers.get("sec-fetch-site"), headers.getlist("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    if not origins:
        return True
    called = called_by(headers)
    return len(origins) == 1 and called is not None and _same(origins[0], called)


def _same(origin: str, called: tuple[str, str]) -> bool:
    try:
        parts = urlsplit(origin)
        said = name_and_port(parts.netloc)
    except ValueError:
        return False
    if said is None or parts.scheme not in _DEFAULT or parts.path or parts.query:
        return False
    default = _DEFAULT[parts.scheme]
    # a proxy that ends TLS speaks http to the desk, so that the scheme tells nothing
    return said[0] == called[0] and (said[1] or default) == (called[1] or default)


def address_of(scope: Scope) -> str:
    """Whom to count calls by: the address, or the network of 64 bits that one line with IPv6 has (RFC 6177)."""
    peer = scope.get("client")
    if peer is None:
        return "socket"
    try:
        address = ip_address(str(peer[0]).partition("%")[0])
    except ValueError:
        return str(peer[0])[:60]
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None and not address.is_loopback:
        return f"{IPv6Address(int(address) >> 64 << 64)}/64"
    return str(address)
