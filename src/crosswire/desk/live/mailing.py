"""One message: to a mail server, or as an .eml file into a folder from which something else sends it.

``CROSSWIRE_SMTP`` names the server, ``smtp://user:password@host:587`` (with STARTTLS where it is offered, and always
where there is a password) or ``smtps://``; ``CROSSWIRE_MAIL_FROM`` who sends.
"""

from __future__ import annotations

import os
import smtplib
import ssl
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from crosswire.desk.live.webhook import Outcome
from crosswire.errors import CrosswireError
from crosswire.report.wording import plain

#: seconds of silence of a mail server
_SILENCE = 20.0
NOWHERE = "no mail server is set: CROSSWIRE_SMTP names one, or --outbox a folder"


class BadMailServer(CrosswireError):
    """Settings for mail that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Mail:
    """Where messages go: into ``folder``, else to a server; ``secure`` is TLS from the first byte."""

    folder: str | None = None
    host: str | None = None
    port: int = 25
    secure: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = "crosswire@localhost"


def mail_of(folder: str | None, environment: Mapping[str, str] | None = None) -> Mail:
    """The settings; raises BadMailServer, without any password in it, for an address that names no mail server."""
    given = os.environ if environment is None else environment
    sender = given.get("CROSSWIRE_MAIL_FROM") or "crosswire@localhost"
    address = given.get("CROSSWIRE_SMTP") or ""
    if not address:
        return Mail(folder, sender=sender)
    try:
        parts = urlsplit(address)
        secure, port = parts.scheme == "smtps", parts.port
    except ValueError:
        raise BadMailServer("CROSSWIRE_SMTP: no address of a mail server (smtp://user:password@host:587)") from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadMailServer("CROSSWIRE_SMTP: no address of a mail server (smtp://user:password@host:587)")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Mail(folder, parts.hostname, port or (465 if secure else 25), secure, user, password, sender)


def message(content: Mapping[str, Any], to: str, sender: str) -> EmailMessage:
    """An alert as plain text; its Message-ID is the alert's, so that one sent twice is known as one."""
    found = EmailMessage(policy=SMTP)
    found["From"] = sender
    found["To"] = to
    found["Subject"] = f"crosswire: {plain(str(content['headline']))}"[:200]
    found["Date"] = format_datetime(_moment(str(content["fired_at"])))
    found["Message-ID"] = f"<{content['id']}@crosswire.invalid>"
    found["Auto-Submitted"] = "auto-generated"
    found.set_content("\n".join(_lines(content)) + "\n")
    return found


def _lines(content: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    for item in content["items"]:
        lines.append(plain(item["text"]))
        if item.get("quote"):
            said = f" ({plain(item['source'])}, in {plain(item['report'])})" if item.get("source") else ""
            lines.append(f"  “{plain(item['quote'])}”{said}")
        lines += [f"  {item['url']}", ""]
    if content["more"]:
        lines += [f"and {content['more']} more", ""]
    rule = content["rule"]
    return [*lines, "-- ", f"rule {rule['id']}{' ' + rule['name'] if rule['name'] else ''}: {rule['says']}"]


def send(mail: Mail, content: Mapping[str, Any], to: str) -> Outcome:
    """Send it once, or lay it into the folder."""
    try:
        told = message(content, to, mail.sender)
        if mail.folder is not None:
            _laid(Path(mail.folder), str(content["id"]), bytes(told))
        elif mail.host is None:
            return Outcome(NOWHERE)
        else:
            _sent(mail, told)
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return Outcome(f"the mail server refused it: {error.smtp_code} {' '.join(str(said).split())[:160]}")
    except (OSError, smtplib.SMTPException, MessageError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return Outcome(" ".join(str(reason).split())[:200].lower())
    return Outcome()


def _laid(folder: Path, id: str, content: bytes) -> None:
    """Whole or not at all, and on the disk before it counts as there."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=f".{id}", delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        except OSError:
            Path(part.name).unlink()
            raise
    Path(part.name).replace(folder / f"{id}.eml")


def _sent(mail: Mail, told: EmailMessage) -> None:
    assert mail.host is not None
    context = ssl.create_default_context()
    if mail.secure:
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=_SILENCE, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=_SILENCE)
    with server:
        server.ehlo()
        if not mail.secure and (mail.user or server.has_extn("starttls")):
            server.starttls(context=context)  # a password never travels in the open
            server.ehlo()
        if mail.user:
            server.login(mail.user, mail.password)
        server.send_message(told)


def _moment(written: str) -> datetime:
    found = datetime.fromisoformat(written)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
