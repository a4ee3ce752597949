"""Whatever crosswire can say or be told is explained in its documents, and the documents point at what exists.

The words of the codebook are taken from the published schema of the JSON report, the commands from the command line
itself, so that neither can grow without a line for its reader.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
README, CODEBOOK, DECISIONS = ROOT / "README.md", ROOT / "docs" / "codebook.md", ROOT / "docs" / "decisions"
DATA = resources.files("crosswire").joinpath("data")
SCHEMA = json.loads(resources.files("crosswire.report").joinpath("report.schema.json").read_text("utf-8"))


@cache
def written(path: Path) -> str:
    """A document's text; the test is skipped where nobody has written it yet."""
    if not path.is_file():
        pytest.skip(f"{path.relative_to(ROOT)} is not written yet")
    return path.read_text("utf-8")


def documents() -> list[Path]:
    """Every document a reader is led to."""
    places = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")]
    return sorted([*places, *(ROOT / "examples").rglob("*.md")])


# --- the codebook --------------------------------------------------------------------------------


def listed(*path: str) -> list[str]:
    """The words that a field of the schema may hold."""
    node: Any = SCHEMA
    for key in path:
        node = node[key]
    return [word for word in node["enum"] if word is not None]


RELATION = ("properties", "relations", "items", "properties")
TALLY = ("properties", "tallies", "items", "properties")
TERMS = {
    "status": listed("$defs", "count", "properties", "status"),
    "role": listed("$defs", "group", "properties", "role"),
    "certainty": listed("$defs", "hedge", "properties", "label"),
    "scope": listed("$defs", "count", "properties", "scope"),
    "source kind": listed("$defs", "source", "properties", "kind"),
    "relation": listed(*RELATION, "type"),
    "change": listed(*RELATION, "change"),
    "tally state": listed(*TALLY, "state"),
    "claim kind": ["count", "event", *listed("$defs", "act", "properties", "kind")],
}


def explained(term: str, text: str) -> bool:
    """True where a term stands as a heading, in bold, as code, or as the first cell of a table's row, with words after.

    ``**killed**: dead of it``, ``| `killed` | dead of it |``, ``### killed``; not "two were killed" in running text.
    """
    word = re.escape(term)
    marked = rf"(?:\*\*`?{word}`?\*\*|`{word}`)"
    # several may share a line: "`killed`, `injured`: ..."
    others = r"(?:(?:`[^`]+`|\*\*[^*]+\*\*)(?:, | and | or ))*"
    forms = (rf"#+ +`?{word}`?\s*$", rf"\| *`?{word}`? *\| *[^|\s]", rf"[-*| ]*{others}{marked}[^\w\n]+\w")
    return bool(re.search(rf"^(?:{'|'.join(forms)})", text, re.MULTILINE | re.IGNORECASE))


@pytest.mark.parametrize(("family", "term"), [(family, term) for family, terms in TERMS.items() for term in terms])
def test_every_term_is_explained(family: str, term: str) -> None:
    """A status, role, label … that a report may print stands in the codebook."""
    assert explained(term, written(CODEBOOK)), f"docs/codebook.md does not explain the {family} {term!r}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("### killed\n", True),
        ("| `killed` | dead of it |", True),
        ("| killed | dead of it |", True),
        ("* **killed**: dead, drowned", True),
        ("- `injured` and `killed`: in the body", True),
        ("Two were killed there.", False),
        ("Not to be mixed up with `killed` people.", False),
        ("| killed |  |", False),
        ("| `killed` |  |", False),
        ("| `unkilled` | odd |", False),
    ],
)
def test_explained(text: str, expected: bool) -> None:
    assert explained("killed", f"A line.\n{text}\nAnother.") is expected


def test_codebook_statuses_and_roles_are_those_that_reading_knows() -> None:
    """The word lists hold no status, role or label that the schema lacks, and every status of the schema has words."""
    statuses = {name for name, table in table_of("statuses").items() if isinstance(table, dict) and "patient" in table}
    assert statuses == set(TERMS["status"])
    roles = {name for name, words in table_of("roles").items() if isinstance(words, list)}
    assert set(TERMS["role"]) <= roles
    hedges = table_of("hedges")
    assert set(hedges["adverbs"]) | set(hedges["adjectives"]) | set(hedges["verbs"]) <= set(TERMS["certainty"])


# --- the command line ----------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command with the long names of its options."""
    typer = pytest.importorskip("typer")
    cli = pytest.importorskip("crosswire.cli")
    for name, command in sorted(typer.main.get_command(cli.app).commands.items()):
        yield name, [option for part in command.params for option in part.opts if option.startswith("--")]


def test_every_command_is_documented() -> None:
    """``crosswire record`` stands in the README or in docs/."""
    text = guide()
    missing = [name for name, _ in commands() if not re.search(rf"\bcrosswire {name}\b", text)]
    assert missing == []


def test_every_option_is_documented() -> None:
    """An option stands, spelled out, in a document that names its command."""
    text = guide()
    missing = [f"{name} {option}" for name, options in commands() for option in options if option not in _words(text)]
    assert missing == []


def test_no_command_is_documented_that_is_not_there() -> None:
    """The README's own examples can be typed."""
    known = {name for name, _ in commands()}
    shown = set(re.findall(r"^(?: {4}|\$ )crosswire ([a-z]+)\b", written(README), re.M))
    assert shown <= known, f"README.md shows commands that do not exist: {sorted(shown - known)}"


def guide() -> str:
    """What a user reads: the README and docs/, without the decisions, which are for developers."""
    return written(README) + "".join(
        path.read_text("utf-8") for path in sorted((ROOT / "docs").rglob("*.md")) if DECISIONS not in path.parents
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"--[a-z][a-z-]*", text))


# --- word lists, decisions, links ----------------------------------------------------------------


def table_of(name: str) -> dict[str, Any]:
    return tomllib.loads(DATA.joinpath(f"{name}.toml").read_text("utf-8"))


def test_every_word_list_says_where_it_came_from() -> None:
    lists = sorted(file.name.removesuffix(".toml") for file in DATA.iterdir() if file.name.endswith(".toml"))
    assert len(lists) > 10
    silent = [name for name in lists if len(str(table_of(name).get("source", "")).split()) < 3]
    assert silent == []


def test_decisions_are_numbered_and_say_what_was_decided() -> None:
    """No number is used twice; each opens with its own as its title and states the decision."""
    papers = sorted(DECISIONS.glob("*.md"))
    numbers = [path.name[:4] for path in papers]
    assert len(set(numbers)) == len(numbers) >= 2
    for path in papers:
        assert path.read_text("utf-8").startswith(f"# {path.name[:4]}"), path.name


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    """A relative link names a file of the checkout."""
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text("utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []
