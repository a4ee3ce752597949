"""Bounds, scope and the noun counted: from a number expression to a `Quantity`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crosswire.model import Hedge, Quantity, Sentence, Span, Token
from crosswire.reading.quantities.words import Number, Words


def bounded(sentence: Sentence, number: Number, words: Words) -> Quantity:
    tokens = sentence.tokens
    kind, hedge = _bound_before(tokens, number, words)
    if kind is None:
        kind, hedge = _bound_after(tokens, number, words)
    low, high, approximate = _apply(kind, number)
    scope = _scope(tokens, number, words)
    hedges: tuple[Hedge, ...] = ()
    if hedge is not None and kind in {"at_least", "more_than"}:
        hedges = (Hedge("lower bound", hedge),)
    elif hedge is not None and kind in {"up_to", "fewer_than"}:
        hedges = (Hedge("upper bound", hedge),)
    span = sentence.span(number.first, number.last)
    text = sentence.text[span.start - sentence.start : span.end - sentence.start]
    counted = _counted(sentence, number)
    return Quantity(
        span,
        text,
        low,
        high,
        approximate,
        sentence.index,
        number.first,
        number.last,
        counted,
        number.form,
        scope,
        None,
        hedges,
    )


def _apply(kind: str | None, number: Number) -> tuple[int | None, int | None, bool]:
    low, high = number.low, number.high
    if kind == "at_least":
        return low, None, True
    if kind == "more_than":
        return (None if low is None else low + (number.form != "vague")), None, True
    if kind == "up_to":
        return None, high if high is not None else low, True
    if kind == "fewer_than":
        base = high if high is not None else low
        return None, (None if base is None else base - 1), True
    return low, high, number.approximate or kind == "around"


#: words that may stand between a bound and its number: "at least another 12", "more than “40”"
_BETWEEN = frozenset({"another", "a", "an", "further", "the", "additional", '"', "'", "(", "its", "their", "some"})
_PLACES = frozenset({"to", "over", "under", "above", "below", "near", "about", "around"})


def _bound_before(tokens: Sequence[Token], number: Number, words: Words) -> tuple[str | None, Span | None]:
    """The bound phrase right before the number; determiners and "another" may stand between."""
    if number.form in {"article", "both", "all", "another", "zero"}:
        return None, None
    k = number.first
    while k > 0 and tokens[k - 1].lower in _BETWEEN and not (k == number.first and tokens[k - 1].lower == "some"):
        k -= 1
    for end in dict.fromkeys((number.first, k)):
        for phrase, kind in words.before.get(tokens[end - 1].lower, ()) if end else ():
            start = end - len(phrase)
            if start < 0 or tuple(t.lower for t in tokens[start:end]) != phrase:
                continue
            if kind == "exactly":
                further = replace(number, first=start, form="words")
                return _bound_before(tokens, further, words) if start else (None, None)
            if _compared(tokens, start, end, number):
                return None, None
            if not (phrase[-1] in _PLACES and _spatial(tokens, start)):
                return kind, Span(tokens[start].start, tokens[end - 1].end)
    return None, None


#: what somebody has told: "the 30 that another source had given", "the 12 reported on Friday"
_TOLD = frozenset(
    "give announce report cite claim state quote publish release mention declare list tell provide issue".split()
)
_COMPARED = frozenset("number figure toll count total tally estimate".split())


def _compared(tokens: Sequence[Token], start: int, end: int, number: Number) -> bool:
    """``The number was far below the 30 dead that a source had given``: the figure told is 30, no bound of it.

    "killed fewer than the 30 feared" bounds the dead: no figure is set beside another there.
    """
    if tokens[end].lower != "the" or number.first - end not in {0, 1}:
        return False
    k = start - 1
    while k > 0 and tokens[k].tag in {"RB", "RBR", "JJR"}:
        k -= 1
    behind = tokens[number.last + 1 : number.last + 12]
    stop = next((i for i, t in enumerate(behind) if t.lower in {",", ";", ".", "and", "but"}), len(behind))
    told = any(t.lemma in _TOLD and t.tag in {"VBN", "VBD"} for t in behind[:stop])
    set_beside = tokens[k].lemma in {"be", "stand", "remain"} and any(t.lower in _COMPARED for t in tokens[:k])
    return told and (set_beside or tokens[k].lower in _COMPARED)


def _spatial(tokens: Sequence[Token], start: int) -> bool:
    """``spread over 138 districts``: a preposition of place after a verb of motion, no bound; rare with people."""
    if tokens[start].dep == "prt" or (tokens[start].tag == "RP" and tokens[start].dep != "quantmod"):
        return True
    before = tokens[start - 1].lower if start else ""
    if (
        tokens[start].lower == "up"
        and start
        and tokens[start - 1].lemma in {"go", "rise", "climb", "come", "jump", "move", "creep", "shoot"}
    ):
        return True  # "went up to 69" states 69
    return before in {
        "flew",
        "spread",
        "talks",
        "concern",
        "concerns",
        "worried",
        "question",
        "dispute",
        "hand",
        "handed",
    }


def _bound_after(tokens: Sequence[Token], number: Number, words: Words) -> tuple[str | None, Span | None]:
    """``107 or more``, ``12 people or so``: a bound right behind the number or its noun."""
    start = number.last + 1
    if number.form in {"article", "another", "zero", "ordinal"}:
        return None, None
    for begin in (start, start + 1):
        if begin >= len(tokens) or (begin > start and tokens[start].tag[:2] != "NN"):
            break
        for phrase, kind in words.after.get(tokens[begin].lower, ()):
            end = begin + len(phrase)
            if tuple(t.lower for t in tokens[begin:end]) == phrase:
                return kind, Span(tokens[begin].start, tokens[end - 1].end)
    return None, None


def _scope(tokens: Sequence[Token], number: Number, words: Words) -> str | None:
    """increment ("seven more"), cumulative ("a sixth"), remainder ("the remaining 14"), total ("a total of 40")."""
    if number.form == "ordinal":
        return "cumulative"
    near = [t.lower for t in tokens[max(0, number.first - 2) : number.first]]
    nearest = near[-1:] + ([near[-2]] if near[-1:] in (["the"], ["of"]) and len(near) > 1 else [])
    after = tokens[number.last + 1].lower if number.last + 1 < len(tokens) else ""
    if number.form == "another" or (after in {"more", "further", "additional"} and number.form != "zero"):
        following = tokens[number.last + 2].lower if number.last + 2 < len(tokens) else ""
        return "increment" if following != "than" else None
    for word in nearest:
        if words.scopes.get(word) and word != "more":
            if word in {"total", "rest"} and near[-1] != "of" and word == "total":
                continue
            return words.scopes[word]
    return None


def _counted(sentence: Sentence, number: Number) -> int:
    """The token whose referents are counted: the noun the number modifies, or the number itself."""
    tokens = sentence.tokens
    for i in (number.last, number.first):
        token = tokens[i]
        head = tokens[token.head]
        if (
            token.dep in {"nummod", "det", "amod", "quantmod", "poss", "compound", "predet"}
            and head.i > i
            and head.tag[:2] in {"NN", "JJ", "VB", "CD"}
        ):
            if head.tag == "CD" and head.i <= number.last:
                continue
            return _noun_after(tokens, head, number)
    return _phrase_noun(tokens, number)


#: "collected 22 wounded and six bodies"
_STATES = frozenset("wounded injured dead missing hurt killed".split())
_WHEREABOUTS = frozenset("outside inside near off aboard along across amid".split())


def _noun_after(tokens: Sequence[Token], head: Token, number: Number) -> int:
    """The governing noun, unless a comma or a conjunction of another phrase lies between (a misparse)."""
    between = tokens[number.last + 1 : head.i]
    listed = any(t.tag == "CD" for t in between) and (
        any(t.lower == "," for t in between) or between[0].lower in _STATES
    )
    if number.form == "ordinal" and between and between[0].lower == ",":
        return number.last  # "a fourth, Amina Sule, is missing"
    if any(t.lower in {"last", "this", "next"} for t in between):
        return number.last  # "against 35 last week"
    if between and between[0].lower in _WHEREABOUTS and between[-1].lower != "-":
        return number.last  # a headline's "kills 24 outside police centre"
    if between and between[0].lower in {"required", "needed", "suffered", "sustained", "received"}:
        return number.last  # "Seventy-six required hospital treatment"
    if listed or any(t.lower in {".", ";", ":"} or t.tag in {"VBD", "VBZ"} for t in between):
        return _phrase_noun(tokens, number)
    return head.i


def _phrase_noun(tokens: Sequence[Token], number: Number) -> int:
    """Right of the number, over adjectives and nouns, to the last noun of the phrase; else the number itself."""
    k, noun = number.last + 1, -1
    while k < len(tokens) and (
        tokens[k].tag[:2] in {"NN", "JJ", "VB", "PO", "HY"} or (tokens[k].lower in {"-", "and"} and noun < 0)
    ):
        token = tokens[k]
        if token.tag[:2] == "VB" and token.dep not in {"amod", "compound"}:
            break
        if token.lower == "and" and not (k + 1 < len(tokens) and tokens[k + 1].tag[:2] == "JJ"):
            break
        if token.tag[:2] == "NN":
            noun = k
        k += 1
    return noun if noun >= 0 else number.last


def with_wholes(sentence: Sentence, found: Sequence[Quantity], words: Words) -> Iterator[Quantity]:
    """``four of its 18``, ``208 out of 8,454``: the part knows its whole; ``of eight nationalities`` tells none."""
    for place, quantity in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        if following is not None and following.low is not None and following.form in {"digits", "words", "all"}:
            between = [t.lower for t in sentence.tokens[quantity.last + 1 : following.first]]
            if (
                between
                and "of" in between[:3]
                and len(between) <= 7
                and not set(between) & {",", "and", "were", "was", ";"}
                and sentence.tokens[following.counted].lemma not in words.not_wholes
            ):
                quantity = replace(quantity, out_of=following.low, scope=quantity.scope or "part")
        if quantity.scope is None and _some_were(sentence, quantity):
            quantity = replace(quantity, scope="part")
        yield quantity


_SETS = frozenset("the those these them".split())


def _some_were(sentence: Sentence, quantity: Quantity) -> bool:
    """``Of the dead, 36 were children and six were German tourists``: who some of them were."""
    tokens = sentence.tokens
    opening = [t.lower for t in tokens[:7]]
    listed = opening[:1] in (["of"], ["among"]) and opening[1:2] and opening[1] in _SETS and "," in opening
    if not listed or quantity.first <= opening.index(",") or quantity.last + 2 >= len(tokens):
        return False
    k = quantity.last + 2
    while k < len(tokens) and tokens[k].tag in {"JJ", "DT", "NNP", "RB"}:
        k += 1
    return tokens[quantity.last + 1].lemma == "be" and k < len(tokens) and tokens[k].tag in {"NNS", "NN", "NNPS"}
