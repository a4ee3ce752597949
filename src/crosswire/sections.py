"""Which stretches of a report tell another happening than the rest of it: round-ups, day summaries, "elsewhere".

A wrong split does more harm than a missed one, so a stretch is parted only where the report marks a turn (a heading, a
bullet, a place for a label, "In a separate attack"), and the stretch tells a happening of its own, in a place of its
own, of which the rest does not speak.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from crosswire.lexicon import Lexicon
from crosswire.model import Document, Figure, Place, Reading, Span, Statement
from crosswire.reading.happenings import incident_type

#: a line of at most so many words, without a full stop, is a heading
_HEADING = 9
_BREAK = re.compile(r"\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-*•–][ \t]|\d{1,2}[.)] ))")
_BULLET = re.compile(r"[ \t]*(?:[-*•–][ \t]+|\d{1,2}[.)] +)")
_LABEL = re.compile(
    r"(?:(?:[A-Z][\w'’-]*|of|de|la|el|al|the)(?:, | )?){1,6}(?:\([^)\n]{2,40}\) ?)?"
    r"(?::| [-–—]{1,2}|[–—]) ?(?=[\"“A-Z0-9])"
)
_WHERE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Oo]ff|[Aa]round|of|city|town|village|district|province)"
    r"(?: the)?(?: [a-z]\w*){0,3}? "
    r"(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})"
)
_NAME = re.compile(r"(?<=[a-z,;:’”\"] )[A-Z][\w'’-]{2,}")
_LONG_AGO = re.compile(r"\b(?:1[6-9]\d\d|20\d\d|ago|since|last (?:year|month)|decades?|earlier this (?:year|month))\b")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”]? +(?=[A-Z\"“])")


#: marks of an entry in a list; one entry alone is what its report is about
_LISTED = frozenset({"bullet", "heading", "label"})


@dataclass(frozen=True, slots=True)
class _Words:
    turns: tuple[str, ...]
    parted: tuple[str, ...]
    joined: tuple[str, ...]
    wide: frozenset[str]
    follows: frozenset[str]
    no_places: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Block:
    """Some paragraphs that stand together, and what mark they open with: heading, bullet, label, turn or none."""

    span: Span
    mark: str
    body: int

    def text(self, document: Document) -> str:
        return document.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class _Happening:
    """What a block tells: the kind, the names of the places where, and whether words set it apart from all else.

    ``known`` is true of something that reaches far and that the reader is taken to know: "Elsewhere, the storms ..."
    """

    type: str
    kinds: frozenset[str]
    places: frozenset[str]
    countries: frozenset[str]
    parted: bool
    known: bool


def sections(document: Document, reading: Reading | None, lexicon: Lexicon) -> tuple[tuple[Span, ...], ...]:
    """The stretches of the report by happening, the one it is about first; one with all of the text if it tells one.

    "Gunmen killed nine people in Garo ... In a separate attack, a bomb in Dell killed four": two.
    """
    whole = ((Span(0, len(document.text)),),)
    if reading is None or len(document.text) < 200:
        return whole
    words = _words(lexicon)
    blocks = list(_blocks(document.text, words))
    apart = _apart(document, reading, blocks, words, lexicon)
    if not apart:
        return whole
    kept = [block for block in blocks if block not in apart]
    parts = [(block.span,) for block in apart]
    told = [figure.quantity.span for figure in reading.figures if not figure.background]
    if any(block.span.holds(span) for block in kept for span in told) or apart[0].mark not in _LISTED:
        return tuple(block.span for block in kept), *parts
    return (*(block.span for block in kept), apart[0].span), *parts[1:]


def part(document: Document, reading: Reading, spans: Sequence[Span]) -> tuple[Document, Reading]:
    """The report as if it told these stretches alone; only for comparing, as offsets are not the report's."""
    pieces: list[str] = []
    statements: list[Statement] = []
    places: list[Place] = []
    at = 0
    for span in spans:
        move = at - span.start
        pieces.append(document.text[span.start : span.end])
        own = [statement for statement in reading.statements if span.holds(statement.span)]
        statements += [replace(statement, span=_moved(statement.span, move)) for statement in own]
        named = [place for place in reading.places if place.span is not None and span.holds(place.span)]
        places += [replace(place, span=_moved(place.span, move)) for place in named if place.span is not None]
        at += span.end - span.start + 1
    text = "\n".join(pieces)
    title = document.title if spans and spans[0].start == 0 else None
    figures = tuple(figures_of(reading, spans))
    told = Reading(document.id, figures=figures, statements=tuple(statements), places=tuple(places))
    return replace(document, text=text, title=title), told


