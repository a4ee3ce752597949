"""The marked corpora: our own, in two halves, and those that lie beside the repository where somebody put them there.

Rules are written looking at ``dev``; nobody looks at what goes wrong in ``held``, so that its figures say how an
unseen report fares.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "tests" / "reports"
#: corpora that are not ours to print, beside the repository; a checkout alone does without them
BESIDE = ROOT.parent / "shared" / "acceptance"
BESIDE_NAMES = ("in_amenas", "wikinews", "conflict")
#: the half whose sentences are not shown
HELD = "held"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Marked reports: their folder, their texts by name, and the figures people found in them."""

    name: str
    folder: Path
    texts: Mapping[str, str]
    figures: tuple[Mapping[str, Any], ...]

    @property
    def digest(self) -> str:
        """A fingerprint of every text and every figure, blind to the order in which they are listed."""
        parts = [f"{name}\0{text}" for name, text in self.texts.items()]
        parts += [json.dumps(figure, sort_keys=True, ensure_ascii=False) for figure in self.figures]
        whole = hashlib.sha256()
        for part in sorted(parts):
            whole.update(hashlib.sha256(part.encode()).digest())
        return whole.hexdigest()

    @property
    def paths(self) -> list[str]:
        """The files, in the order of their names."""
        return [str(self.folder / name) for name in sorted(self.texts)]


@dataclass(frozen=True, slots=True)
class Absent:
    """A corpus that this checkout does without, and why; ``ours`` comes with every checkout and may not be gone."""

    name: str
    reason: str
    ours: bool = False


def corpora(own: Path = OWN, beside: Path = BESIDE) -> Iterator[Corpus | Absent]:
    """Every corpus in the order of the table: ours by halves, then those beside the repository."""
    if (own / "gold.json").is_file():
        yield from halves(own)
    else:
        yield Absent("dev", f"no {own / 'gold.json'}", ours=True)
    for name in BESIDE_NAMES:
        folder = beside / name
        if (folder / "gold.json").is_file():
            gold = _gold(folder)
            named = {figure["document"] for figure in gold["figures"]} | {d["id"] for d in gold.get("documents", [])}
            yield _corpus(name, folder, sorted(named), gold)
        else:
            yield Absent(name, f"not beside the repository ({folder})")


def halves(folder: Path) -> Iterator[Corpus]:
    """One corpus for each ``split`` that the gold's documents carry; a document without one is in ``dev``."""
    gold = _gold(folder)
    splits: dict[str, list[str]] = {}
    for document in gold["documents"]:
        splits.setdefault(document.get("split", "dev"), []).append(document["id"])
    for split in sorted(splits):
        yield _corpus(split, folder, sorted(splits[split]), gold)


def _corpus(name: str, folder: Path, documents: Iterable[str], gold: Mapping[str, Any]) -> Corpus:
    # line ends are kept as they are: offsets count them
    texts = {id: (folder / id).read_bytes().decode("utf-8") for id in documents}
    return Corpus(name, folder, texts, tuple(f for f in gold["figures"] if f["document"] in texts))


def _gold(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "gold.json").read_text("utf-8"))
    return loaded
