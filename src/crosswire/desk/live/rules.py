"""What somebody wants to be told of, and where: a rule.

There are four kinds: a figure moved, a contradiction opened, a national of some country is counted or named, a new
incident.  Each may be narrowed to incidents, by reports that tell them, and to places.
"""

from __future__ import annotations

import base64
import ipaddress
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crosswire.asking import STATUSES, status_named
from crosswire.errors import CrosswireError

#: kinds of rule, and what each tells
KINDS = {
    "figure": "a figure moved",
    "contradiction": "a contradiction opened",
    "nationality": "a national is counted or named",
    "incident": "a new incident",
}
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LONGEST = 200
#: characters of an address to call
_LONGEST_URL = 2_000


class BadRule(CrosswireError):
    """A rule that asks for what there is not, or goes nowhere."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``to`` is an http(s) address, or mailto: and an address.

    ``incident`` holds reports of the incident meant, by which it is known whatever its id becomes; ``group`` words that
    say whose figures ("hostages", "Algerian workers", "BP"); ``least`` by how many a figure has to move; ``secret`` is
    the key with which what is sent to a webhook is signed.
    """

    id: str
    kind: str
    to: str
    name: str
    made_by: str
    made_at: str
    incident: tuple[str, ...] = ()
    place: str = ""
    status: str = ""
    group: str = ""
    nationality: str = ""
    type: str = ""
    least: int = 1
    secret: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The group's words one by one."""
        return tuple(self.group.split())


def made(
    kind: str,
    to: str,
    *,
    made_by: str,
    made_at: str,
    name: str = "",
    incident: Sequence[str] = (),
    place: str = "",
    status: str = "",
    group: str = "",
    nationality: str = "",
    type: str = "",
    least: int = 1,
    secret: str = "",
) -> Rule:
    """A new rule; raises BadRule, in one line, for what cannot be."""
    if kind not in KINDS:
        raise BadRule(f"no rule of kind {kind!r}; there are {', '.join(KINDS)}")
    given = {
        "name": name, "place": place, "group": group, "nationality": nationality, "type": type, "made_by": made_by
    }  # fmt: skip
    told = {key: _one_line(key, value) for key, value in given.items()}
    if kind == "nationality" and not told["nationality"]:
        raise BadRule("whose nationals? name a country or a people")
    if not 1 <= least <= 1_000_000_000:
        raise BadRule("a figure has to move by 1 or more")
    named = status_named(status) if status.strip() else ""
    if named is None:
        raise BadRule(f"no status {status!r}; there are {', '.join(STATUSES)}")
    address = destination(to)
    hook = not address.startswith("mailto:")
    return Rule(
        id=f"a{secrets.token_hex(4)}",
        kind=kind,
        to=address,
        made_at=made_at,
        incident=tuple(incident),
        status=named,
        least=least,
        secret=(_key(secret) if secret else fresh_secret()) if hook else "",
        **told,
    )


def destination(to: str) -> str:
    """Where to send, as it is kept: an http or https address without a name or password in it, or mailto:."""
    words = to.strip()
    if not words.isprintable() or len(words) > _LONGEST_URL or " " in words:
        raise BadRule("where to? an http or https address, or mailto: and an address")
    scheme, _, rest = words.partition(":")
    if scheme.lower() == "mailto" or (_ADDRESS.fullmatch(words) and "//" not in words):
        address = rest if scheme.lower() == "mailto" else words
        if not _ADDRESS.fullmatch(address):
            raise BadRule(f"{address}: no e-mail address")
        return f"mailto:{address}"
    try:
        parts = urlsplit(words)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if parts_missing(words) or not host or port == 0:
        raise BadRule("where to? an http or https address, or mailto: and an address")
    if parts.username is not None or parts.password is not None:
        raise BadRule("an address to call has no name and password in it; what is sent is signed")
    return words


def parts_missing(words: str) -> bool:
    """True of what is no http or https address."""
    return not re.match(r"https?://[^/]", words, re.IGNORECASE)


def fresh_secret() -> str:
    """A key for signing, as Standard Webhooks writes one."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode("ascii")


def _key(words: str) -> str:
    """A key that somebody gives: ``whsec_`` and base64 of 24 to 64 bytes (Standard Webhooks)."""
    body = words.strip().removeprefix("whsec_")
    try:
        size = len(base64.b64decode(body, validate=True))
    except ValueError:
        size = 0
    if not 24 <= size <= 64:
        raise BadRule("a secret is whsec_ and base64 of 24 to 64 bytes; leave it out and one is made")
    return f"whsec_{body}"


def in_words(rule: Rule) -> str:
    """ "killed, of hostages, in Amenas: a figure moved by 5 or more"."""
    parts = [rule.status, f"of {rule.group}" if rule.group else "", rule.nationality, rule.type]
    parts += [f"in {rule.place}" if rule.place else "", "in one incident" if rule.incident else ""]
    about = ", ".join(part for part in parts if part)
    by = f" by {rule.least} or more" if rule.kind in ("figure", "nationality") and rule.least > 1 else ""
    return f"{KINDS[rule.kind]}{by}{': ' if about else ''}{about}"


def host_of(rule: Rule) -> str:
    """Where it goes, without what may be secret: "mail to a…@desk.example", "https://hooks.example"."""
    if rule.to.startswith("mailto:"):
        name, _, host = rule.to.removeprefix("mailto:").partition("@")
        return f"mail to {name[:1]}…@{host}"
    parts = urlsplit(rule.to)
    return f"{parts.scheme}://{parts.netloc}"


def is_literal_private(to: str) -> bool:
    """True if the address to call names, by its number or as localhost, no place in the public net."""
    host = (urlsplit(to).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _one_line(key: str, value: str) -> str:
    words = " ".join(value.split())
    if len(words) > _LONGEST or not words.isprintable():
        raise BadRule(f"{key.replace('_', ' ')}: one line of at most {_LONGEST} characters")
    return words
