"""Sources without a reporting verb: "according to X", "as per X", "the ministry's toll of 12"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crosswire.model import Span
from crosswire.reading.attribution.authors import owner
from crosswire.reading.attribution.content import has_digit
from crosswire.reading.attribution.disputed import disputed_claim
from crosswire.reading.attribution.kinds import kind_of
from crosswire.reading.attribution.openings import goes_on
from crosswire.reading.attribution.phrases import Phrase, linear, phrase_after, phrase_at, phrase_of, tidy
from crosswire.reading.attribution.reckonings import counted_by, reckoning_saying
from crosswire.reading.attribution.relays import relays_of
from crosswire.reading.attribution.sayings import Saying, spans, stretch
from crosswire.reading.attribution.subjects import is_nobody
from crosswire.reading.attribution.trees import Tree
from crosswire.reading.attribution.vocabulary import Vocabulary

#: nouns of telling: "in the governor's words", "by the army's account"
_TELLINGS = frozenset({"words", "figures", "numbers", "estimates", "records", "data", "statistics"})
_JOINTS = frozenset({"while", "but", "whereas", "although", "though", "and", "however"})


def phrasal_sayings(t: Tree, words: Vocabulary, others: Sequence[Saying]) -> Iterator[Saying]:
    """Sayings of prepositions and nouns; ``others`` are those of the sentence's verbs, whose clauses bound them."""
    tokens, nouns = t.sentence.tokens, words.owned
    for token in tokens:
        if token.lower == "according" and token.i + 1 < len(tokens) and tokens[token.i + 1].lower == "to":
            found = _according(t, token.i, token.i + 1, words, others)
        elif token.lower == "per" and _cites(t, token.i):
            found = _according(t, token.i, token.i, words, others)
        elif token.lower == "per" and token.tag == "IN" and token.i and tokens[token.i - 1].lower == "as":
            found = _according(t, token.i - 1, token.i, words, others)
        elif (
            token.lower == "words"
            and token.i + 1 < len(tokens)
            and tokens[token.i + 1].lower == "of"
            and tokens[token.i - 2].lower == "in"
        ):
            found = _according(t, max(0, token.i - 2), token.i + 1, words, others)
        elif (token.lemma in nouns or token.lower in nouns) and _noun(t, token.i):
            found = disputed_claim(t, token.i, words) or _own_words(t, token.i, words, others)
            found = found or reckoning_saying(t, token.i, words)
        elif token.text in {"(", "["}:
            found = _in_brackets(t, token.i, words, others)
        elif token.lower in {"from", "by"}:
            found = _caption(t, token.i, words)
        else:
            continue
        if found is not None:
            yield found


def _cites(t: Tree, per: int) -> bool:
    """ "Nineteen died, per the prosecutor's office"; not "two per day"."""
    tokens = t.sentence.tokens
    comma = per > 0 and tokens[per - 1].text == ","
    return comma and per + 1 < len(tokens) and (tokens[per + 1].lower == "the" or tokens[per + 1].tag == "NNP")


def _noun(t: Tree, i: int) -> bool:
    """A noun, or what must be one: "by the coroner's reckoning", "on government figures"."""
    tokens = t.sentence.tokens
    return tokens[i].tag[:2] == "NN" or tokens[i].dep in {"pobj", "pcomp"} or (i > 0 and tokens[i - 1].tag == "POS")


def _according(t: Tree, first: int, governor: int, words: Vocabulary, others: Sequence[Saying]) -> Saying | None:
    """ "According to X, S", "S, according to X", "S1, according to X, S2": the whole clause, on either side."""
    if t.sentence.tokens[min(governor + 1, len(t.left) - 1)].lower == "which":
        return _according_to_which(t, first, governor + 1, words, others)
    found = phrase_after(t, governor, words)
    if found is None:
        return None
    found = _listed(t, found)
    if is_nobody(found, words) and _owned(t, found, words) is found:
        return None
    return _covering(t, first, governor, found, words, others)


