"""Sayings of set phrases: "as the ministry put it, S", "Interior ministry: S", "the mayor was blunter: S"."""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.model import Span
from crosswire.reading.attribution.kinds import MEDIA, kind_of, known
from crosswire.reading.attribution.phrases import Phrase, linear, phrase_at
from crosswire.reading.attribution.sayings import Saying, spans, stretch
from crosswire.reading.attribution.subjects import speaker
from crosswire.reading.attribution.trees import Tree
from crosswire.reading.attribution.vocabulary import Vocabulary

#: the kinds whose name before a colon announces what they say; of people a row of a table may tell
_ANNOUNCING = MEDIA | {"official", "hospital", "aid group", "rights monitor", "company", "expert"}
#: of these "Police: 3 killed" is a row, "Police sources: 3 killed" a report
_PEOPLE = frozenset("police policeman firefighter officer guard rescuer doctor nurse medic official volunteer".split())
#: verbs of "as X tells it", "as far as X knows"
_TOLD = frozenset({"put", "tell", "have", "see", "recall", "remember", "describe", "know", "reckon"})
_COLON_AT_MOST = 8


def idiom_sayings(t: Tree, words: Vocabulary) -> Iterator[Saying]:
    """Every saying that a set phrase of the sentence carries, in text order."""
    tokens = t.sentence.tokens
    for token in tokens:
        found = None
        if token.text == ":":
            found = _announced(t, token.i, words) or _manner(t, token.i, words)
        elif token.lemma in _TOLD and token.dep == "advcl" and token.i:
            found = _as_told(t, token.i, words)
        elif token.lower == "aware":
            found = _aware(t, token.i, words)
        elif token.lower == "believed" and token.dep == "xcomp":
            found = _if_believed(t, token.i, words)
        if found is not None:
            yield found


def _announced(t: Tree, colon: int, words: Vocabulary) -> Saying | None:
    """ "Interior ministry: 45 dead, 120 injured": a source at the head of a line; "Wounded: 45" is none."""
    tokens = t.sentence.tokens
    if not 0 < colon <= _COLON_AT_MOST or colon + 1 >= len(tokens) or tokens[colon + 1].text in {'"', "'"}:
        return None
    who = linear(t, 0)
    if who is None or who.tokens[1] != colon - 1 or who.name.lower() in words.places or who.head in _PEOPLE:
        return None
    if who.head in words.things:
        return None  # "Chindwe disaster: 14 perish"
    if kind_of(who, words) not in _ANNOUNCING or not _counts(t, colon + 1):
        return None
    return _saying(t, (0, colon), who, [stretch(t.sentence, colon + 1, len(tokens) - 1)], "set apart by a colon")


def _manner(t: Tree, colon: int, words: Vocabulary) -> Saying | None:
    """ "His deputy, Mara Lind, was more cautious: 12,000 had fled": how one speaks announces what one says."""
    tokens = t.sentence.tokens
    told = [k.i for k in tokens[max(0, colon - 3) : colon] if k.lemma in words.manner]
    if not told or not _counts(t, colon + 1) or '"' in t.sentence.text:
        return None
    verb = tokens[told[0]].head
    own = [c for c in t.sentence.children[verb] if tokens[c].dep == "nsubj" and c < verb]
    who = speaker(t, own[0], words) if own and tokens[verb].lemma in {"be", "sound", "remain"} else None
    if who is None:
        return None
    content = [stretch(t.sentence, colon + 1, len(tokens) - 1)]
    return _saying(t, (t.left[own[0]], colon), who, content, "set apart by a colon")


def _as_told(t: Tree, verb: int, words: Vocabulary) -> Saying | None:
    """ "As the ministry tells it, 410 died"; "as far as the army knows, ten are missing"."""
    tokens, children = t.sentence.tokens, t.sentence.children[verb]
    own = [c for c in children if tokens[c].dep == "nsubj"]
    opened = [c for c in children if tokens[c].lower == "as" and c < verb]
    it = any(tokens[c].lower in {"it", "things"} and c == verb + 1 for c in children)
    far = bool(opened) and opened[0] > 0 and tokens[opened[0] - 1].lower == "far"
    if not own or not opened or not (it or (far and tokens[verb].lemma == "know")):
        return None
    who = speaker(t, own[0], words)
    if who is None:
        return None
    first, last = opened[0] - (2 if far else 0), t.right[verb]
    content = [stretch(t.sentence, 0, first - 1), stretch(t.sentence, last + 1, len(tokens) - 1)]
    return _saying(t, (max(0, first), last), who, content, "as somebody tells it")


def _aware(t: Tree, place: int, words: Vocabulary) -> Saying | None:
    """ "The embassy is aware of three deaths"."""
    tokens = t.sentence.tokens
    verb = tokens[place].head
    own = [c for c in t.sentence.children[verb] if tokens[c].dep == "nsubj"]
    of = [c for c in t.sentence.children[place] if tokens[c].lower in {"of", "that"} and c > place]
    if not own or not of or any(tokens[c].dep == "neg" for c in t.sentence.children[verb]):
        return None
    who = speaker(t, own[0], words)
    if who is None or not (known(who, words) or who.proper or who.pronoun):
        return None
    content = [stretch(t.sentence, of[0] + 1, t.right[place])]
    return _saying(t, (t.left[own[0]], place), who, content, "verb with figure")


def _if_believed(t: Tree, verb: int, words: Vocabulary) -> Saying | None:
    """ "If the rebels are to be believed, 50 died"."""
    tokens = t.sentence.tokens
    clause = tokens[verb].head
    own = [c for c in t.sentence.children[clause] if tokens[c].dep in {"nsubj", "nsubjpass"}]
    if not own or not any(tokens[c].lower == "if" for c in t.sentence.children[clause]):
        return None
    who, first, last = phrase_at(t, own[0], words), t.left[clause], t.right[clause]
    content = [stretch(t.sentence, 0, first - 1), stretch(t.sentence, last + 1, len(tokens) - 1)]
    return _saying(t, (first, last), who, content, "as somebody tells it")


def _counts(t: Tree, first: int) -> bool:
    return any(k.tag == "CD" for k in t.sentence.tokens[first:])


def _saying(t: Tree, group: tuple[int, int], who: Phrase, content: list[Span | None], rule: str) -> Saying | None:
    found = spans(content)
    cue = t.sentence.span(*group)
    text = t.sentence.tokens[group[1]].text
    return Saying(t.sentence.index, cue, text, who, found, rule, cue) if found else None
