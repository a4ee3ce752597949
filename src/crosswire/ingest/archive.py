"""A ``.zip`` of reports: its members are read where they lie, and nothing is ever written to disk.

What an archive says of itself is not believed: members are unpacked piece by piece and given up as soon as they grow
out of proportion (D. Fifield, A better zip bomb, WOOT 2019; overlapping members are refused for the same reason).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import BinaryIO

from crosswire.ingest.draft import EMPTY, Note, Part, Refusal
from crosswire.ingest.paths import shown

Reader = Callable[[str, BinaryIO], Iterator[Part]]

#: one member unpacked; how much larger than packed members may be, one and all, beyond a first allowance
MEMBER_LIMIT, RATIO, ALLOWANCE = 64_000_000, 120, 16_000_000
#: the table of contents: some hundred thousand members
_CONTENTS = 8_000_000
_PIECE = 1 << 16
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    IndexError,
    KeyError,
)
_NESTED = frozenset({".zip", ".gz", ".tar", ".7z", ".rar", ".bz2", ".xz", ".tgz"})


class BombError(ValueError):
    """An archive that would unpack to more than anybody packed."""


class _Contained:
    """The stream with a bound on what is asked of it at once: how long its contents are is the archive's own word."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        found = self._stream.read(min(size, _CONTENTS + 1) if size >= 0 else _CONTENTS + 1)
        if len(found) > _CONTENTS:
            raise BombError("its table of contents is too long to be read")
        return found

    def seek(self, to: int, whence: int = 0) -> int:
        return self._stream.seek(to, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """The caller's stream stays open."""


def read_archive(readers: Mapping[str, Reader], name: str, stream: BinaryIO) -> Iterator[Part]:
    """Every member that is a report, as ``name#0``, ``name#1`` ... in the archive's order; others are counted."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    try:
        with zipfile.ZipFile(_Contained(stream)) as packed:
            members = [member for member in packed.infolist() if not member.is_dir()]
            if sum(member.compress_size for member in members) > size:
                yield Refusal("a zip whose members overlap: refused, it unpacks to more than was packed")
                return
            yield from _members(readers, name, packed, members, size)
    except _BROKEN as error:
        yield Refusal(_said(error, "broken or cut zip"))


def _members(
    readers: Mapping[str, Reader], name: str, packed: zipfile.ZipFile, members: list[zipfile.ZipInfo], size: int
) -> Iterator[Part]:
    budget = [ALLOWANCE + RATIO * size]
    others: Counter[str] = Counter()
    index = 0
    for member in members:
        kind = _kind(member.filename, readers)
        if kind in _NESTED or kind not in readers:
            others[kind] += 1
            continue
        for part in _member(readers[kind], f"{name}#{index}", packed, member, budget):
            yield _placed(part, member.filename)
        index += 1
    if others:
        yield Note(_passed_over(others))
    elif not members:
        yield Note(EMPTY)


def _member(
    reader: Reader, id: str, packed: zipfile.ZipFile, member: zipfile.ZipInfo, budget: list[int]
) -> Iterator[Part]:
    try:
        raw = _unpacked(packed, member, budget)
    except _BROKEN as error:
        yield Refusal(_said(error, "broken or cut"))
        return
    yield from reader(id, raw)


def _unpacked(packed: zipfile.ZipFile, member: zipfile.ZipInfo, budget: list[int]) -> BinaryIO:
    """The member in memory; raises BombError as soon as it is larger than it can honestly be."""
    if member.flag_bits & 1:
        raise BombError("encrypted")
    if member.compress_type not in _METHODS:
        raise BombError("packed in a way that is not read (only stored, deflate, bzip2)")
    bound = min(MEMBER_LIMIT, 1_000_000 + RATIO * member.compress_size)
    held = io.BytesIO()
    with packed.open(member) as opened:
        while piece := opened.read(_PIECE):
            held.write(piece)
            budget[0] -= len(piece)
            if held.tell() > bound or budget[0] < 0:
                large = held.tell() > MEMBER_LIMIT
                raise BombError(
                    "over 64 MB, unpack it first" if large else "refused, it unpacks to far more than its size"
                )
    held.seek(0)
    return held


def _placed(part: Part, member: str) -> Part:
    """A member is named in what is said of it; its name is a stranger's, and opens nothing."""
    return Refusal(f"member {shown(member)[:200]!r}: {part.reason}") if isinstance(part, Refusal) else part


def _kind(member: str, readers: Mapping[str, Reader]) -> str:
    path = PurePosixPath(member.replace("\\", "/"))
    if any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in path.parts):
        return "hidden"
    lower = path.name.lower()
    longest = next((kind for kind in readers if kind.count(".") > 1 and lower.endswith(kind)), None)
    return longest or path.suffix.lower() or "without an ending"


def _passed_over(others: Counter[str]) -> str:
    count = sum(others.values())
    few = sorted(others.items())[:20]
    kinds = ", ".join(f"{number} {shown(kind)[:20]}" for kind, number in few)
    packed = "; an archive within an archive is not opened" if _NESTED & set(others) else ""
    return f"{count} member{'' if count == 1 else 's'} of other kinds passed over ({kinds}){packed}"


def _said(error: BaseException, otherwise: str) -> str:
    return str(error) if isinstance(error, BombError) else otherwise
