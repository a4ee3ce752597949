"""Which files to read, and what each report is called."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from crosswire.errors import UnreadableInput
from crosswire.model import Warning

STDIN = "-"
HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Found:
    """One file to read: its path as the system knows it, and the id of its report."""

    path: str
    id: str

    @property
    def suffix(self) -> str:
        """The ending of the name, in lower case: ``.html``, ``.warc.gz``."""
        return ending(self.path)


@dataclass(frozen=True, slots=True)
class Listing:
    """All files to read in order, the paths that lead nowhere, and one line per folder that held other kinds."""

    files: tuple[Found, ...]
    failures: tuple[UnreadableInput, ...]
    warnings: tuple[Warning, ...]


def listing(paths: Sequence[str], kinds: Collection[str]) -> Listing:
    """Walk the folders among ``paths``, sorted; a file reached twice is read once.

    A report is named by its file, with the path below the folder given if it lies deeper; namesakes get
    as much of their path as tells them apart, whatever the order of ``paths``.
    """
    wanted: dict[str, int] = {}
    failures: list[UnreadableInput] = []
    warnings: list[Warning] = []
    for path in dict.fromkeys(paths):
        if path == STDIN:
            wanted[STDIN] = 1
        elif path and _is_folder(path):
            _walk(path, kinds, wanted, failures, warnings)
        elif path and os.path.lexists(path):
            absolute = _absolute(path)
            wanted[absolute] = max(wanted.get(absolute, 0), 1)
        else:
            failures.append(UnreadableInput(shown(path), "no such file or folder"))
    names = _names(wanted)
    return Listing(tuple(Found(path, names[path]) for path in wanted), tuple(failures), tuple(warnings))


def ending(path: str) -> str:
    """What tells a file's kind: ``.txt`` of ``Notes.TXT``, ``.warc.gz`` of ``news.warc.gz``."""
    suffixes = [suffix.lower() for suffix in PurePath(path).suffixes]
    return ".warc.gz" if suffixes[-2:] == [".warc", ".gz"] else "".join(suffixes[-1:])


def shown(path: str) -> str:
    """A path on one line that any terminal and any JSON can hold."""
    plain = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in plain)


def _walk(
    folder: str,
    kinds: Collection[str],
    wanted: dict[str, int],
    failures: list[UnreadableInput],
    warnings: list[Warning],
) -> None:
    top = _absolute(folder)
    others: Counter[str] = Counter()

    def refuse(error: OSError) -> None:
        failures.append(UnreadableInput(shown(str(error.filename or folder)), reason(error)))

    for here, folders, files in os.walk(top, onerror=refuse):
        others.update(HIDDEN for name in folders if name.startswith("."))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        depth = len(PurePath(here).relative_to(top).parts) + 1
        for name in sorted(files):
            path = str(Path(here) / name)
            if ending(name) in kinds and not name.startswith(".") and _is_report(path):
                wanted[path] = max(wanted.get(path, 0), depth)
            else:
                others[HIDDEN if name.startswith(".") else ending(name) or "without an ending"] += 1
    if others:
        warnings.append(Warning(shown(folder), _passed_over(others)))


def _passed_over(others: Counter[str]) -> str:
    count = sum(others.values())
    kinds = ", ".join(f"{number} {shown(kind)}" for kind, number in sorted(others.items()))
    return f"{count} {'file' if count == 1 else 'files'} of other kinds passed over ({kinds})"


def _names(wanted: dict[str, int]) -> dict[str, str]:
    """Each path's last components: as many as its folder asks for, and more while another file has the same."""
    depth = dict(wanted)
    while True:
        names = {path: _tail(path, depth[path]) for path in wanted}
        count = Counter(names.values())
        clashing = [path for path in wanted if count[names[path]] > 1 and depth[path] < len(PurePath(path).parts)]
        if not clashing:
            return names
        for path in clashing:
            depth[path] += 1


def _tail(path: str, depth: int) -> str:
    return shown(PurePath(*PurePath(path).parts[-depth:]).as_posix())


def _absolute(path: str) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links and so rename reports


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except ValueError:  # a NUL in the path
        return False


def _is_report(path: str) -> bool:
    """A regular file, or a link to one (a broken link too: it is refused by name); a pipe would never end."""
    try:
        return stat.S_ISREG(Path(path).stat().st_mode)
    except OSError:
        return True


def reason(error: OSError) -> str:
    """What the system says of a file that cannot be opened, in lower case: ``permission denied``."""
    return (error.strerror or "cannot be read").lower()