def figures_of(reading: Reading, spans: Sequence[Span]) -> list[Figure]:
    """The figures that stand in these stretches."""
    return [figure for figure in reading.figures if any(span.holds(figure.quantity.span) for span in spans)]


def looks_back(text: str, span: Span) -> bool:
    """True if the sentence round the span speaks of another time: "In 2004", "last year", "ten years ago"."""
    start = max(text.rfind(mark, 0, span.start) for mark in (". ", "! ", "? ", "\n")) + 1
    ends = [found for mark in (". ", "! ", "? ", "\n") if (found := text.find(mark, span.end)) >= 0]
    return bool(_LONG_AGO.search(text, start, min(ends, default=len(text))))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    table = lexicon.table("sections")
    return _Words(
        tuple(f"{turn}{end}" for turn in table["turns"] for end in (" ", ",")),
        tuple(table["parted"]),
        tuple(table["joined"]),
        lexicon.words("sections", "wide"),
        lexicon.words("sections", "follows"),
        lexicon.words("sections", "no_places"),
    )


# --- blocks --------------------------------------------------------------------------------------


def _blocks(text: str, words: _Words) -> Iterator[_Block]:
    """The text without a gap: a new block at each mark; a paragraph without one goes on with the block before it.

    After a bullet the text is that of the report again, and after a turn it is where it speaks of nothing of the turn.
    """
    current: _Block | None = None
    for start, end in _paragraphs(text):
        mark, body = _mark(text, start, end, first=current is None, words=words)
        if current is None:
            current = _Block(Span(0, end), mark, body)
        elif mark == "none" and not _returns(text, current, start, end):
            current = replace(current, span=Span(current.span.start, end))
        else:
            yield replace(current, span=Span(current.span.start, start))
            current = _Block(Span(start, end), mark, body)
    if current is not None:
        yield replace(current, span=Span(current.span.start, len(text)))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, bullets, and headings that stand right above their text."""
    pattern = _BREAK if "\n\n" in text or "\n" not in text.strip() else re.compile(r"\n+")
    start = 0
    for match in [*pattern.finditer(text), None]:
        end = match.start() if match else len(text)
        line = text.find("\n", start, end)
        if line > 0 and _heading(text[start:line]) and len(text[line:end].split()) >= 8:
            yield start, line
            start = line + 1
        if text[start:end].strip():
            yield start, end
        start = match.end() if match else end


def _heading(line: str) -> bool:
    words = line.split()
    return 0 < len(words) <= _HEADING and line.strip()[-1] not in ".!?,;\"”’'" and bool(re.search("[A-Za-z]", line))


def _mark(text: str, start: int, end: int, *, first: bool, words: _Words) -> tuple[str, int]:
    """What a paragraph opens with, and where its own words begin."""
    if first:
        return "none", start
    if match := _BULLET.match(text, start, end):
        return "bullet", match.end()
    paragraph = text[start:end]
    if _heading(paragraph):
        return "heading", end
    if match := _LABEL.match(text, start, end):
        return "label", match.end()
    lower = " ".join(paragraph[:60].lower().split())
    return "turn" if lower.startswith(words.turns) else "none", start


def _returns(text: str, block: _Block, start: int, end: int) -> bool:
    """After a bullet; and after a turn where the paragraph has names of the report before it, and none of the turn."""
    if block.mark in ("none", "heading", "label"):
        return False
    if block.mark == "bullet":
        return True
    mine = _names(text[start:end])
    return bool(mine & _names(text[: block.span.start])) and not mine & _names(text[block.span.start : block.span.end])


def _names(text: str) -> frozenset[str]:
    return frozenset(_NAME.findall(text))


# --- happenings ----------------------------------------------------------------------------------


def _apart(
    document: Document, reading: Reading, blocks: Sequence[_Block], words: _Words, lexicon: Lexicon
) -> list[_Block]:
    """The marked blocks that tell another happening than what stands before them."""
    if all(block.mark == "none" for block in blocks[1:]):
        return []
    told = {block: _happening(document, reading, block, words, lexicon) for block in blocks}
    candidates = [block for block in blocks[1:] if block.mark != "none" and told[block] is not None]
    listed = [block for block in candidates if block.mark in _LISTED]
    joined = any(cue in document.text.lower() for cue in words.joined)
    stretches = (blocks[0].span, Span(0, len(document.text)))
    kinds = {incident_type(*_of(document, reading, span), lexicon)[0] for span in stretches} - {"other"}
    countries = _countries(reading, blocks[0].span)
    found: list[_Block] = []
    for block in candidates:
        mine = told[block]
        # the opening of a list names what the list tells
        before = [] if len(listed) > 1 and block in listed else [blocks[0]]
        others = [*before, *(b for b in blocks[1:] if b is not block and told[b] is not None)]
        if mine is None or not _own_place(mine, others, document):
            continue
        far = mine.countries and countries and not mine.countries & countries
        spread = kinds & words.wide & mine.kinds or (mine.type in words.wide and kinds & words.wide and not far)
        if mine.parted or not (joined or spread or mine.known):
            found.append(block)
            kinds.add(mine.type)
            countries |= mine.countries
    alone = len(found) == 1 and found[0].mark in _LISTED
    return [] if alone else found


def _happening(
    document: Document, reading: Reading, block: _Block, words: _Words, lexicon: Lexicon
) -> _Happening | None:
    """What the block's opening sentences tell, if a main event of a kind of its own befell a place there.

    Behind a label ("MALI: Gunmen killed 22 farmers") the people counted are enough, whatever befell them.
    """
    text = document.text
    opening = _opening(text, block)
    statements, stretch = _of(document, reading, opening)
    events = [s for s in statements if s.kind == "event" and not s.background]
    figures = [f for f in reading.figures if opening.holds(f.quantity.span) and not f.background]
    kind, weights = incident_type(statements, stretch, lexicon)
    told = kind not in words.follows or (kind == "other" and block.mark == "label" and bool(figures))
    if not told or not (events or figures):
        return None
    parted = any(cue in stretch[:80].lower() for cue in words.parted)
    return _Happening(
        kind,
        frozenset(weights),
        _places(text, reading, block, opening, words),
        _countries(reading, opening),
        parted,
        kind in words.wide and _definite(stretch, kind, lexicon),
    )


def _definite(stretch: str, kind: str, lexicon: Lexicon) -> bool:
    names = "|".join(map(re.escape, lexicon.table("happenings")["head_words"].get(kind, ())))
    return bool(names) and bool(re.search(rf"\bthe (?:\w+ )?(?:{names})s?\b", stretch.lower()))


def _opening(text: str, block: _Block) -> Span:
    """The block's first two sentences, behind heading, bullet or label."""
    body = text[block.body : block.span.end]
    lead = len(body) - len(body.lstrip())
    cuts = [match.end() for match in _SENTENCE.finditer(body, lead)]
    cuts += [match.end() for match in re.finditer(r"\n\s*\n", body) if match.start() > lead]
    cuts.sort()
    end = cuts[1] if len(cuts) > 1 else len(body)
    return Span(block.body, block.body + end)


