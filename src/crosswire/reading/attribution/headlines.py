"""Sources of headlines without a verb of speech: "Bomb kills 12: officials", "Toll rises to 91 - agency"."""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.reading.attribution.kinds import kind_of
from crosswire.reading.attribution.phrases import Phrase, linear
from crosswire.reading.attribution.sayings import Saying, spans, stretch
from crosswire.reading.attribution.trees import Tree
from crosswire.reading.attribution.vocabulary import Vocabulary

_MARKS = frozenset({":", "-", "--", "|"})
#: a source set apart in a headline is short
_LONGEST = 6


def headline_sayings(t: Tree, words: Vocabulary) -> Iterator[Saying]:
    """The source that a headline sets apart behind its last colon or dash, or before its first colon.

    Only a phrase of a known kind counts: "Quake: 12 dead" names no source.
    """
    if not t.sentence.heading:
        return
    tokens = t.sentence.tokens
    marks = [k.i for k in tokens if k.text in _MARKS and 0 < k.i < len(tokens) - 1]
    if not marks:
        return
    behind = _alone(t, marks[-1] + 1, len(tokens) - 1, words)
    if behind is not None:
        yield _set_apart(t, behind, 0, marks[-1] - 1, marks[-1])
        return
    ahead = _alone(t, 0, marks[0] - 1, words) if tokens[marks[0]].text == ":" else None
    if ahead is not None:
        yield _set_apart(t, ahead, marks[0] + 1, len(tokens) - 1, marks[0])


def _alone(t: Tree, first: int, last: int, words: Vocabulary) -> Phrase | None:
    """The phrase that fills the tokens from ``first`` to ``last``, if it is one that speaks."""
    if last - first >= _LONGEST or any(
        k.tag in {"CD", "VBD", "VBZ", "VBP", "MD"} for k in t.sentence.tokens[first : last + 1]
    ):
        return None
    found = linear(t, first)
    if found is None or found.tokens[1] != last or kind_of(found, words) == "other":
        return None
    if found.head in words.things:
        return None  # "Chindwe disaster: 14 perish"
    return None if found.name.lower() in words.places else found


def _set_apart(t: Tree, who: Phrase, first: int, last: int, mark: int) -> Saying:
    cue = t.sentence.span(mark, mark)
    group = t.sentence.span(min(mark, who.tokens[0]), max(mark, who.tokens[1]))
    content = spans([stretch(t.sentence, first, last)])
    return Saying(t.sentence.index, cue, t.sentence.tokens[mark].text, who, content, "set apart in a headline", group)
