"""Letters as the PDF's font can show them: Arabic joined, right-to-left words turned round, what it lacks named.

The font is set glyph by glyph, without a shaping engine, so what such an engine would do is done here: Arabic letters
take the presentation forms that Unicode has for them (its own tables, ``unicodedata``), and each line is put into
visual order by the Unicode Bidirectional Algorithm.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection

from crosswire.handover.outline import directed

_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
#: names of scripts by the first word of a letter's Unicode name, where that word does not say it
_SCRIPTS = {"CJK": "Han", "HANGUL": "Hangul", "FULLWIDTH": "fullwidth", "HALFWIDTH": "halfwidth"}


def shown(text: str, glyphs: Collection[int]) -> str:
    """The text in letters that the font has; of others it says how many there are and of which script.

    ``shown("北京 fell", …)`` is "[2 × Han] fell": a reader sees that something is missing, and what kind of thing.
    """
    if text.isascii():
        return text
    text = joined(unicodedata.normalize("NFC", text.replace("\u00ad", "")), glyphs)
    text = re.sub("[\u200b-\u200d\u2060\ufe00-\ufe0f]", "", text)
    if all(ord(char) in glyphs for char in text):
        return text
    out: list[str] = []
    run: list[str] = []
    for char in text:
        if ord(char) in glyphs:
            out += [_named(run), char] if run else [char]
            run = []
        elif unicodedata.category(char) != "Mn":
            run.append(char)
    return "".join(out) + (_named(run) if run else "")


def _named(run: Sequence[str]) -> str:
    if all(char.isspace() for char in run):
        return " "
    names = dict.fromkeys(_script(char) for char in run if not char.isspace())
    return f"[{len(run)} × {', '.join(names)}]"


def _script(char: str) -> str:
    if unicodedata.category(char).startswith("S"):
        return "symbol"
    word = unicodedata.name(char, "unknown").split()[0]
    return _SCRIPTS.get(word, word.capitalize())


# --- Arabic --------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, Mapping[str, str]]:
    """Each Arabic letter's presentation forms by kind: isolated, initial, medial, final."""
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        parts = letters.split()
        if len(parts) == 1 and kind in ("<isolated>", "<initial>", "<medial>", "<final>"):
            forms.setdefault(chr(int(parts[0], 16)), {}).setdefault(kind[1:-1], chr(code))
    return forms


def joined(text: str, glyphs: Collection[int]) -> str:
    """Arabic letters in the form that their neighbours ask for; other text as it is."""
    if not _ARABIC.search(text):
        return text
    letters = [char for char in text if unicodedata.category(char) != "Mn" or not _ARABIC.match(char)]
    out = []
    for n, char in enumerate(letters):
        forms = _forms().get(char)
        if forms is None:
            out.append(char)
            continue
        before = n > 0 and _joins_on(letters[n - 1]) and "final" in forms
        after = n + 1 < len(letters) and "initial" in forms and "final" in _forms().get(letters[n + 1], {})
        kind = ("medial" if after else "final") if before else ("initial" if after else "isolated")
        form = forms.get(kind, char)
        out.append(form if ord(form) in glyphs else char)
    return "".join(out)


def _joins_on(char: str) -> bool:
    """True of a letter that joins the one after it."""
    return char == "\u0640" or "initial" in _forms().get(char, {})


# --- direction -----------------------------------------------------------------------------------


def visual(chars: Sequence[tuple[str, int]]) -> Sequence[tuple[str, int]]:
    """A line's letters, each with a key of its own, in the order in which they stand from left to right."""
    placed: list[tuple[str, int]] = []
    for text, leftward in directed("".join(char for char, _ in chars)):
        part = chars[len(placed) : len(placed) + len(text)]
        placed += _turned(text, part) if leftward else part
    return placed


def _turned(text: str, chars: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Words written from right to left, numbers in them from left to right, brackets mirrored."""
    for found in BidiParagraph(text, base_direction=TextDirection.RTL).get_reordered_characters():
        char, key = chars[found.character_index]
        yield (char.translate(_MIRRORED) if found.embedding_level % 2 else char), key