def _covering(t: Tree, first: int, governor: int, found: Phrase, words: Vocabulary, others: Sequence[Saying]) -> Saying:
    tokens = t.sentence.tokens
    who, last = _owned(t, found, words), _phrase_end(t, governor, found)
    start, end = _clause(t, first, last, words, others)
    if _second_number(t, first):
        start, end = first - 1, last
    content = spans([stretch(t.sentence, start, first - 1), stretch(t.sentence, last + 1, end)])
    group = t.sentence.span(first, last)
    relays = relays_of(t, found.tokens[1], found.tokens[1], content, words) if not found.proper else ()
    cue = t.sentence.span(first, governor)
    text = " ".join(k.text for k in tokens[first : governor + 1])
    return Saying(t.sentence.index, cue, text, who, content, "according to", group, relays)


def _second_number(t: Tree, first: int) -> bool:
    """ "At least 12 people died, 14 according to the union": the union gives the second number alone."""
    tokens = t.sentence.tokens
    if first < 3 or tokens[first - 1].tag != "CD" or tokens[first - 2].text not in {",", "or", "and", "("}:
        return False
    return any(k.tag == "CD" for k in tokens[: first - 2])


def _according_to_which(t: Tree, first: int, which: int, words: Vocabulary, others: Sequence[Saying]) -> Saying | None:
    """ "a communiqué from the group, according to which S": the group, whose text it is."""
    tokens = t.sentence.tokens
    for i in range(first - 1, -1, -1):
        if tokens[i].lemma in words.document and tokens[i].tag.startswith("NN"):
            found = phrase_at(t, i, words)
            who = owner(t, i, found, words)
            group = t.sentence.span(first, which)
            content = spans([stretch(t.sentence, which + 1, _clause(t, first, which, words, others)[1])])
            return (
                None
                if who is found
                else Saying(t.sentence.index, group, "according to", who, content, "according to", group)
            )
    return None


def _own_words(t: Tree, noun: int, words: Vocabulary, others: Sequence[Saying]) -> Saying | None:
    """ "in the ministry's words, S", "by the coroner's reckoning S", "on the police count S", "in the telling of X"."""
    tokens = t.sentence.tokens
    if noun < 2 or not {tokens[noun].lower, tokens[noun].lemma} & (_TELLINGS | words.personal):
        return None
    found = _possessor(t, noun) or counted_by(t, noun, words)
    if found is None:
        return None
    who, governor = found
    last = max(noun, who.tokens[1])
    start, end = _clause(t, governor, last, words, others)
    content = spans([stretch(t.sentence, start, governor - 1), stretch(t.sentence, last + 1, end)])
    group = t.sentence.span(governor, last)
    return Saying(t.sentence.index, group, tokens[noun].text, who, content, "in the words of", group)


def _possessor(t: Tree, noun: int) -> tuple[Phrase, int] | None:
    """The one before "'s", and the preposition before both."""
    tokens = t.sentence.tokens
    mark = noun - 1
    while mark > 1 and tokens[mark].tag == "JJ":
        mark -= 1
    if tokens[mark].tag != "POS" or tokens[mark - 1].tag[:2] != "NN":
        return None
    governor = mark - 2
    while governor >= 0 and tokens[governor].tag[:2] in {"NN", "JJ", "DT"}:
        governor -= 1
    if governor < 0 or tokens[governor].lower not in {"in", "by", "on"}:
        return None
    return phrase_of(t, governor + 1, mark - 1), governor


