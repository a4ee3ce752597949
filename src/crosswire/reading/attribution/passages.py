"""What a speaker says beyond the sentence of the cue: quotations, statements of several paragraphs, rows of a table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from crosswire.model import Sentence, Source, Span
from crosswire.reading.attribution.kinds import MEDIA, anonymous, is_person, kind_of
from crosswire.reading.attribution.phrases import phrases_at
from crosswire.reading.attribution.sayings import merged
from crosswire.reading.attribution.speakers import main_subjects
from crosswire.reading.attribution.spoken import Spoken, grown
from crosswire.reading.attribution.vocabulary import Vocabulary


def with_quotations(
    spoken: Sequence[Spoken],
    quoted: Sequence[Span],
    sentences: Sequence[Sentence],
    text: str,
    words: Vocabulary,
) -> list[Spoken]:
    """Give every quotation to its speaker: beside the cue, after "X said:", or going on from the quotation before.

    "“We saw smoke,” said Lund. “Nine died.”": both are Lund's.
    """
    found = list(spoken)
    starts = [s.start for s in sentences]
    previous: tuple[int, int] | None = None  # speaker's place in `found`, last sentence of the quotation or its cue
    for quote in quoted:
        if len(text[quote.start : quote.end].split()) < 3 and not _whole(text, quote):
            continue
        first = max(0, bisect_right(starts, quote.start) - 1)
        last = max(first, bisect_right(starts, quote.end - 1) - 1)
        place = _beside(found, quote, sentences[first : last + 1], text)
        if place is None and sentences[first].start == quote.start:
            place = _following(found, quote, last, sentences, text) if place is None else place
            place = _continued(found, previous, first, last, sentences) if place is None else place
            told = _of_whom(sentences, first, words) if place is None and quote.end >= sentences[last].end - 1 else None
            if told is not None:
                place = len(found)
                found.append(told)
        if place is None:
            continue
        one = found[place]
        found[place] = grown(one, merged([*one.content, quote]))
        previous = place, max(last, one.sentence)
    return found


def _whole(text: str, quote: Span) -> bool:
    """ "“Eleven,” he said": a short quotation that is a sentence; not "called “go” teams"."""
    inside = text[quote.start + 1 : quote.end - 1].strip()
    return inside[:1].isupper() and inside[-1:] in {",", ".", "!", "?"}


def _beside(found: Sequence[Spoken], quote: Span, hosts: Sequence[Sentence], text: str) -> int | None:
    """The saying of the quotation's own sentences: its cue stands next to it, or its content holds it."""
    indices = {s.index for s in hosts}
    near: list[tuple[int, int, int]] = []
    for k, one in enumerate(found):
        if one.sentence not in indices or quote.holds(one.cue) or one.rule == "reckoning of a body":
            continue
        rank = _rank(one, quote, text)
        if rank is not None:
            size = min((s.end - s.start for s in one.content if s.overlaps(quote)), default=0)
            near.append((rank, size, k))
    return min(near)[2] if near else None


def _rank(one: Spoken, quote: Span, text: str) -> int | None:
    """0 for a cue right after the quotation, 1 for content that holds it, 2 for a cue shortly before it."""
    after = text[quote.end : one.group.start] if one.group.start >= quote.end else None
    if after is not None and not after.strip(" ,.;-\n"):
        return 0
    if any(span.overlaps(quote) for span in one.content):
        return 1
    before = text[one.group.end : quote.start] if one.group.end <= quote.start else None
    if (
        before is not None
        and len(before) <= 90
        and not re.search(r"[.!?;\"“”]", before)
        and before.rstrip().endswith((",", ":", "that", "as", "because", "since"))
    ):
        return 2
    if before is not None and not before.strip(" ,:;-."):
        return 2
    return (
        3
        if after is not None and len(after) <= 60 and '"' not in after and "”" not in after and not one.content
        else None
    )


