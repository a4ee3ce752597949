#!/usr/bin/env python3
"""Marked-up reports to plain reports and their gold: bench/annotate.py [--check]

Reads bench/marked/*.txt, writes tests/reports/*.txt and tests/reports/gold.json, so that no offset is ever typed by
hand. A marked report opens with ``key = value`` lines, then a line of dashes, then the text with its figures marked:

    split = dev
    label = Ferry lost off Saria
    type = accident
    place = off Saria, Tavonga
    country =
    published = 2021-03-04
    S = coast guard
    -----
    {At least [nine|killed passenger >= s:S #a] people drowned}, the coast guard said.

``[words|status role ...]`` is the number; ``{...}`` round it is its quote (without braces: the stretch between two
punctuation marks, or "and"). Two facts told by one number are parted by ``;``. After the status may come a role, then

    >= > <= < ~     at least, more than, up to, fewer than, around; =7 or =7-9 gives the value where the words do not
    +French         nationality      @Acme_Oil  employer      s:Speaker>Relay  sources; a capital letter is a key above
    c:claimed,est   certainty        bg  background            n  named           total part inc cum rem  scope
    #a              a name for this figure                     <a  part of a      /18  out of 18

"_" stands for a space. Everything is defined in docs/codebook.md.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MARKED, REPORTS = HERE / "marked", HERE.parent / "tests" / "reports"
STATUSES = (
    "killed injured hospitalised infected missing trapped held freed rescued escaped safe captured present displaced "
    "evacuated"
).split()
ROLES = (
    "hostage worker civilian passenger crew student child patient official journalist rescuer soldier police guard "
    "militant suspect person"
).split()
SCOPES = {"total": "total", "part": "part", "inc": "increment", "cum": "cumulative", "rem": "remainder"}
CERTAINTY = {
    "prel": "preliminary", "est": "estimated", "claimed": "claimed", "alleged": "alleged", "denied": "denied",
    "rise": "expected to rise", "feared": "feared", "unver": "unverified", "unclear": "unclear", "sup": "superseded",
}  # fmt: skip
BOUNDS = {">=": "lower bound", ">": "lower bound", "<=": "upper bound", "<": "upper bound"}
VAGUE = {
    "a couple": 2, "several": 3, "a dozen": 12, "dozens": 24, "several dozen": 36, "scores": 40, "a hundred": 100,
    "hundreds": 200, "thousands": 2000, "a few": 2, "few": 2, "a handful": 2, "tens of thousands": 20000,
    "hundreds of thousands": 200000, "millions": 2000000, "several hundred": 300, "several thousand": 3000, "many": 2,
    "some": 2, "most": 2, "others": 2, "numerous": 2, "the rest": 2, "a number of": 2,
}  # fmt: skip
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
SINGLE = {"a", "an", "another", "one", "his", "her", "the"}
NONE = {"no", "no one", "nobody", "none", "neither", "nor", "zero", "without", "not one"}
BOTH = {"both", "a pair of", "the pair", "the two", "twins", "the couple"}


@dataclass(frozen=True)
class Figure:
    """One marked figure, with offsets into the plain text."""

    number: tuple[int, int]
    quote: tuple[int, int] | None
    spec: str


@dataclass
class Plain:
    """The text without its marks, as it grows."""

    text: str = ""
    figures: list[Figure] = field(default_factory=list)
    open: list[tuple[int, int]] = field(default_factory=list)


def value(words: str) -> int | None:
    """The value of the words of an exact number, None where they are not one.

    "1,200", "4.5 million", "twenty-three", "a sixth", "both", "no one", "three dozen".
    """
    low = re.sub(r"^(?:the|a|an|all|its|their) (?=\w)", "", words.lower().strip("“”\"'"))
    if low in NONE or low in BOTH:
        return 0 if low in NONE else 2
    if low in SINGLE:
        return 1
    if match := re.fullmatch(r"(\d[\d, .\u00a0]*)(?:st|nd|rd|th)?(?: (thousand|million))?", low):
        scale = {"thousand": 1000, "million": 1_000_000}.get(match[2] or "", 1)
        return round(float(match[1].replace(",", "").replace("\u00a0", "").strip()) * scale)
    return spelled(low)


def spelled(low: str) -> int | None:
    """The value of a number in words: "forty-one", "two hundred and six", "a thousand", "twenty-fourth"."""
    total = part = 0
    for word in re.findall(r"[a-z]+", low):
        if word in ONES:
            part += ONES.index(word)
        elif word in ORDINALS:
            part += ORDINALS.index(word)
        elif word in TENS:
            part += 10 * TENS.index(word)
        elif word in {"hundred", "dozen", "score", "hundredth"}:
            part = max(part, 1) * {"dozen": 12, "score": 20}.get(word, 100)
        elif word in {"thousand", "million"}:
            total, part = total + max(part, 1) * {"thousand": 1000, "million": 1_000_000}[word], 0
        elif word != "and":
            return None
    return total + part


def unmarked(marked: str) -> Plain:
    """Take the marks out and keep where they stood."""
    plain, at = Plain(), 0
    waiting: list[tuple[int, tuple[int, int], str]] = []
    for match in re.finditer(r"\{|\}|\[([^|\]]+)\|([^\]]+)\]", marked):
        plain.text += marked[at : match.start()]
        at, here = match.end(), len(plain.text)
        if match[0] == "{":
            plain.open.append((here, len(waiting)))
        elif match[0] == "}":
            start, first = plain.open.pop()
            plain.figures += [Figure(number, (start, here), spec) for _, number, spec in waiting[first:]]
            del waiting[first:]
        else:
            plain.text += match[1]
            waiting.append((here, (here, len(plain.text)), match[2]))
    plain.text += marked[at:]
    if plain.open:
        raise ValueError(f"a brace is not closed near {plain.text[plain.open[-1][0] :][:60]!r}")
    plain.figures += [Figure(number, None, spec) for _, number, spec in waiting]
    plain.figures.sort(key=lambda figure: figure.number)
    return plain


def quoted(plain: Plain, figure: Figure) -> tuple[int, int]:
    """The quote of a figure: as braced, or the stretch between punctuation and around "and" that holds its number."""
    if figure.quote:
        return figure.quote
    start, end = figure.number
    cuts = list(re.finditer(r"[.;:!?,](?=[\s”\"’]|$)|\n|[“”\"()–—]| - ", plain.text))
    left = max((cut.end() for cut in cuts if cut.end() <= start), default=0)
    right = min((cut.start() for cut in cuts if cut.start() >= end), default=len(plain.text))
    others = [other.number for other in plain.figures if other.number != figure.number]
    if lead := re.match(r"\s*(?:and|but|while) ", plain.text[left:start]):
        left += lead.end()
    for joint in re.finditer(r" (?:and|while|but|as) ", plain.text[left:right]):
        before, after = left + joint.start(), left + joint.end()
        if after <= start and any(left <= other[0] < before for other in others):
            left = after
        elif before >= end and any(after <= other[0] < right for other in others):
            right = before
            break
    return left, right


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A quote without the blanks, bullets and full stop at its ends."""
    stretch = text[start:end]
    return end - len(stretch.lstrip(" ,;•–*-\n")), start + len(stretch.rstrip(" .,;\n"))