def _in_brackets(t: Tree, bracket: int, words: Vocabulary, others: Sequence[Saying]) -> Saying | None:
    """ "211 people killed (local authorities)": a source in brackets closes the line or the part of it."""
    tokens = t.sentence.tokens
    close = next((i for i in range(bracket + 1, len(tokens)) if tokens[i].text in {")", "]"}), None)
    if close is None or bracket < 2 or any(k.text not in {".", ";"} for k in tokens[close + 1 : close + 2]):
        return None
    first = next((i + 1 for i in range(bracket - 1, -1, -1) if tokens[i].text == ";"), 0)
    if tokens[bracket - 1].tag.startswith("NNP") or not any(k.tag == "CD" for k in tokens[first:bracket]) or others:
        return None
    who = linear(t, bracket + 1)
    if who is None or who.tokens[1] != close - 1 or kind_of(who, words) in {"other", "perpetrator", "witness"}:
        return None
    content = spans([stretch(t.sentence, first, bracket - 1)])
    group = t.sentence.span(bracket, close)
    return Saying(t.sentence.index, group, "(", who, content, "set in brackets", group)


def _caption(t: Tree, preposition: int, words: Vocabulary) -> Saying | None:
    """ "The regional picture, from the health agency:" over rows; "Latest from the fire service: 14 saved"."""
    tokens = t.sentence.tokens
    colon = next((i for i in range(preposition + 1, len(tokens)) if ":" in tokens[i].text), None)
    if colon is None or colon > 20 or any(k.tag in {"VBD", "VBZ", "VBP", "MD", "CD"} for k in tokens[:colon]):
        return None
    who = linear(t, preposition + 1)
    if who is None or kind_of(who, words) == "other" or who.name.lower() in words.places:
        return None
    if who.tokens[1] != colon - 1 and tokens[who.tokens[1] + 1].text not in {"(", "["}:
        return None
    cue = t.sentence.span(preposition, preposition)
    content = spans([stretch(t.sentence, colon + 1, len(tokens) - 1)])
    return Saying(t.sentence.index, cue, tokens[preposition].text, who, content, "caption", cue, opens=not content)


def _listed(t: Tree, found: Phrase) -> Phrase:
    """The phrase with the further names of its list: "the Ministry of Health (MoH), the WFP and Oxfam"."""
    tokens = t.sentence.tokens
    last, joined = _closed(t, found.tokens[1]), False
    while last + 2 < len(tokens) and tokens[last + 1].lower in {",", "and"} and not joined:
        place = last + 1
        while place < len(tokens) and tokens[place].lower in {",", "and"}:
            joined = joined or tokens[place].lower == "and"
            place += 1
        following = linear(t, place) if place < len(tokens) else None
        if following is None or not following.proper or following.tokens[0] > place + 1:
            return found
        last = _closed(t, following.tokens[1])
    if not joined:
        return found
    end = following.span.end if following is not None else found.span.end
    span = Span(found.span.start, end)
    name = tidy(t.sentence.text[span.start - t.sentence.start : span.end - t.sentence.start])
    return replace(found, name=name, span=span, plural=True, text=name, tokens=(found.tokens[0], last))


def _closed(t: Tree, last: int) -> int:
    """``last``, or the end of the parenthesis that follows it."""
    tokens = t.sentence.tokens
    if last + 1 < len(tokens) and tokens[last + 1].text in {"(", "["}:
        return next((i for i in range(last + 1, len(tokens)) if tokens[i].text in {")", "]"}), last)
    return last


def _owned(t: Tree, found: Phrase, words: Vocabulary) -> Phrase:
    """ "according to a report by X", "to a preliminary government toll": X, the government."""
    heads = [i for i in range(found.tokens[0], found.tokens[1] + 1) if t.sentence.tokens[i].lemma == found.head]
    return owner(t, heads[-1], found, words) if heads and not found.proper else found


def _phrase_end(t: Tree, governor: int, found: Phrase) -> int:
    """Last token of the phrase with its apposition: up to the comma or verb that closes it."""
    tokens = t.sentence.tokens
    last = max(found.tokens[1], governor)
    objects = [c for c in t.sentence.children[governor] if tokens[c].dep == "pobj"]
    reach = t.right[objects[0]] if objects else last
    last = _closed(t, last)
    return last if not (last < reach <= last + 12 and _aside(t, last, reach)) else reach


