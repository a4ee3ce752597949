"""A JSON file read value by value, so that a list of a million reports never stands in memory whole."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from crosswire.ingest.decoding import UndecodableError, decode, marked

_SPACE = re.compile(r"[ \t\r\n]*")
_CHUNK = 1 << 20


class BrokenJSONError(ValueError):
    """The JSON ends early or is wrong at a line that the message names; or one value is too large to hold."""

    def __init__(self, message: str, too_large: bool = False) -> None:
        super().__init__(message)
        self.too_large = too_large


class Tape:
    """A reading head over decoded text: a window that grows until the value under it is whole.

    ``guess`` is the warning owed if the file turned out not to be UTF-8.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self.guess: str | None = None
        self._stream = stream
        self._limit = limit
        self._json = json.JSONDecoder()
        self._line = 1
        self._at = 0
        head = stream.read(_CHUNK)
        self._ended = len(head) < _CHUNK
        encoding, mark = marked(head)
        self._decoder = codecs.getincrementaldecoder(encoding or "utf-8")()
        self._window = self._whole(head) if self._ended else self._decode(head[mark:])

    def opener(self) -> str | None:
        """The next character that is no space, or None at the end."""
        while True:
            space = _SPACE.match(self._window, self._at)
            self._advance(space.end() if space else self._at)
            if self._at < len(self._window):
                return self._window[self._at]
            if not self._grow():
                return None

    def only(self) -> Any:
        """The one value of the file."""
        self.opener()
        value = self._value()
        if self.opener() is not None:
            raise BrokenJSONError(f"broken JSON at line {self._line}: more follows the first value")
        return value

    def elements(self) -> Iterator[Any]:
        """The values of the list that begins here, one at a time."""
        self._take("[")
        if self.opener() == "]":
            return
        while True:
            self.opener()
            yield self._value()
            if self.opener() == "]":
                return
            self._take(",")

    def _take(self, mark: str) -> None:
        found = self.opener()
        if found is None:
            raise BrokenJSONError(f"JSON cut off at line {self._line}")
        if found != mark:
            raise BrokenJSONError(f"broken JSON at line {self._line}: {mark!r} expected, {found!r} found")
        self._advance(self._at + 1)

    def _value(self) -> Any:
        while True:
            try:
                value, end = self._json.raw_decode(self._window, self._at)
            except json.JSONDecodeError as error:
                if not self._grow():
                    raise self._fault(error) from error
            except (ValueError, RecursionError) as error:
                message = f"broken JSON at line {self._line}: nested too deep or a number too long"
                raise BrokenJSONError(message) from error
            else:
                # a number at the window's edge may go on in the next chunk
                if end < len(self._window) or not self._grow():
                    self._advance(end)
                    return value

    def _fault(self, error: json.JSONDecodeError) -> BrokenJSONError:
        if not self._window[error.pos :].strip() or error.msg.startswith("Unterminated string"):
            return BrokenJSONError(f"JSON cut off at line {self._line + self._window.count(chr(10), self._at)}")
        line = self._line + self._window.count("\n", self._at, error.pos)
        return BrokenJSONError(f"broken JSON at line {line}: {error.msg}")

    def _advance(self, to: int) -> None:
        self._line += self._window.count("\n", self._at, to)
        self._at = to

    def _grow(self) -> bool:
        """Drop what has been read and double what has not; False at the file's end."""
        if self._ended:
            return False
        rest = self._window[self._at :]
        if len(rest) > self._limit:
            raise BrokenJSONError("a value too large to hold", too_large=True)
        raw = self._stream.read(max(_CHUNK, len(rest)))
        if not raw:
            self._ended = True
            self._window += self._decode(b"")
            return False
        self._window, self._at = rest + self._decode(raw), 0
        return True

    def _decode(self, raw: bytes) -> str:
        """The next characters; a file that stops being UTF-8 goes on as windows-1252, and says so."""
        pending = self._decoder.getstate()[0]
        try:
            return self._decoder.decode(raw, final=not raw)
        except UnicodeDecodeError:
            self.guess = "decoded by guess as windows-1252"
            self._decoder = codecs.getincrementaldecoder("cp1252")(errors="replace")
            return self._decoder.decode(pending + raw)

    def _whole(self, raw: bytes) -> str:
        try:
            decoded = decode(raw)
        except UndecodableError as error:
            raise BrokenJSONError(str(error)) from error
        self.guess = decoded.guess
        return decoded.text