def _following(found: Sequence[Spoken], quote: Span, last: int, sentences: Sequence[Sentence], text: str) -> int | None:
    """ "“Nine died.” Lund told AFP.": the next sentence is nothing but the speaker."""
    if last + 1 >= len(sentences) or sentences[last + 1].paragraph != sentences[last].paragraph:
        return None
    following = sentences[last + 1]
    for k, one in enumerate(found):
        if (
            one.sentence == following.index
            and not one.content
            and one.group.start - following.start <= 2
            and not one.opens
        ):
            return k
    return None


def _continued(
    found: Sequence[Spoken], previous: tuple[int, int] | None, first: int, last: int, sentences: Sequence[Sentence]
) -> int | None:
    """The speaker of the sentence before: the one quoted there, or the last one who spoke there."""
    if first == 0:
        return None
    before, here = sentences[first - 1], sentences[first]
    apart = before.paragraph != here.paragraph
    alone = last + 1 >= len(sentences) or sentences[last + 1].paragraph != here.paragraph
    if previous is not None and previous[1] == first - 1 and (not apart or alone):
        return previous[0]
    speaking = [
        k
        for k, one in enumerate(found)
        if one.sentence == before.index and one.rule not in {"according to", "reckoning of a body"}
    ]
    if not speaking:
        return None
    if found[speaking[-1]].opens:
        return speaking[-1]
    if apart and not (alone and _one_person(found, speaking)):
        return None
    return speaking[-1]


def _one_person(found: Sequence[Spoken], speaking: Sequence[int]) -> bool:
    """A paragraph of nothing but a quotation goes on for the one source who spoke last: "Lund said it was late."."""
    names = {found[k].sources[0].name for k in speaking}
    return len(names) == 1 and found[speaking[-1]].sources[0].kind not in MEDIA


def _of_whom(sentences: Sequence[Sentence], first: int, words: Vocabulary) -> Spoken | None:
    """The person of whom the sentence before a bare quotation tells: "Lund had no figure. “Do not ask me.”" """
    before = sentences[first - 1] if first else None
    if before is None or before.paragraph != sentences[first].paragraph or before.heading:
        return None
    named = [p for p in phrases_at(before, main_subjects(before), words) if p.proper and is_person(p, words)]
    if len(named) != 1 or len(named[0].name.split()) < 2:
        return None
    who = named[0]
    source = Source(who.name, kind_of(who, words), anonymous(who, who.text, words), who.span, None)
    return Spoken(
        before.index, Span(before.end, before.end), who.span, (), (source,), "quotation about a person", quoted=True
    )


def with_statements(spoken: Sequence[Spoken], sentences: Sequence[Sentence], words: Vocabulary) -> list[Spoken]:
    """ "X said:" at the end of a paragraph, then paragraphs without quotation marks: all of them are X's.

    They end where the next speaker is announced, or at "Notes to editors", "Background" and the like;
    a table ends with its last row.
    """
    found = list(spoken)
    for k, one in enumerate(found):
        if not one.opens or one.content:
            continue
        end = _statement_end(found, one, sentences, words)
        start = one.sentence + 1
        if end is None or start >= len(sentences) or sentences[start].paragraph == sentences[one.sentence].paragraph:
            continue
        found[k] = replace(one, content=(Span(sentences[start].start, end),), rule="statement", quoted=True)
    return found


def _row(sentence: Sentence) -> bool:
    """ "Nicaragua 94,513 / 15": a line of a table."""
    return sentence.heading and any(character.isdigit() for character in sentence.text)


def _statement_end(
    found: Sequence[Spoken], one: Spoken, sentences: Sequence[Sentence], words: Vocabulary
) -> int | None:
    end: int | None = None
    rows = one.sentence + 1 < len(sentences) and _row(sentences[one.sentence + 1])
    openers = {other.sentence for other in found if other.opens and other.sentence > one.sentence}
    for sentence in sentences[one.sentence + 1 :]:
        lowered = sentence.text.lower().strip(" *#_")
        if (
            sentence.index in openers
            or (rows and not _row(sentence))
            or (len(lowered) < 60 and lowered.startswith(words.block_ends) and sentence.heading)
        ):
            break
        end = sentence.end
    return end