def _aside(t: Tree, last: int, reach: int) -> bool:
    """Apposition or clause after the name: ", the agency that runs the port,", "released on Monday"."""
    tokens = t.sentence.tokens
    return (tokens[last + 1].text == "," or tokens[last + 1].tag in {"VBN", "VBG"}) and not any(
        tokens[i].tag == "CD" for i in range(last + 1, reach + 1)
    )


def _clause(t: Tree, first: int, last: int, words: Vocabulary, others: Sequence[Saying]) -> tuple[int, int]:
    """The tokens that "according to" covers: the sentence, cut at semicolons and at clauses with their own speaker."""
    tokens = t.sentence.tokens
    start, end = _own_conjunct(t, first, last), len(tokens) - 1
    quoted = _depth(t)
    for i in range(first - 1, start - 1, -1):
        if quoted[i]:
            continue
        if tokens[i].text == ";" or (_joint(t, i) and _speaks(t, 0, i, others)) or _other_reckoning(t, i, 0, words):
            start = i + 1
            break
    for i in range(last + 1, len(tokens)):
        if quoted[i]:
            continue
        parted = tokens[i].text == ";" and not goes_on(t.sentence.text[tokens[i].end + 1 - t.sentence.start :])
        if parted or (_joint(t, i) and _speaks(t, i, len(tokens), others)) or _other_reckoning(t, i, i + 1, words):
            end = i - 1
            break
    return start, end


def _own_conjunct(t: Tree, first: int, last: int) -> int:
    """Where ``Three were arrested and a fourth, according to the army, was shot`` is the army's: from "a fourth" on."""
    tokens = t.sentence.tokens
    parted = first > 2 and tokens[first - 1].text == "," and [k.text for k in tokens[last + 1 : last + 2]] == [","]
    verb = tokens[last + 2].tag[:2] if last + 2 < len(tokens) else ""
    i = first - 2
    while parted and i > 0 and tokens[i].tag[:2] in {"NN", "JJ", "DT", "CD", "PR"}:
        i -= 1
    joined = parted and verb in {"VB", "MD"} and i < first - 2 and tokens[i].lower in {"and", "but", "while"}
    return i + 1 if joined and any(k.tag in {"VBD", "VBZ", "VBP"} for k in tokens[:i]) else 0


def _other_reckoning(t: Tree, i: int, first: int, words: Vocabulary) -> bool:
    """ "According to X 196 died, but other estimates put the toll at 600": the others are nobody's."""
    tokens = t.sentence.tokens
    if tokens[i].lower not in _JOINTS or i + 2 >= len(tokens) or tokens[i - 1].text != ",":
        return False
    subjects = [k for k in tokens[first : first + 5] if k.dep == "nsubj" and k.lemma in words.vague]
    return any(tokens[k.head].lemma in words.show | words.settle and not has_digit(t, k.i) for k in subjects)


def _depth(t: Tree) -> list[bool]:
    inside, found = False, []
    for token in t.sentence.tokens:
        if token.text in {'"', "“", "”"}:
            inside = not inside
        found.append(inside)
    return found


def _joint(t: Tree, i: int) -> bool:
    """A conjunction that opens a clause with its own subject: ", while the army said"."""
    tokens = t.sentence.tokens
    if tokens[i].lower not in _JOINTS:
        return False
    if tokens[i].lower == "and" and (i == 0 or tokens[i - 1].text != ","):
        return False
    clause = tokens[tokens[i].head] if tokens[i].dep == "mark" else None
    if clause is not None:
        return True
    return any(k.dep in {"nsubj", "nsubjpass", "expl"} and k.i > i for k in tokens[i + 1 : i + 8])


def _speaks(t: Tree, first: int, last: int, others: Sequence[Saying]) -> bool:
    """True if a verb between the two tokens has a speaker of its own."""
    tokens = t.sentence.tokens
    start, end = tokens[first].start, tokens[min(last, len(tokens) - 1)].end
    return any(start <= s.cue.start < end for s in others)
