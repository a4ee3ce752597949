"""One POST of JSON, signed as Standard Webhooks has it, to an address that may be called.

Who sets a rule must not reach through the desk what is on the desk's own network: an address is looked up once, and
called only if each of its numbers is public.  No redirect is followed and no proxy asked.
Signature: https://github.com/standard-webhooks/standard-webhooks (HMAC-SHA256 of id, time and body).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

#: seconds of silence, and of the whole call
SILENCE, PATIENCE = 10.0, 20.0
#: answers after which trying again is of no use (RFC 9110): the receiver is gone for good
_FINAL = frozenset({410})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Outcome:
    """``fault`` is why it did not arrive, None where it did; ``later`` how many seconds the receiver asks to wait."""

    fault: str | None = None
    final: bool = False
    later: float | None = None


class _Refused(Exception):
    """An address that may not be called."""


def signature(secret: str, id: str, at: int, body: bytes) -> str:
    """ "v1," and base64 of HMAC-SHA256 over ``id.at.body``; ``secret`` is whsec_ and base64."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{id}.{at}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode("ascii")


def post(url: str, body: bytes, id: str, secret: str, at: int, *, private: bool = False) -> Outcome:
    """Send it once.  ``private`` allows addresses that are not public; ``at`` is the time, seconds since 1970."""
    parts = urlsplit(url)
    secure = parts.scheme.lower() == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    fields = {
        "Host": _host(host) + (f":{parts.port}" if parts.port else ""),
        "Content-Type": "application/json",
        "User-Agent": f"crosswire/{_version()}",
        "webhook-id": id,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(secret, id, at, body),
    }
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        return _sent(_address(host, port, private), host, secure, target, body, fields)
    except _Refused as refusal:
        return Outcome(str(refusal))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Outcome(_words(error))


def _sent(
    address: tuple[str, int], host: str, secure: bool, target: str, body: bytes, fields: dict[str, str]
) -> Outcome:
    connection = http.client.HTTPConnection(*address, timeout=SILENCE)
    with socket.create_connection(address, SILENCE) as plain:
        # an answer that drips is cut off
        end = threading.Timer(PATIENCE, _cut, [plain])
        end.daemon = True
        end.start()
        try:
            line = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
            connection.sock = line
            connection.putrequest("POST", target, skip_host=True, skip_accept_encoding=True)
            for name, value in {**fields, "Content-Length": str(len(body)), "Connection": "close"}.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            return _outcome(connection.getresponse())
        finally:
            end.cancel()
            connection.close()


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _outcome(answer: http.client.HTTPResponse) -> Outcome:
    if 200 <= answer.status < 300:
        return Outcome()
    wait = (answer.getheader("Retry-After") or "").strip()
    later = float(wait[:8]) if wait.isascii() and wait.isdecimal() else None
    return Outcome(f"answered {answer.status}", answer.status in _FINAL, later)


def _address(host: str, port: int, private: bool) -> tuple[str, int]:
    """The first number of a host, once each of them may be called."""
    found = list(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    if not private and not all(map(is_public, found)):
        raise _Refused(f"{host} is on a private network; whoever runs the desk can allow such (serve --inward)")
    return found[0], port


def is_public(number: str) -> bool:
    """True of an address of the public net, and of none that leads to another inside of it."""
    found = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return found.is_global and not found.is_multicast


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(text.split())[:200].lower()


def _version() -> str:
    try:
        return version("crosswire")
    except PackageNotFoundError:
        return "0"