def bounds(text: str, marks: list[str], given: str | None) -> tuple[int | None, int | None, bool, list[str]]:
    """Low, high, approximate and the labels that a bound brings; a vague word states a low bound only."""
    bound = next((mark for mark in marks if mark in BOUNDS), None)
    labels = [BOUNDS[bound]] if bound else []
    if given and not given.isdigit():
        ends = [int(part) if part.isdigit() else None for part in given.split("-")]
        return ends[0], ends[-1], ends[0] != ends[-1] or None not in ends, labels
    vague = not given and text.lower() in VAGUE
    number = int(given) if given else VAGUE[text.lower()] if vague else value(text)
    if number is None:
        raise ValueError(f"no value for {text!r}: give it with =")
    low = {">": number + 1, "<=": None, "<": None}.get(bound or "", number)
    high = {">=": None, ">": None, "<": number - 1}.get(bound or "", None if vague else number)
    return low, high, bool(bound) or vague or "~" in marks, labels


def plain_words(word: str) -> str:
    """A word of the mark-up as it is meant: "Red_Cross" is "Red Cross"."""
    return word.replace("_", " ")


def read_spec(text: str, spec: str, keys: dict[str, str]) -> dict[str, Any]:
    """One fact of one number: the words after the bar, as the fields of the gold."""
    words = spec.split()
    status, role = words[0], words[1] if len(words) > 1 and words[1] in ROLES else "person"
    if status not in STATUSES:
        raise ValueError(f"unknown status {status!r} at {text!r}")
    rest = words[2:] if role != "person" or words[1:2] == ["person"] else words[1:]
    got: dict[str, Any] = {"nationality": [], "sources": [], "certainty": []}
    marks: list[str] = []
    for word in rest:
        head, tail = word[0], word[1:]
        if word in SCOPES:
            got["scope"] = SCOPES[word]
        elif word in {"bg", "n", "~"} or word in BOUNDS:
            marks.append(word)
        elif word.startswith("s:"):
            got["sources"] = [keys.get(part, plain_words(part)) for part in word[2:].split(">")]
        elif word.startswith("c:"):
            got["certainty"] = [CERTAINTY[part] for part in word[2:].split(",")]
        elif head in "+@#</=":
            name = {"+": "nationality", "@": "employer", "#": "key", "<": "part_of", "/": "out_of", "=": "given"}[head]
            got[name] = [*got.get(name, []), plain_words(tail)] if head == "+" else plain_words(tail)
        else:
            raise ValueError(f"unknown word {word!r} at {text!r}")
    given = got.pop("given", None) or ("1" if "n" in marks and value(text) is None else None)
    low, high, approximate, labels = bounds(text, marks, given)
    number = {"text": text, "low": low, "high": high, "approximate": approximate}
    return got | {"status": status, "role": role, "number": number, "marks": marks, "labels": labels}


