"""The walls of the house: who may import whom, what nothing is called, how long a thing may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "crosswire"
MODULES = sorted(SOURCE.rglob("*.py"))
#: drawers: names that say nothing of why the code in them changes
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "core", "base", "manager", "managers", "internals"}
#: rooms and the rooms they may know; a room not listed here is bound by the rules below alone
MAY_KNOW = {
    "model": set(),
    "errors": set(),
    "encoding": set(),
    "lexicon": {"errors"},
    "moments": {"errors"},
    "claims": {"model", "reading"},
    "judgements": {"model", "lattice", "moments"},
    "relations": {"model", "judgements", "errors", "lexicon", "lattice", "algebra", "moments", "interests"},
    "reconcile": {"model", "judgements", "errors", "lexicon", "lattice", "algebra", "moments", "relations", "policies"},
    "policies": {"model", "errors", "lexicon", "lattice", "algebra", "moments", "interests"},
    "interests": {"lexicon"},
    "algebra": {"model", "errors", "lexicon", "lattice", "moments"},
    "lattice": {"model", "errors", "lexicon"},
    "timeline": {"model", "reading"},
    "history": {"model", "judgements", "algebra", "moments", "relations"},
    "clocks": {"model", "moments", "reading"},
    "asking": {"model", "lexicon", "lattice"},
    "actors": {"model", "lexicon", "naming", "ties", "sameness"},
    "sameness": {"model", "naming", "ties"},
    "ties": {"model", "naming"},
    "naming": {"lexicon"},
    "particulars": {"model", "judgements", "errors", "relations"},
    "dating": {"model", "moments", "claims"},
    "ledger": {"model", "judgements", "errors", "encoding", "moments", "databases"},
    "databases": {"errors"},
    "moving": {"errors", "databases", "ledger"},
    "entries": {"model", "claims", "ledger"},
    "recording": {"model", "errors", "ingest", "ledger", "entries", "workers"},
    "searching": {"model", "errors", "encoding", "ledger", "reading"},
    "copies": {"model"},
    "versions": {"model", "errors", "moments"},
    "watching": {"model", "errors", "moments", "ingest", "ledger", "recording"},
    "overlaps": {"model", "copies"},
    "earlier": {"model", "lexicon", "moments"},
    "sections": {"model", "lexicon", "reading"},
    "comparing": {"model", "lexicon", "moments", "reading", "sections"},
    "regrouping": {"model", "judgements", "linkage", "versions"},
    "members": {"model", "judgements", "errors"},
    "judging": {"model", "judgements", "errors", "lexicon", "members", "moments", "particulars"},
    "weighing": {"model", "judgements", "policies", "reconcile", "relations"},
    "settling": {"model", "lexicon", "lattice"},
    "report": {"model", "report", "reading", "lexicon", "settling", "interests", "voices"},
    "voices": {"model", "interests"},
    "export": {"model", "lexicon", "lattice"},
    "handover": {"model", "errors", "report"},
}
MAY_RUN_THE_PIPELINE = {"__init__", "cli", "desk", "scale"}
#: those that put rooms together, and the gate, which asks each room whether a sentence is worth parsing
READING_KNOWS_ROOMS = {"read", "figures", "gate", "__init__"}


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix().removesuffix(".py")


def room_of(path: Path) -> str:
    return name_of(path).split("/")[0]


def is_public(name: str, path: Path) -> bool:
    """What a top-level module defines, and what a package hands out; the rest of a package is its own affair."""
    if name.startswith("_"):
        return False
    package = path.parent / "__init__.py"
    inner = path.parent not in (SOURCE, SOURCE / "reading") and path != package
    return not inner or f'"{name}"' in package.read_text(encoding="utf-8")


def imported(path: Path) -> Iterator[tuple[str, ...]]:
    """The modules of ours that a file imports, wherever in it, as parts below ``crosswire``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "crosswire":
            names = [f"crosswire.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path}: relative import"
        for name in names:
            if name.startswith("crosswire."):
                yield tuple(name.split(".")[1:])


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_rooms_know_only_their_neighbours(path: Path) -> None:
    """A listed room imports nothing beyond its list; only the entrances run the pipeline."""
    room = room_of(path)
    known = {parts[0] for parts in imported(path)}
    if room in MAY_KNOW:
        assert known <= MAY_KNOW[room] | {room}
    if "pipeline" in known:
        assert room in MAY_RUN_THE_PIPELINE


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) == "reading"], ids=name_of)
def test_a_reading_room_knows_no_other(path: Path) -> None:
    """Each room of reading imports model, lexicon and errors; ``read`` and ``figures`` put rooms together."""
    known = list(imported(path))
    assert {parts[0] for parts in known} <= {"model", "lexicon", "errors", "reading"}
    parts = path.relative_to(SOURCE / "reading").parts
    room = parts[0].removesuffix(".py")
    others = {found[1] for found in known if found[0] == "reading" and len(found) > 1} - {room}
    if not (len(parts) == 1 and room in READING_KNOWS_ROOMS):
        # a mention of another room may be handed in; its types are found in its `events` and `quantities` values
        assert others <= {"events", "quantities", "groups", "parse"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_parser_knows_spacy(path: Path) -> None:
    """Every other room reads `Sentence` and `Token`, so that another parser can take its place."""
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names = [alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names]
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names += [node.module or "" for node in tree if isinstance(node, ast.ImportFrom)]
    if any(name.split(".")[0] == "spacy" for name in names):
        assert name_of(path) == "reading/parse/parser"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_a_drawer(path: Path) -> None:
    """No utils, helpers, core or base: a module is named for what it knows."""
    assert not DRAWERS & set(path.relative_to(SOURCE).with_suffix("").parts)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_stay_short(path: Path) -> None:
    """A module has at most 400 lines, a function at most 60."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} is too long"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_public_is_documented(path: Path) -> None:
    """Every module, public class and public function says in its first line what it is or what its rule is."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "module"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and is_public(node.name, path):
            assert ast.get_docstring(node), node.name


@pytest.mark.parametrize("path", sorted((SOURCE / "data").glob("*.toml")), ids=lambda p: p.name)
def test_every_word_list_says_where_it_came_from(path: Path) -> None:
    """A list nobody can trace cannot be corrected."""
    import tomllib

    assert tomllib.loads(path.read_text(encoding="utf-8")).get("source")