def _places(text: str, reading: Reading, block: _Block, opening: Span, words: _Words) -> frozenset[str]:
    """Towns and regions that heading, label and opening name; a capital after "in" or "near" is one, listed or not."""
    span = Span(block.span.start, opening.end)
    known = {text[p.span.start : p.span.end] for p in reading.places if p.span and span.holds(p.span)
             and p.precision not in ("country", "dateline")}  # fmt: skip
    countries = {text[p.span.start : p.span.end] for p in reading.places if p.span and p.precision == "country"}
    written = {match["name"] for match in _WHERE.finditer(text, block.body, opening.end)}
    return frozenset((known | written) - countries - words.no_places)


def _countries(reading: Reading, span: Span) -> frozenset[str]:
    return frozenset(p.country for p in reading.places if p.country and p.span and span.holds(p.span))


def _of(document: Document, reading: Reading, span: Span) -> tuple[Sequence[Statement], str]:
    """The statements of one stretch, and its words."""
    stretch, told = part(document, reading, [span])
    return told.statements, stretch.text


def _own_place(mine: _Happening, others: Sequence[_Block], document: Document) -> bool:
    """The block names a place of its own: of most that its opening names no other block that tells anything speaks."""
    said = " ".join(block.text(document) for block in others)
    fresh = {name for name in mine.places if not re.search(rf"\b{re.escape(name)}\b", said)}
    return len(fresh) * 2 > len(mine.places) or (mine.parted and bool(fresh))
