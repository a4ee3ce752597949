"""Standard output and error as the commands use them: bytes out, lines and progress beside."""

from __future__ import annotations

import os
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import TextIO

from crosswire.model import Account

#: seconds over which a rate is taken
_LATELY = 30.0
#: seconds between two progress lines: a terminal is not what the reading should wait for
_BETWEEN = 0.1
#: characters that are written at a time
_BLOCK = 1 << 18
_ERASE = "\r\x1b[2K"


class Pace:
    """How far a long reading has come, how fast it goes, and about how long it will still take.

    The rate is that of the last half minute, so that reports known before, which cost next to nothing, soon stop making
    it look fast.  The estimate is by ``parts`` (files) where their number is known; it is left out until it says
    anything.  ``clock`` gives seconds.
    """

    def __init__(self, parts: int | None = None, clock: Callable[[], float] = monotonic) -> None:
        self._parts, self._clock = parts, clock
        self._lately: deque[tuple[float, int, int]] = deque([(clock(), 0, 0)])

    def told(self, reports: int, parts: int) -> str:
        """After so many reports and parts: ``read 1,240 reports, 27 a second, about 3 min left``."""
        now = self._clock()
        self._lately.append((now, reports, parts))
        while now - self._lately[0][0] > _LATELY:
            self._lately.popleft()
        since, earlier, before = self._lately[0]
        words = [f"read {reports:,} report{'' if reports == 1 else 's'}"]
        if now - since > 1 and reports > earlier:
            words.append(f"{(reports - earlier) / (now - since):.0f} a second")
            if self._parts is not None and before < parts <= self._parts:
                words.append(_about((self._parts - parts) * (now - since) / (parts - before)))
        return ", ".join(words)


def _about(seconds: float) -> str:
    if seconds < 90:
        return f"about {seconds:.0f} s left"
    return f"about {seconds / 60:.0f} min left" if seconds < 5400 else f"about {seconds / 3600:.1f} h left"


class Console:
    """What is printed goes to standard output; remarks, failures and progress to standard error."""

    def __init__(self) -> None:
        self._live = _terminal(sys.stderr)
        self._shown = False
        self._drawn = 0.0
        self._said: set[str] = set()

    def write(self, text: str) -> None:
        """Text for standard output, exactly, in UTF-8 whatever the terminal's locale."""
        self.clear()
        _put(sys.stdout, text)

    def line(self, text: str) -> None:
        """One line for standard output."""
        self.write(_plain(text) + "\n")

    def say(self, text: str) -> None:
        """One line for standard error, once."""
        line = " ".join(_plain(text).split())
        if line not in self._said:
            self._said.add(line)
            self.clear()
            _put(sys.stderr, line + "\n")

    @property
    def live(self) -> bool:
        """True if somebody at a terminal sees the progress."""
        return self._live

    def progress(self, text: str) -> None:
        """What is being done, on a terminal only; the next line takes its place."""
        if self._live and (not self._shown or monotonic() - self._drawn > _BETWEEN):
            self._drawn = monotonic()
            _put(sys.stderr, f"{_ERASE}{text} …")
            self._shown = True

    def clear(self) -> None:
        """Take the progress line away."""
        if self._shown:
            _put(sys.stderr, _ERASE)
            self._shown = False

    def show(self, account: Account, format: str, output: str | None) -> None:
        """The account in its format, to a file or to standard output; colours only on a terminal."""
        from crosswire.report import stream

        if output is not None:
            told = _blocks(stream(account, format))
            first = next(told)  # what cannot be told leaves the file as it is
            with Path(output).open("wb") as file:
                for block in chain([first], told):
                    file.write(_bytes(block))
            return
        terminal = format == "text" and _terminal(sys.stdout)
        width = shutil.get_terminal_size((80, 24)).columns if terminal else None
        for block in _blocks(stream(account, format, width=width, color=terminal and "NO_COLOR" not in os.environ)):
            self.write(block)


def _blocks(pieces: Iterable[str]) -> Iterator[str]:
    """Pieces put together until they are worth a write."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)


def _terminal(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _put(stream: TextIO, text: str) -> None:
    """A reader that leaves (``| head``) stops no work: a recording goes on, unseen."""
    try:
        _send(stream, text)
    except BrokenPipeError:
        # or the interpreter would flush the rest at its end, and complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _send(stream: TextIO, text: str) -> None:
    binary = getattr(stream, "buffer", None)
    if binary is None:
        stream.write(_bytes(text).decode("utf-8"))
    else:
        stream.flush()
        binary.write(_bytes(text))
    stream.flush()


def _bytes(text: str) -> bytes:
    """Half a surrogate pair, which UTF-8 cannot carry, leaves as its escape."""
    return text.encode("utf-8", "backslashreplace")


def _plain(text: str) -> str:
    """Without control characters, which a report's name could use to rewrite the terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
