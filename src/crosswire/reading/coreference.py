"""Who an elided or pronominal count refers to: "the remaining 14", "two of them", "both", "all", "another 15".

Only what the next words plainly continue is carried over; a count that finds no antecedent keeps the
group it states ("person" when it states none).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosswire.model import Figure, Group, GroupMention, Quantity, Sentence

#: how far back an antecedent may lie, in sentences
_REACH = 2


def antecedent(
    quantity: Quantity, mention: GroupMention, earlier: Sequence[tuple[int, Figure]], status: str | None = None
) -> Figure | None:
    """The earlier figure whose people an elided count continues, or None.

    ``earlier`` holds (sentence index, figure) in text order.  "14" cannot be part of "9".
    """
    near = [f for index, f in earlier if quantity.sentence - index <= _REACH]
    if not near:
        return None
    if quantity.form == "both":
        pairs = [f for f in near if f.quantity.low == f.quantity.high == 2]
        return pairs[-1] if pairs else None
    same = [f for f in near if status is not None and f.status == status]
    for figure in reversed(same or near):
        whole = figure.quantity.high
        partitive = mention.pronoun in {"them", "whom", "which", "these", "those"} or quantity.scope in {
            "part",
            "remainder",
        }
        # "82 died. Twenty-eight of the dead were patients. Relatives say 130 died": the 28 were some of the 82
        counts = [f.quantity.high or 0 for f in near if f.status == figure.status]
        inner = (whole or 0) < max(counts) < (quantity.low or 0) and figure.group.role not in _SIDED
        if (partitive or inner) and whole is not None and quantity.low is not None and quantity.low > whole:
            continue
        return figure
    return None


#: a wrong side is worse than none: these are carried to a bare number only when the same is told of it
_SIDED = frozenset({"militant", "suspect", "soldier", "police", "guard"})


def carried_group(quantity: Quantity, mention: GroupMention, source: Figure, status: str) -> Group:
    """The group of an elided count, from its antecedent: role mostly, the rest when the words continue it.

    "killed 23 Afghan soldiers and injured another 15": Afghan soldiers; "four of its 18 BP workers
    were missing.  The remaining 14 were safe": BP workers.  "Three soldiers died ... 245 were killed": people.
    """
    group = source.group
    continues = (
        quantity.scope in {"increment", "remainder", "part"}
        or mention.pronoun is not None
        or quantity.form in {"both", "all", "ordinal"}
    )
    if continues:
        return group
    near = source.quantity.sentence == quantity.sentence or source.status == status
    if not near and (quantity.low or 0) > (source.quantity.high or quantity.low or 0):
        return Group("", "person")  # "lost two of her children. The operator said the ship carried 95"
    role = "person" if group.role in _SIDED and not near else group.role
    return Group("", role)


def goes_on(sentence: Sentence, quantity: Quantity, mention: GroupMention, source: Figure) -> bool:
    """``Two Americans are safe and one is missing``: a bare number joined to the count of one nationality."""
    before = sentence.tokens[quantity.first - 1].lower if quantity.first else ""
    bare = mention.kind == "elided" and mention.pronoun is None
    return bare and source.quantity.sentence == sentence.index and before in {"and", ",", ";", "while", "but"}


_OWN = frozenset("its his her their our my the those these them whom".split())


def fellow(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, earlier: Sequence[tuple[int, Figure]]
) -> Figure | None:
    """``14 of his 18 employees were safe and four were missing``: the part told before of the whole they all are of.

    Only a bare number of the same sentence goes on so, with nobody else counted between, and within the whole.
    """
    tokens = sentence.tokens
    before = tokens[quantity.first - 1].lower if quantity.first else ""
    if mention.kind != "elided" or mention.pronoun or before not in {"and", ",", ";", "while", "but"}:
        return None
    mine = [figure for index, figure in earlier if index == sentence.index]
    part = next((f for f in reversed(mine) if _of_own(sentence, f)), None)
    if part is None or any(f.group.role != part.group.role for f in mine[mine.index(part) :]):
        return None
    limit = part.quantity.out_of
    return part if limit is None or (quantity.low or 0) <= limit else None


def _of_own(sentence: Sentence, figure: Figure) -> bool:
    """``14 of his 18 employees``, ``seven of its citizens``, ``two of the divers``."""
    k = figure.quantity.last + 1
    words = [t.lower for t in sentence.tokens[k : k + 2]]
    if words == ["of", "them"] and sentence.tokens[min(k + 2, len(sentence.tokens) - 1)].tag[:2] in {"NN", "JJ"}:
        return False  # "two of them civilians": who some are, not whose
    return len(words) == 2 and words[0] == "of" and words[1] in _OWN


def whole(
    quantity: Quantity, mention: GroupMention, earlier: Sequence[tuple[int, Figure]], status: str
) -> Quantity | None:
    """Bare "all" or "everyone": the whole said before, with its bounds; None if no whole was said.

    "238 were wounded ... All have been taken to hospital": 238.
    """
    found = antecedent(quantity, mention, earlier, None)
    if found is None or (found.quantity.low is None and found.quantity.high is None) or found.quantity.low in {0, 1}:
        return None
    return replace(
        quantity,
        low=found.quantity.low,
        high=found.quantity.high,
        approximate=found.quantity.approximate,
        scope="total",
    )


def possessor(sentence: Sentence, mention: GroupMention) -> str | None:
    """The body that "its" in "four of its 18 workers" points to, when the same sentence names one before.

    "BP's chief executive Bob Dudley said four of its 18 workers": BP; a country: its nationals'.
    """
    tokens = sentence.tokens
    pronouns = [
        c for c in sentence.children[mention.head] if tokens[c].tag == "PRP$" and tokens[c].lower in {"its", "their"}
    ]
    owners = [c for c in sentence.children[mention.head] if tokens[c].dep == "poss" and tokens[c].tag in {"NNP", "NN"}]
    if owners and tokens[owners[0]].lower in {"country", "nation"}:
        pronouns = owners
    if not pronouns:
        return _headed(sentence, mention)
    for i in range(pronouns[0] - 1, -1, -1):
        token = tokens[i]
        if token.tag != "NNP" or token.lower in _OFFICES:
            continue
        if token.dep in {"poss", "nsubj"} or (
            token.dep == "compound"
            and tokens[token.head].dep == "nsubj"
            and i + 1 < len(tokens)
            and tokens[i + 1].tag != "NNP"
        ):
            first = i
            while first > 0 and tokens[first - 1].tag == "NNP" and tokens[first - 1].dep == "compound":
                first -= 1
            return sentence.text[tokens[first].start - sentence.start : token.end - sentence.start]
    return None


#: "Australia's foreign ministry said 11 of its citizens": Australia's
_OFFICES = frozenset("ministry government embassy office department consulate army police authorities".split())
_HEADS = frozenset("executive boss director chairman chairwoman president manager owner founder head chief".split())


def _headed(sentence: Sentence, mention: GroupMention) -> str | None:
    """The body whose head says "his 18 employees": "Norsk Kraft's chief executive said", "head of Norsk Kraft"."""
    tokens = sentence.tokens
    own = [c for c in sentence.children[mention.head] if tokens[c].lower in {"his", "her"} and tokens[c].tag == "PRP$"]
    for i in range(own[0] - 1, -1, -1) if own else ():
        named = tokens[i].tag in {"NNP", "NNPS"} and tokens[i + 1].lower in {"'s", "'"}
        if named and any(t.lower in _HEADS for t in tokens[i + 2 : i + 6]):
            first = i
            while first > 0 and tokens[first - 1].tag == "NNP":
                first -= 1
            return sentence.text[tokens[first].start - sentence.start : tokens[i].end - sentence.start]
        if tokens[i].lower == "of" and tokens[i - 1].lower in _HEADS and tokens[i + 1].tag == "NNP":
            last = i + 1
            while tokens[last + 1].tag in {"NNP", "NNPS"}:
                last += 1
            return sentence.text[tokens[i + 1].start - sentence.start : tokens[last].end - sentence.start]
    return None


def their_deed(sentence: Sentence, quantity: Quantity, source: Figure) -> bool:
    """``Three attackers blew themselves up, killing 42``: whom they killed were none of them."""
    tokens = sentence.tokens
    verb = tokens[tokens[quantity.last].head]
    if source.quantity.sentence != quantity.sentence or tokens[quantity.last].dep != "dobj" or verb.tag[:2] != "VB":
        return False
    doers: set[int] = set()
    while not doers:
        doers = {c for c in sentence.children[verb.i] if tokens[c].dep == "nsubj"}
        if doers or verb.dep not in {"advcl", "conj", "xcomp"}:
            break
        verb = tokens[verb.head]
    return source.quantity.counted in doers


def besides_oneself(sentence: Sentence, quantity: Quantity) -> bool:
    """``The bomber killed himself and nine others``: others than the bomber's kind."""
    before = [t.lower for t in sentence.tokens[max(0, quantity.first - 3) : quantity.first]]
    return "and" in before and bool({"himself", "herself", "themselves"} & set(before))


