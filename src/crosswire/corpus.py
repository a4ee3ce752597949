"""A corpus as work for many: its files, wherever fsspec reaches them, and the shares into which they fall."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module, metadata
from pathlib import PurePosixPath
from typing import Any

from crosswire.errors import MissingExtra, UnreadableInput
from crosswire.ingest import READERS
from crosswire.ingest.paths import ending
from crosswire.workers import first_line

#: bytes of a file to one share, about 600 reports or half a minute of one core; and the most shares of a file,
#: since each of them runs through the whole of it
SHARE, MOST = 1_000_000, 64
#: bytes below which a share is not worth sending, even of a small corpus
_LEAST = 50_000
#: small files to one share, at most
FILES = 200
#: files that hold one report each: nothing in them can be shared out
_SINGLE = frozenset({".txt", ".md", ".html", ".htm", ".eml", ".pdf"})
#: files of many reports through which one runs quickly
_QUICK = frozenset({".json", ".jsonl", ".parquet"})
#: how often a share that ended its worker is halved to find the report that does it
_HALVINGS = 12


@dataclass(frozen=True, slots=True)
class File:
    """A file of the corpus: its address, the name that its reports bear, its size in bytes."""

    url: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Share:
    """Work for one worker: some files, of whose reports it reads each ``of``-th, beginning with ``part``."""

    files: tuple[File, ...]
    part: int = 0
    of: int = 1
    published: str | None = None
    halved: int = 0

    @property
    def name(self) -> str:
        """The same for the same work by the same crosswire: how a job that is started again knows what is done."""
        told = [[file.url, file.name, file.size] for file in self.files]
        words = json.dumps([told, self.part, self.of, self.published, metadata.version("crosswire")])
        return hashlib.sha256(words.encode()).hexdigest()[:20]


def corpus(urls: Sequence[str]) -> tuple[File, ...]:
    """The files under these addresses, by name; folders are walked, other kinds of files passed over.

    An address is a path or whatever fsspec opens (``s3://``, ``gs://``, ``hdfs://``, ``https://``).  Raises
    UnreadableInput for one that is not there.
    """
    found: dict[str, File] = {}
    for url in urls:
        for file in _files(url):
            found.setdefault(file.url, file)
    return tuple(sorted(found.values(), key=lambda file: (file.name, file.url)))


def _files(url: str) -> Iterator[File]:
    fsspec = library("fsspec")
    try:
        system, path = fsspec.core.url_to_fs(url)
        if system.isfile(path):
            yield File(system.unstrip_protocol(path), PurePosixPath(path).name, int(system.size(path) or 0))
            return
        if not system.isdir(path):
            raise UnreadableInput(url, "no such file or folder")
        for each, facts in sorted(system.find(path, detail=True).items()):
            if ending(each) in (*READERS, ".parquet"):
                name = str(PurePosixPath(each).relative_to(path))
                yield File(system.unstrip_protocol(each), name, int(facts.get("size") or 0))
    except (OSError, ValueError, ImportError) as error:
        raise UnreadableInput(url, first_line(error)) from error


def address(url: str) -> str:
    """The same for every machine: a path in full, whatever folder a worker was started in."""
    try:
        system, path = library("fsspec").core.url_to_fs(url)
    except (OSError, ValueError, ImportError) as error:
        raise UnreadableInput(url, first_line(error)) from error
    return str(system.unstrip_protocol(path))


def shares(
    files: Sequence[File], published: str | None = None, size: int | None = None, most: int = FILES
) -> list[Share]:
    """Work of about the same size: large files of many reports divided, small files put together.

    Only files through which one runs quickly are divided; a web archive is one share, since to come to any of its pages
    all those before have to be unpacked and looked through.  A small corpus makes smaller shares, for all to have some.
    """
    size = size or min(SHARE, max(_LEAST, sum(file.size for file in files) // MOST))
    made: list[Share] = []
    together: list[File] = []
    for file in files:
        number = min(MOST, -(-file.size // size)) if ending(file.name) in _QUICK else 1
        if number > 1:
            made += [Share((file,), part, number, published) for part in range(number)]
            continue
        if together and (len(together) >= most or sum(f.size for f in together) + file.size > size):
            made.append(Share(tuple(together), published=published))
            together = []
        together.append(file)
    return [*made, Share(tuple(together), published=published)] if together else made


def halves(share: Share) -> tuple[Share, ...]:
    """The share as two; none if there is nothing to divide."""
    if share.halved >= _HALVINGS:
        return ()
    share = replace(share, halved=share.halved + 1)
    if len(share.files) > 1:
        middle = len(share.files) // 2
        return replace(share, files=share.files[:middle]), replace(share, files=share.files[middle:])
    if ending(share.files[0].name) in _SINGLE:
        return ()
    return replace(share, of=2 * share.of), replace(share, part=share.part + share.of, of=2 * share.of)


def library(name: str) -> Any:
    """A library of the extra; raises MissingExtra in a line that says how to install it."""
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtra(f"{name.split('.')[0]} is not installed: pip install 'crosswire[cluster]'") from error