def figure_of(plain: Plain, figure: Figure, fact: dict[str, Any], id: str, document: str) -> dict[str, Any]:
    """One entry of gold.json."""
    start, end = trimmed(plain.text, *quoted(plain, figure))
    number = fact["number"]
    return {
        "id": id, "document": document, "quote": plain.text[start:end], "start": start, "end": end,
        "number": {"text": number["text"], "start": figure.number[0], "end": figure.number[1], "low": number["low"],
                   "high": number["high"], "approximate": number["approximate"]},
        "status": fact["status"],
        "group": {"role": fact["role"], "nationality": fact["nationality"], "employer": fact.get("employer")},
        "sources": fact["sources"], "certainty": fact["certainty"] + fact["labels"],
        "incident": "background" if "bg" in fact["marks"] else "main", "scope": fact.get("scope"),
        "part_of": fact.get("part_of"), "out_of": int(fact["out_of"]) if "out_of" in fact else None,
        "named": "n" in fact["marks"],
    }  # fmt: skip


def read_marked(path: Path, prefix: str) -> tuple[dict[str, str], str, list[dict[str, Any]]]:
    """The head, the plain text and the figures of one marked report."""
    head, _, body = path.read_text("utf-8").partition("\n-----\n")
    keys = dict(tuple(part.strip() for part in line.split("=", 1)) for line in head.splitlines() if "=" in line)
    plain = unmarked(body)
    found, names = [], {}
    for figure in plain.figures:
        text = plain.text[slice(*figure.number)]
        for spec in figure.spec.split(";"):
            fact = read_spec(text, spec, keys)
            id = f"{prefix}{len(found) + 1}"
            names[fact.get("key", id)] = id
            found.append(figure_of(plain, figure, fact, id, path.name))
    for place, entry in enumerate(found):
        entry["part_of"] = names[entry["part_of"]] if entry["part_of"] else whole_before(found[:place], entry)
    return keys, plain.text, found


def whole_before(earlier: list[dict[str, Any]], entry: dict[str, Any]) -> str | None:
    """The whole of a part or remainder that names none: the nearest figure close before it that can hold it.

    "Five were admitted. Two were critical, the other three stable": two and three are of the five.
    """
    if entry["scope"] not in {"part", "remainder"}:
        return None
    for other in reversed(earlier):
        if entry["start"] - other["start"] > 250:
            return None
        fits = other["status"] == entry["status"] and other["incident"] == entry["incident"] and not other["named"]
        whole = other["scope"] not in {"part", "remainder"} and "superseded" not in other["certainty"]
        if fits and whole and (other["number"]["low"] or 0) > (entry["number"]["low"] or 0):
            return str(other["id"])
    return None


def build() -> dict[str, str]:
    """Every file that the marked reports make, by name."""
    files: dict[str, str] = {}
    gold: dict[str, Any] = {"schema": "crosswire.gold/1", "incident": None, "documents": [], "figures": []}
    incidents = []
    for place, path in enumerate(sorted(MARKED.glob("*.txt"))):
        prefix = chr(97 + place // 26) + chr(97 + place % 26)
        try:
            keys, text, figures = read_marked(path, prefix)
        except (ValueError, KeyError) as error:
            raise SystemExit(f"{path.name}: {error}") from None
        files[path.name] = text
        gold["documents"].append(
            {"id": path.name, "split": keys["split"], "published": keys.get("published") or None,
             "sha256": hashlib.sha256(text.encode()).hexdigest()}
        )  # fmt: skip
        gold["figures"] += figures
        incidents.append(
            {"label": keys["label"], "type": keys["type"], "place": keys.get("place") or None,
             "country": keys.get("country") or None, "documents": [path.name]}
        )  # fmt: skip
    gold["incident"] = {"label": f"Our own reports ({len(files)} incidents)", "type": "several", "incidents": incidents}
    files["gold.json"] = json.dumps(gold, ensure_ascii=False, indent=1) + "\n"
    return files


def main(check: bool) -> int:
    """Write the reports and their gold; with ``check`` only say which files would change."""
    files = build()
    changed = [
        name for name, text in files.items()
        if not (REPORTS / name).is_file() or (REPORTS / name).read_text("utf-8") != text
    ]  # fmt: skip
    if check:
        print(*(f"{name} differs from its marked source" for name in changed), sep="\n")
        return bool(changed)
    REPORTS.mkdir(parents=True, exist_ok=True)
    for name in changed:
        (REPORTS / name).write_text(files[name], "utf-8")
    figures = json.loads(files["gold.json"])["figures"]
    print(f"{len(files) - 1} reports, {len(figures)} figures, {len(changed)} files written")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