def others_than_all(quantity: Quantity, source: Figure | None, here: Sequence[tuple[int, Figure]]) -> bool:
    """``Twelve people, among them two soldiers, were killed. Another 20 were hurt``: the 20 are others than all."""
    if source is None or quantity.scope != "increment" or source.quantity.sentence == quantity.sentence:
        return False
    told = [f for index, f in here if index == source.quantity.sentence and f.status == source.status]
    return len({f.group.role for f in told}) > 1


def of_joined_kinds(
    quantity: Quantity, mention: GroupMention, source: Figure | None, status: str, wholes: Sequence[tuple[int, Figure]]
) -> bool:
    """``killed two firefighters and a guard and injured 30``: the 30 are of whichever kind."""
    if source is None or mention.pronoun is not None or quantity.scope in {"part", "remainder"}:
        return False
    if source.quantity.sentence != quantity.sentence or source.status == status:
        return False
    return len({f.group.role for _, f in wholes if f.trigger == source.trigger}) > 1


def of_several_roles(sentence: Sentence, here: Sequence[tuple[int, Figure]]) -> bool:
    """``Four officers and two civilians died; eleven others were hurt``: others of whichever kind."""
    roles = {figure.group.role for index, figure in here if index == sentence.index}
    return len(roles - {"person"}) > 1
