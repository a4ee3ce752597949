"""An ``.xml`` file is what its root element says: a feed, or NewsML-G2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosswire.ingest import feed, newsml
from crosswire.ingest.draft import EMPTY, Draft, Part, Refusal
from crosswire.ingest.markup import local
from crosswire.ingest.xmltree import grown


def read_xml(name: str, stream: BinaryIO) -> Iterator[Part]:
    """The items of RSS, Atom or NewsML-G2; other XML is refused by its root element."""
    start = stream.read(1 << 16)
    if not start.strip():
        yield Draft(name, "", notes=(EMPTY,))
        return
    stream.seek(0)
    tree = grown(stream)
    if isinstance(tree, Refusal):
        yield tree
        return
    root = local(tree.root)
    if root in feed.ROOTS:
        yield from feed.read_feed(name, tree)
    elif root in newsml.ROOTS:
        yield from newsml.read_newsml(name, tree)
    else:
        yield Refusal(f"XML of a kind that is not read (<{root[:40]}>; only RSS, Atom and NewsML-G2)")
