"""Any number of different reports out of the few that people wrote, for measuring speed.

Numbers, names and days change from one variation to the next, so that few sentences of a batch recur and no cache of
sentences makes a program look fast.  The same number of reports is the same text, byte for byte.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpora import OWN, ROOT

EXAMPLES = ROOT / "examples"

_DIGITS = re.compile(r"(?<![\w.,:/-])(\d{1,3}(?:,\d{3})+|\d{1,4})(?![\w:/-]|[.,]\d)")
_WORDS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_SPELLED = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})\b")
#: a capital inside a sentence: a name, or part of one
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
#: words with a capital that carry grammar or meaning: they stay, or the sentences would no longer be English
_KEPT = frozenset(
    (
        "January February March April June July August September October November December President Prime Minister "
        "General Colonel Major Captain Sergeant Lieutenant Sheriff Chief Governor Mayor Senator Doctor Judge Inspector "
        "Commander Secretary Police Army Navy Ministry Department Hospital University School Church Street Road "
        "Avenue Airport Station Coast Guard Fire Service Health Defence Defense Interior Foreign National United "
        "Nations States North South East West Red Cross Crescent World Organization Islamic State Human Rights That "
        "This There They Their These When What Where While Most Some Many Several None About More"
    ).split()
)
#: a sentence that opens with a word of grammar, in which the rest changes nothing: it is given a place
_OPENING = re.compile(
    r"(?<![^\s“\"])(The|A|An|It|They|There|This|These|No|His|Her|He|She|We|Many|Some)( [^.!?\n]*[.!?])"
)
_ONSETS = "b br d dr f g h k kl l m n p r s st t tr v z".split()
_RHYMES = "a ar an e el en i in o on or u un".split()


def reports(number: int) -> list[str]:
    """So many texts, no two alike, going round the written ones."""
    written = list(originals())
    return [varied(written[k % len(written)], seed=k) for k in range(number)]


def originals() -> Iterator[str]:
    """The texts of our own corpus and of the examples, in the order of their names."""
    for path in sorted([*OWN.glob("*.txt"), *EXAMPLES.glob("*/*.txt")]):
        yield path.read_text("utf-8")
    for path in sorted(EXAMPLES.glob("*/*.json")):
        loaded = json.loads(path.read_text("utf-8"))
        for entry in loaded if isinstance(loaded, list) else [loaded]:
            if isinstance(entry, dict) and isinstance(entry.get("text"), str):
                yield entry["text"]


def varied(text: str, seed: int) -> str:
    """The text with other numbers, names and days: "Nine people died in Saria" becomes "Four people died in Brelun".

    A name changes wherever it stands, a number each time anew; years keep to a year's range.
    """
    chance = random.Random(seed)
    names = {name: _made_up(chance) for name in sorted(set(_NAME.findall(text)) - _KEPT - set(_DAYS))}
    text = _OPENING.sub(lambda match: _placed(match, chance), text)
    text = _DIGITS.sub(lambda match: _other_digits(match[0], chance), text)
    text = _SPELLED.sub(lambda match: _cased(chance.choice(_WORDS), match[0]), text)
    text = _DAY.sub(lambda match: chance.choice(_DAYS), text)
    return _renamed(text, names)


def _placed(match: re.Match[str], chance: random.Random) -> str:
    """``The road is closed.`` becomes ``In Brelun, the road is closed.``"""
    if _DIGITS.search(match[0]) or _SPELLED.search(match[0]) or _NAME.search(match[0]):
        return match[0]
    return f"In {_made_up(chance)}, {match[1].lower()}{match[2]}"


def _renamed(text: str, names: Mapping[str, str]) -> str:
    return re.sub(r"\b[A-Z][a-z]{3,}\b", lambda match: names.get(match[0], match[0]), text)


def _made_up(chance: random.Random) -> str:
    syllables = [chance.choice(_ONSETS) + chance.choice(_RHYMES) for _ in range(chance.choice((2, 3)))]
    return "".join(syllables).capitalize() + chance.choice(("", "n", "s", "sh", "ck"))


def _other_digits(digits: str, chance: random.Random) -> str:
    value = int(digits.replace(",", ""))
    if 1900 <= value <= 2099 and "," not in digits:
        return str(chance.randint(1960, 2023))
    other = max(2, round(value * chance.uniform(0.5, 1.9)))
    return f"{other:,}" if "," in digits else str(other)


def _cased(word: str, like: str) -> str:
    return word.capitalize() if like[0].isupper() else word


def recurring(texts: Sequence[str]) -> float:
    """The share of sentences that an earlier text of the batch has word for word."""
    from crosswire.reading.parse import pieces

    seen: set[str] = set()
    met = again = 0
    for text in texts:
        sentences = {text[piece.start : piece.end] for piece in pieces(text)}
        met, again = met + len(sentences), again + len(sentences & seen)
        seen |= sentences
    return again / max(1, met)


def write(texts: Sequence[str], folder: Path) -> list[Path]:
    """One file a report."""
    paths = [folder / f"report-{k:04}.txt" for k in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    return paths
