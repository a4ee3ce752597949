"""Why two claims count as one origin, in a sentence an editor can check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crosswire.model import Claim, Document
from crosswire.relations.names import Names
from crosswire.relations.origins import Origins


def why_one_root(one: Claim, other: Claim, documents: Sequence[Document], origins: Origins) -> str | None:
    """The reason why two claims share a root, in one sentence; None if they do not.

    Names the step by which the origins fall together: a reprint, one speaker, offices of one state, a short form of a
    name, a credit to one agency, one publisher, or a report's own voice that repeats what it also attributes.
    """
    if origins.root.get(one.id) is None or origins.root[one.id] != origins.root.get(other.id):
        return None
    known = {document.id: document for document in documents}
    if one.document != other.document and _family(one, origins) == _family(other, origins):
        return _reprinted(one, other, origins)
    if one.sources and other.sources:
        return _speakers(one, other, origins.root[one.id])
    if not one.sources and not other.sources:
        return _voices(one, other, known)
    told, voice = (one, other) if one.sources else (other, one)
    return (
        f"{voice.document} gives the figure in its own voice, and also as that of {told.sources[0].name} "
        "or of an office that is one origin with it"
    )


def _family(claim: Claim, origins: Origins) -> str:
    return origins.family.get(claim.document, claim.document)


def _reprinted(one: Claim, other: Claim, origins: Origins) -> str:
    home = _family(one, origins)
    copies = [claim.document for claim in (one, other) if claim.document != home]
    if len(copies) == 2:
        return f"{copies[0]} and {copies[1]} both reprint {home}"
    return f"{copies[0]} reprints {home}"


def _speakers(one: Claim, other: Claim, root: str) -> str:
    mine, theirs = one.sources[0].name, other.sources[0].name
    if Names.plain(mine) == Names.plain(theirs):
        return f"both go back to {mine}"
    body, _, place = root.partition(" ")
    if body in ("state", "military", "police") and (len(place) == 2 or place == "home"):
        where = f"the state {place}" if len(place) == 2 else "the state where it happened"
        what = {"state": "offices of", "military": "the armed forces of", "police": "the police of"}[body]
        return f"{mine} and {theirs} are {what} {where}: they read from one sheet unless the reports set them apart"
    if root == "attackers":
        return f"{mine} and {theirs} are the attackers of this story: one side's own count"
    if Names.body(mine) == Names.body(theirs):
        return f"{mine} and {theirs} speak for one body"
    return f"{min(mine, theirs, key=len)} is short for {max(mine, theirs, key=len)}"


def _voices(one: Claim, other: Claim, known: Mapping[str, Document]) -> str:
    if one.document == other.document:
        return f"both are {one.document} in its own voice"
    reports = [known[claim.document] for claim in (one, other) if claim.document in known]
    shared = set.intersection(*({Names.plain(name) for name in r.agencies} for r in reports)) if reports else set()
    names = sorted(name for r in reports[:1] for name in r.agencies if Names.plain(name) in shared)
    if names:
        return f"both reports are credited to {' and '.join(names)}, and neither names another source"
    publishers = {r.publisher for r in reports if r.publisher}
    if len(publishers) == 1 and not any(r.agencies for r in reports):
        return f"both reports are of {publishers.pop()}, and neither names another source"
    return "both reports are credited to agencies that one report credits together"
