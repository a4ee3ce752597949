"""That a person's own page sends what comes with that person's cookie, or from that person's machine.

A browser sends cookies, and reaches this machine, for any page that asks it to.  So what changes something and is not
vouched for by a token in a header has to come from a page of the desk, which is seen in three ways:

* Sec-Fetch-Site and Origin, which no page can change, name no other site (`hosts.own_page`);
* a form carries a word that only a page of the desk can know: by HMAC from the secret in the browser's cookie;
* or the request is of a kind that no form, and no script of another site without the desk's leave, can send: another
  method or content type, or a header of its own (Fetch Standard, 2.2.2: "CORS-safelisted").
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Receive

from crosswire.desk.access.bodies import whole
from crosswire.desk.access.hosts import own_page
from crosswire.desk.access.refusals import Refused

#: what looks and changes nothing
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: the hidden field of a form
FIELD = "form_token"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")
#: headers of which one suffices: htmx and scripts of ours send them, another site's need leave to
_OWN = ("hx-request", "x-requested-with")
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def word_for(secret: str) -> str:
    """What a form carries for the browser that keeps this secret: hexadecimal, so the same in every encoding."""
    return hmac.new(secret.encode(), b"crosswire form", hashlib.sha256).hexdigest()


def kept(request: Request, cookie: str) -> str | None:
    """The secret that the browser keeps in the cookie of this name, if it is one."""
    found = request.cookies.get(cookie, "")
    return found if _SECRET.fullmatch(found) else None


def fresh() -> str:
    """A secret for a browser that has none."""
    return secrets.token_urlsafe(32)


def from_own_page(headers: Headers) -> None:
    """Refuse (403) what another site's page sends."""
    if not own_page(headers):
        raise Refused(403, "a page of another site asked for this; nothing was done")


async def proven(request: Request, secret: str | None, receive: Receive) -> Receive:
    """Refuse (403) what a page of another site may have sent; the ``receive`` with which to go on otherwise."""
    from_own_page(request.headers)
    if not _could_be_a_form(request):
        return receive
    body, again = await whole(receive)
    # whoever can write the word anywhere in the body knows it, so the form need not be taken apart to be believed
    if secret is None or word_for(secret).encode() not in body:
        raise Refused(403, "this form is not of a page shown to you, or that page is too old; open it anew")
    return again


def _could_be_a_form(request: Request) -> bool:
    if request.method != "POST" or any(name in request.headers for name in _OWN):
        return False
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    # without a type: an empty body of a script, or bytes, which any site may send
    return kind in ("", *_FORMS)
