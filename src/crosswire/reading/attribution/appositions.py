"""Names that stand beside a description: "the state oil company, Sonatrach", "the Bishop of Kunda, Rev. John Mba"."""

from __future__ import annotations

from crosswire.reading.attribution.trees import Tree, slice_of
from crosswire.reading.attribution.vocabulary import Vocabulary

#: joints inside an office: "Commissioner for Information", "Bishop of Kunda"
_OF = frozenset({"of", "for", "in", "at", "to", "on"})
#: what may follow the name set beside an office
_CLOSES = frozenset({",", ".", ";", ":", '"', "”", "(", ")", "-"})


def named_beside(t: Tree, head: int, words: Vocabulary) -> int | None:
    """The proper name beside a description: "the state oil company, Sonatrach", "the firm Seawatch Risk"."""
    tokens = t.sentence.tokens
    if tokens[head].tag in {"NNP", "NNPS"}:
        return _named_behind_office(t, head, words)
    if tokens[head].tag not in {"NN", "NNS", "CD", "DT"}:
        return None
    for child in t.sentence.children[head]:
        if tokens[child].lower.rstrip(".") + "." in words.titles:
            continue  # "a spokesman, Maj. Rob Doe": the title is parsed as a name of its own
        styled = _self_styled(t, child)
        if styled is not None:
            return styled
        if tokens[child].dep == "appos" and _name(t, child) and not _bracketed(t, child):
            return None if parted(t, head, child) else child
    return _named_behind_place(t, head, words) or _named_behind_office(t, head, words)


def _name(t: Tree, noun: int) -> bool:
    """A proper noun, or one with a proper noun before it and a capital: "Seawatch Risk"."""
    token, before = t.sentence.tokens[noun], t.sentence.tokens[max(0, noun - 1)]
    return token.tag in {"NNP", "NNPS"} or (token.text[0].isupper() and before.tag == "NNP" and before.head == noun)


def _named_behind_office(t: Tree, head: int, words: Vocabulary) -> int | None:
    """ "The Commissioner for Information, Hajiya Rabi Lawal, disclosed": the person, though the office is a name too.

    Read from the order of the words, for the parser hangs such names anywhere.  A lone place behind the comma
    ("the Mayor of Rovero, Liguria,") is none, nor is a second office ("the Chief Minister, the Home Minister").
    """
    tokens = t.sentence.tokens
    if not _office(t, head, words):
        return None
    comma, located = _past_office(t, head, words)
    first, last = _run(t, comma)
    if last < len(tokens) and tokens[last].text == "," and any(k.lower in words.bodies for k in tokens[first:last]):
        comma, (first, last) = last, _run(t, last)  # "the Director, Army Media Office, Colonel Tom Hill"
    if last - first < 2 or not _ended(t, last):
        return None
    titled = _title(tokens[first].lower, words)
    if not titled and (located or tokens[comma + 1].lower == "the"):
        apposed = tokens[last - 1].dep == "appos" and head <= tokens[last - 1].head < comma
        return last - 1 if apposed and _person(t, first, last - 1, words) else None
    return last - 1 if titled or _person(t, first, last - 1, words) else None


def _run(t: Tree, comma: int) -> tuple[int, int]:
    """The proper nouns behind a comma, past an article ("the Rev. Luis Amor"): first token and the one behind."""
    tokens = t.sentence.tokens
    first = comma + 1
    if first >= len(tokens) or tokens[comma].text != ",":
        return first, first
    first += tokens[first].lower == "the"
    last = first
    while last < len(tokens) and tokens[last].tag in {"NNP", "NNPS"}:
        last += 1
    return first, last


def _ended(t: Tree, last: int) -> bool:
    """True where a name may end; "according to the mayor, Tom Hill died" begins a clause of Tom Hill's."""
    tokens = t.sentence.tokens
    if last >= len(tokens) or tokens[last].text in _CLOSES:
        return True
    subject = tokens[last - 1].dep[:5] == "nsubj"
    return tokens[last].tag[:2] in {"VB", "RB", "IN", "WP"} and not subject


