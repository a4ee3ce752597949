"""A report fetched from the address that somebody gave, but from no address of this machine or its network.

Whoever may add a report could otherwise have the server look at what only the server can reach (OWASP, "Server-Side
Request Forgery Prevention").  The name is resolved once, every address that it has is looked at, and the connection
goes to one of those: a name that changes in between, or a redirect, leads nowhere else.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, Request

from crosswire.errors import CrosswireError
from crosswire.watching.fetching import fetch, opener_of

#: characters of an address
LONGEST = 2_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotFetched(CrosswireError):
    """An address that is not fetched, or did not answer with a report; the message says why."""


def fetched(url: str, *, inward: bool = False) -> bytes:
    """What an http or https address answers, redirects followed; raises NotFetched.

    ``inward`` lets addresses of this machine and its network be fetched, too.
    """
    address = checked(url)
    opener = opener_of(_Http(inward), _Https(inward))
    answer = fetch(address, opener=opener)
    if answer.fault is not None:
        raise NotFetched(f"{address}: {answer.fault}")
    if not answer.body.strip():
        raise NotFetched(f"{address}: an empty answer")
    return answer.body


def checked(url: str) -> str:
    """The address, if it is one that can be fetched; raises NotFetched."""
    said = url.strip()
    if len(said) > LONGEST:
        raise NotFetched(f"an address of more than {LONGEST} characters")
    try:
        parts = urlsplit(said)
        port = parts.port
    except ValueError:
        raise NotFetched("no address; write https://...") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise NotFetched("no address of the web; write https://...")
    if parts.username is not None or parts.password is not None:
        raise NotFetched("an address with a name or password in it is not fetched")
    if not all("!" <= sign <= "~" for sign in said):
        raise NotFetched("an address holds no spaces and no letters but a to z; copy it from the browser's bar")
    return said


def outward(address: str) -> bool:
    """True of an address that anybody can reach; of one that wraps another, of that."""
    try:
        found: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(found)
    return found.is_global and not found.is_multicast and (inner is None or outward(str(inner)))


def _inner(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 one leads to: mapped, 6to4, Teredo's, or through NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    teredo = address.teredo[1] if address.teredo else None
    nat = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
    return address.ipv4_mapped or address.sixtofour or teredo or nat


def _connecting(inward: bool) -> Callable[..., socket.socket]:
    def connect(
        place: tuple[str, int], timeout: Any = None, source_address: tuple[str, int] | None = None
    ) -> socket.socket:
        """As socket.create_connection, to addresses that may be reached alone."""
        host, port = place
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not inward and not all(outward(address) for address in addresses):
            raise OSError(f"{host} is an address of this machine or its network, and is not fetched")
        last: OSError | None = None
        for address in dict.fromkeys(addresses):
            try:
                return socket.create_connection((address, port), timeout, source_address)
            except OSError as error:
                last = error
        raise last or OSError(f"{host} has no address")

    return connect


class _Http(HTTPHandler):
    def __init__(self, inward: bool) -> None:
        super().__init__()
        self._inward = inward

    def http_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(_guarded(http.client.HTTPConnection, self._inward), req)


class _Https(HTTPSHandler):
    def __init__(self, inward: bool) -> None:
        super().__init__()
        self._inward = inward

    def https_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(_guarded(http.client.HTTPSConnection, self._inward), req)


def _guarded(kind: type[http.client.HTTPConnection], inward: bool) -> Any:
    """Connections of this kind that look at the address before they open it."""

    def made(*args: Any, **kwargs: Any) -> http.client.HTTPConnection:
        connection = kind(*args, **kwargs)
        connection._create_connection = _connecting(inward)  # type: ignore[attr-defined]
        return connection

    return made
