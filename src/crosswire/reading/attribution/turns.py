"""Transcripts: "LUND: ...", "CLIP (MOEN): ...", "MAYOR: ...": a paragraph's first name speaks until the next does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosswire.model import Sentence, Source, Span
from crosswire.reading.attribution.kinds import anonymous, kind_of
from crosswire.reading.attribution.phrases import Phrase
from crosswire.reading.attribution.spoken import Spoken
from crosswire.reading.attribution.vocabulary import Vocabulary

#: the rule of what one of the outlet's own people says
OWN_TURN = "turn of a correspondent"
#: up to four words and a colon at the head of a paragraph; in brackets whose clip it is, behind a comma who that is
_LABEL = re.compile(
    r"(?P<name>[A-Z][\w.'’-]*(?: [\w.'’-]+){0,3})(?: ?\((?P<inner>[^():]{2,40})\))?(?P<what>, [^:.]{2,60})?:(?=\s)"
)
#: they ask and lead on: the report's own voice
_HOSTS = frozenset(
    "anchor host presenter newsreader narrator moderator interviewer announcer studio voiceover vo q question a "
    "answer".split()
)
#: words that tell of one of the outlet's own people
_OWN = frozenset({"our", "correspondent", "reporter", "editor"})
#: nobody in particular
_PASSERS = frozenset("man woman male female boy girl speaker voice caller unidentified unknown".split())
#: paragraphs with a label from which on a report is a transcript: in capitals, and as names are written elsewhere
_LOUD, _PLAIN = 2, 3


@dataclass(frozen=True, slots=True)
class _Turn:
    """Where somebody begins to speak; ``source`` is None for a host; ``own`` is true of the outlet's correspondent."""

    sentence: Sentence
    label: Span
    source: Source | None
    own: bool = False


def with_turns(spoken: Sequence[Spoken], sentences: Sequence[Sentence], text: str, words: Vocabulary) -> list[Spoken]:
    """With a saying for each turn of a transcript, of all that is said in it; what others are quoted with stays theirs.

    A correspondent is the origin of what nobody else is named for (GOLD: the outlet is not), and relays nobody.
    """
    turns = list(_turns(sentences, text, words))
    loud = sum(text[turn.label.start : turn.label.end].split("(")[0].isupper() for turn in turns)
    if loud < _LOUD and len(turns) < _PLAIN:
        return list(spoken)
    ends = [turn.sentence.start for turn in turns[1:]] + [sentences[-1].end]
    found = list(spoken)
    for turn, end in zip(turns, ends, strict=True):
        content = Span(turn.label.end + 1, len(text[:end].rstrip()))
        if turn.source is not None and content.start < content.end:
            rule = OWN_TURN if turn.own else "turn of a transcript"
            found.append(Spoken(turn.sentence.index, turn.label, turn.label, (content,), (turn.source,), rule))
    return found


def _turns(sentences: Sequence[Sentence], text: str, words: Vocabulary) -> Iterator[_Turn]:
    paragraph = -1
    for sentence in sentences:
        opens = sentence.paragraph != paragraph
        paragraph = sentence.paragraph
        label = _LABEL.match(text, sentence.start) if opens else None
        if label is None:
            continue
        span = Span(label.start(), label.end())
        called = label["inner"] or label["name"]
        if _is_host(f"{label['name']}{label['what'] or ''}") and not label["inner"]:
            yield _Turn(sentence, span, None)
            continue
        who = _who(called, Span(label.start("inner" if label["inner"] else "name"), label.end()), text, words)
        if who is not None:
            kind = "outlet" if not _OWN.isdisjoint(who.words) else _kind(who, words)
            own = kind == "outlet" and who.proper
            yield _Turn(sentence, span, Source(who.name, kind, anonymous(who, who.text, words), who.span, ":"), own)


def _is_host(label: str) -> bool:
    return not _HOSTS.isdisjoint(label.lower().replace(",", " ").split())


def _who(called: str, at: Span, text: str, words: Vocabulary) -> Phrase | None:
    """The one whom a label calls: by the full name said elsewhere, else by an office or as nobody in particular."""
    parts = called.replace("’", "'").split()
    name = " ".join(part.capitalize() if part.isupper() and len(part) > 1 else part for part in parts)
    fuller = _named(name, text, at)
    if fuller is not None:
        return fuller
    plain = tuple(part.lower() for part in parts)
    span = Span(at.start, at.start + len(called))
    small = called.lower() if called.isupper() or len(parts) == 1 else called
    bare = Phrase(small, span, plain, plain[-1], proper=False, text=called)
    passer = not _PASSERS.isdisjoint(plain)
    return bare if passer or kind_of(bare, words) != "other" else None


def _kind(who: Phrase, words: Vocabulary) -> str:
    return "witness" if not _PASSERS.isdisjoint(who.words) and not who.proper else kind_of(who, words)


def _named(name: str, text: str, at: Span) -> Phrase | None:
    """ "Lund" is the "correspondent Tove Lund" of another sentence, with the words before that say what she is."""
    full = re.compile(rf"(?P<before>(?:[\w’'-]+ ){{0,3}}?)(?P<name>(?:[A-Z][\w’'-]+ ){{1,2}}{re.escape(name)})\b(?!:)")
    if " " in name:
        full = re.compile(rf"(?P<before>(?:[\w’'-]+ ){{0,3}})(?P<name>{re.escape(name)})\b(?!:)")
    for match in full.finditer(text):
        if match.start("name") < at.end and match.end() > at.start:
            continue
        start, called = match.start("name"), match["name"]
        described = (match["before"] + called).lower().split()
        span = Span(start, match.end("name"))
        return Phrase(
            called, span, tuple(described), called.split()[-1].lower(), proper=True, text=match.group().strip()
        )
    return None