def _office(t: Tree, head: int, words: Vocabulary) -> bool:
    """ "Police Public Relations Officer", "Health Minister": a noun by which one person is called."""
    token = t.sentence.tokens[head]
    return token.tag in {"NN", "NNP"} and token.lower in words.definite["person"]


def _past_office(t: Tree, head: int, words: Vocabulary) -> tuple[int, bool]:
    """Where the office ends, and whether a place or a body stands in it: behind "Bishop of Kunda"."""
    tokens = t.sentence.tokens
    end, located = head + 1, False
    while end + 1 < len(tokens) and (tokens[end].lower in _OF or _second(t, end, words)):
        located = located or tokens[end].lower not in {"for", "and"}
        end += 1
        while end < len(tokens) and (tokens[end].tag[:2] in {"NN", "JJ", "DT"} or tokens[end].tag == "POS"):
            end += 1
    if end + 2 < len(tokens) and tokens[end].text == "(":  # "Director of the Rescue Agency (RA), Tom Hill,"
        end = next((k.i + 1 for k in tokens[end : end + 5] if k.text == ")"), end)
    return min(end, len(tokens) - 1), located


def _second(t: Tree, joint: int, words: Vocabulary) -> bool:
    """ "Minister for Health and Minister for Sport"."""
    return t.sentence.tokens[joint].lower == "and" and _office(t, joint + 1, words)


def _title(word: str, words: Vocabulary) -> bool:
    return word in words.titles or word + "." in words.titles


def _person(t: Tree, first: int, last: int, words: Vocabulary) -> bool:
    tokens = t.sentence.tokens
    name = slice_of(t, t.sentence.span(first, last)).lower()
    called = words.definite["person"]
    if any(k.lower in words.bodies for k in tokens[first : last + 1]):
        return False
    body = words.heads.get(tokens[last].lower, "witness") != "witness"
    return name not in words.places and name not in words.names and tokens[last].lower not in called and not body


def _self_styled(t: Tree, clause: int) -> int | None:
    """ "a group calling itself the Signatories": the Signatories."""
    tokens = t.sentence.tokens
    if tokens[clause].dep != "acl" or tokens[clause].lower not in {"calling", "styling"}:
        return None
    return next((c for c in t.sentence.children[clause] if c > clause and tokens[c].tag in {"NNP", "NNPS"}), None)


def _named_behind_place(t: Tree, head: int, words: Vocabulary) -> int | None:
    """ "the mayor of Istiaia, Giannis Kontzias, spoke": the parser hung the person's name on the place."""
    tokens, children = t.sentence.tokens, t.sentence.children
    called = tokens[head].lemma in words.definite["person"] and tokens[head].tag == "NN"
    if not called and tokens[head].lower != "one":  # "one of the survivors, Tom Hill,"
        return None
    for prep in children[head]:
        for place in children[prep] if tokens[prep].lower in {"of", "for", "in", "at"} and prep > head else ():
            for child in children[place]:
                name = slice_of(t, t.sentence.span(t.left[child], child))
                apart = tokens[t.left[child] - 1].text == "," and tokens[child].dep == "appos"
                if apart and tokens[child].tag == "NNP" and " " in name and name.lower() not in words.places:
                    return child if tokens[child].lower not in words.bodies else None
    return None


def parted(t: Tree, head: int, child: int) -> bool:
    """ "Benin four; Mali and Niger", "the countries report: Benin four": a semicolon or colon ends a name."""
    return any(t.sentence.tokens[i].text in {";", ":"} for i in range(head + 1, child))


def _bracketed(t: Tree, child: int) -> bool:
    before = t.left[child] - 1
    return before >= 0 and t.sentence.tokens[before].text in {"(", "[", "-LRB-"}
