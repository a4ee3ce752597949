"""Reading: what one report says, knowing nothing of the others.

`read` is a pure function of the document and the lexicon: the sentences worth parsing are parsed, then
each room marks what it knows: figures (quantities, groups, events, coreference), single persons,
background, attribution, certainty, speech acts and happenings, times, places.  This module and
`figures` are the only ones that know several rooms; no room knows another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosswire.lexicon import Lexicon, standard
from crosswire.model import Attribution, Document, Figure, Gazetteer, Reading, Sentence, Span
from crosswire.reading.attribution import attributions, sources_at
from crosswire.reading.attribution.employers import as_companies, with_employers
from crosswire.reading.background import marked
from crosswire.reading.certainty import hedges, of_figure
from crosswire.reading.figures import figures
from crosswire.reading.gate import Worth, worth_parsing
from crosswire.reading.happenings import happenings
from crosswire.reading.parse import Parser, load_parser
from crosswire.reading.persons import named_figures
from crosswire.reading.places import places
from crosswire.reading.speech import statements
from crosswire.reading.times import times

__all__ = ["prime", "read"]


def read(
    document: Document,
    gazetteer: Gazetteer,
    *,
    parser: Parser | None = None,
    lexicon: Lexicon | None = None,
    worth: Worth | None = None,
) -> Reading:
    """All that one document says; a report in a language crosswire does not read says nothing.

    Deterministic, and blind to other documents: it can be cached, and run on many cores or machines.  ``worth`` is what
    `gate.worth_parsing` says of the text and the lexicon, where somebody has asked it before.
    """
    if document.language not in {None, "en"} or not document.text.strip():
        return Reading(document.id)
    words = lexicon or standard()
    text = document.text
    sentences = (parser or load_parser()).parse(text, *(worth or worth_parsing(text, words)))
    said = attributions(text, sentences, words)
    counted = figures(text, sentences, words)
    said = as_companies(said, counted)
    counted = with_employers(counted, said)
    named = _silent(named_figures(sentences, counted, words), counted, said)
    everyone = sorted((*counted, *named), key=lambda f: f.quantity.span)
    year = (document.published.value or "")[:4] or None
    placed = marked(text, sentences, everyone, words, year)
    return Reading(
        document.id,
        _hedged(sentences, placed, said, words),
        (*statements(text, sentences, words), *happenings(text, sentences, words)),
        said,
        times(text, sentences, words),
        places(text, sentences, gazetteer, words),
        tuple(Span(s.start, s.end) for s in sentences),
        tuple(s.paragraph for s in sentences),
    )


def prime(
    documents: Sequence[tuple[Document, Worth | None]], *, parser: Parser | None = None, lexicon: Lexicon | None = None
) -> None:
    """Parse ahead what `read` will want of these documents; changes no reading, only its speed."""
    words = lexicon or standard()
    (parser or load_parser()).prime([(d.text, *(worth or worth_parsing(d.text, words))) for d, worth in documents])


def _silent(named: Sequence[Figure], counted: Sequence[Figure], said: Sequence[Attribution]) -> list[Figure]:
    """Without speakers behind a count: "a toll of eight victims, the sheriff said" counts no sheriff.

    "The driver, who was hurt, said" is the driver's own state, with nobody else counted in the words.
    """
    speakers = [source.span for one in said for source in one.sources if source.span]
    numbers = [figure.quantity.span for figure in counted]
    return [
        figure
        for figure in named
        if not (
            any(figure.quantity.span.holds(speaker) for speaker in speakers)
            and any(figure.clause.holds(number) for number in numbers)
        )
    ]


def _hedged(
    sentences: Sequence[Sentence], found: Sequence[Figure], said: Sequence[Attribution], words: Lexicon
) -> tuple[Figure, ...]:
    """The figures with the hedges that hold for them; a bound's own hedge comes first."""
    by_index = {s.index: s for s in sentences}
    marks = {index: hedges(by_index[index], words) for index in {f.quantity.sentence for f in found}}
    result = []
    for figure in found:
        index, span = figure.quantity.sentence, figure.quantity.span
        kinds = [source.kind for source in sources_at(said, span)]
        held = of_figure(by_index[index], span, marks[index], by_index.get(index + 1), kinds, words)
        own = figure.quantity.hedges
        labels = {h.label for h in own}
        every = tuple(sorted((*own, *(h for h in held if h.label not in labels)), key=lambda h: (h.span, h.label)))
        result.append(replace(figure, hedges=every, certainty=tuple(dict.fromkeys(h.label for h in every))))
    return tuple(result)
