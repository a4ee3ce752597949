"""From parsed sentences to figures: quantities, groups, statuses and their antecedents put together.

This module and ``__init__`` are the only ones of the reading package that know several rooms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crosswire.lexicon import Lexicon
from crosswire.model import Figure, Group, GroupMention, Quantity, Sentence, Span
from crosswire.reading import coreference
from crosswire.reading.continuation import bracketed, continued, coordinated
from crosswire.reading.events import StatusMention, diseased, found_alive, statuses
from crosswire.reading.groups import (
    graded_group,
    group_of,
    labelled_nationality,
    labelled_role,
    nationality_behind,
    nationality_of,
    own_copula,
    predicated,
    sex_said,
    toll_group,
)
from crosswire.reading.quantities import quantities
from crosswire.reading.singles import (
    SINGLES,
    counted_before,
    in_list,
    introduced,
    merely_one_of,
    next_one,
    of_both,
    one_by_one,
    who_one_is,
)

#: statuses too loose for a single person with an article ("a man gathered wood")
_STRONG = frozenset(
    ("killed injured hospitalised infected missing trapped held freed rescued escaped captured evacuated").split()
)


def figures(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[Figure, ...]:
    """Every figure the sentences state, in text order."""
    ill = diseased(text, lexicon)
    found: list[tuple[int, Figure]] = []
    for sentence in sentences:
        if sentence.tokens:
            found.extend([(sentence.index, figure) for figure in _sentence_figures(sentence, found, lexicon, ill)])
    return tuple(figure for _, figure in found if figure.status)


def _sentence_figures(
    sentence: Sentence, earlier: Sequence[tuple[int, Figure]], lexicon: Lexicon, ill: bool
) -> Iterator[Figure]:
    here: list[tuple[int, Figure]] = list(earlier)
    read = []
    for quantity in quantities(sentence, lexicon):
        if _put_aside(sentence, quantity):
            continue
        mention = group_of(sentence, quantity, lexicon)
        single = (
            quantity.form in SINGLES and mention.kind not in {"people", "state"} and not next_one(sentence, quantity)
        )
        read.append((quantity, mention, () if single else statuses(sentence, quantity, mention, lexicon, ill)))
    for place, (quantity, mention, own) in enumerate(read):
        found = bracketed(sentence, quantity, here) or own or coordinated(sentence, read, place)
        found = found or continued(sentence, quantity, mention, here)
        quantity = _shared_bound(sentence, quantity, mention, here)
        for status in found:
            figure = _figure(sentence, quantity, mention, status, here, lexicon)
            if figure is not None:
                here.append((sentence.index, figure))
                yield figure
        if not found and mention.kind == "people" and quantity.form not in SINGLES and not _cited(sentence, mention):
            silent = _mentioned(quantity, mention)
            here.append((sentence.index, silent))
            yield silent


def _put_aside(sentence: Sentence, quantity: Quantity) -> bool:
    """``The correct number is four, not five``: the number that it is not."""
    before = [t.lower for t in sentence.tokens[max(0, quantity.first - 2) : quantity.first]]
    after = sentence.tokens[quantity.last + 1].lower if quantity.last + 1 < len(sentence.tokens) else "."
    return before == [",", "not"] and quantity.form in {"digits", "words"} and after in {".", ",", ";", '"', "as"}


def _cited(sentence: Sentence, mention: GroupMention) -> bool:
    """``Citing two officials, the paper said 14 had died``, ``Two nurses said nine had died``: who is quoted is not who
    is counted next.
    """
    node = sentence.tokens[mention.node]
    if node.dep == "nsubj":
        return any(sentence.tokens[c].dep == "ccomp" for c in sentence.children[node.head])
    return node.dep == "dobj" and sentence.tokens[node.head].lemma in {"cite", "quote"}


def _mentioned(quantity: Quantity, mention: GroupMention) -> Figure:
    """People counted in no state ("Two policemen went in"): no figure, but an antecedent of "both"."""
    return Figure(quantity, "", mention.group, quantity.span, quantity.span)


def _one_more(quantity: Quantity, status: StatusMention, here: Sequence[tuple[int, Figure]]) -> Quantity:
    """``Two suspects were shot dead and a third was arrested``: one arrested, for the others told of were not.

    So, too, where the sentence opens with it: "Two officers were shot dead. A third was wounded".
    """
    if quantity.form != "ordinal" or quantity.low is None:
        return quantity
    back = 1 if quantity.first == 0 else 0
    mine = [figure for index, figure in here if 0 <= quantity.sentence - index <= back and figure.status]
    last = mine[-1] if mine else None
    told = sum(f.quantity.high or 0 for f in mine if last is not None and f.status == last.status)
    if last is None or last.status == status.status or {last.status, status.status} <= _OUT:
        return quantity
    apart = quantity.low - 1 in {last.quantity.high, told}
    return replace(quantity, low=1, high=1, scope=None) if apart else quantity


#: states that one count may run through: "three were rescued; a fourth was freed"
_OUT = frozenset({"rescued", "freed", "safe", "evacuated"})


def _shared_bound(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Sequence[tuple[int, Figure]]
) -> Quantity:
    """``at least 32 militants and 23 hostages were killed``: a lower bound stands over both conjuncts."""
    if quantity.approximate or quantity.low is None or quantity.form not in {"digits", "words"}:
        return quantity
    last = next((f for index, f in reversed(here) if index == sentence.index and f.status), None)
    if (
        last is None
        or last.quantity.high is not None
        or last.quantity.form not in {"digits", "words"}
        or not last.hedges
    ):
        return quantity
    between = [t.lower for t in sentence.tokens[last.quantity.last + 1 : quantity.first]]
    if last.quantity.span.end <= last.trigger.start < quantity.span.start:
        return quantity  # "at least 20 drowned and 40 others are missing"
    head = sentence.tokens[mention.node]
    first = sentence.tokens[last.quantity.counted]
    joined = head.head == first.i if head.dep == "conj" else (head.dep, head.head) == (first.dep, first.head)
    if between[-1:] == ["and"] and "," not in between and joined:
        return replace(quantity, high=None, approximate=True, hedges=last.hedges)
    return quantity


def _figure(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, status: StatusMention,
    here: Sequence[tuple[int, Figure]], lexicon: Lexicon,
) -> Figure | None:  # fmt: skip
    if not _counts(sentence, quantity, mention, status):
        return None
    if quantity.form == "all":
        wide = coreference.whole(quantity, mention, here, status.status)
        let_go = any(f.status == "held" for index, f in here if sentence.index - index <= 1)
        if wide is None or (status.status == "freed" and not let_go):  # "All were treated and released"
            return None
        quantity = wide
    group = _group(sentence, quantity, mention, status, here, lexicon)
    quantity = _one_more(quantity, status, here)
    if status.rule == "spelt" and quantity.scope is None:
        quantity = replace(quantity, scope="part")  # "Seven are alive: three Belgians"
    return Figure(
        quantity,
        found_alive(sentence, status, group.role, lexicon),
        group,
        _clause(sentence, quantity, mention, status),
        _trigger(sentence, status),
        hedges=quantity.hedges,
        named=introduced(sentence, quantity, mention),
    )


_MILLION = 1_000_000


def _counts(sentence: Sentence, quantity: Quantity, mention: GroupMention, status: StatusMention) -> bool:
    """False for what reads as a count but is none: a single person in a loose state, a series of things."""
    if quantity.form in SINGLES:
        unhurt = status.rule == "set" or sentence.tokens[status.trigger].lower in _UNHURT | {"survivor"}
        known = _STRONG | ({"safe"} if unhurt else {"present"})
        if mention.kind not in {"people", "state"} and not next_one(sentence, quantity):
            return False
        if status.status not in known:
            return False
        head = sentence.tokens[mention.head]
        if of_both(sentence, quantity.first) or who_one_is(sentence, quantity.first):
            return False
        described = head.dep == "appos" and not in_list(sentence, mention) and not one_by_one(sentence, head.i)
        if described and counted_before(sentence, head.i):
            return False
        if status.status == "present" or status.rule in {"default"} or head.tag in {"NNS", "NNPS"}:
            return False
        return mention.kind in {"people", "elided"} or mention.lemma in {"death", "fatality", "case"}
    if merely_one_of(sentence, quantity, mention):
        return False
    if mention.kind == "elided" and (quantity.low or 0) >= _MILLION and status.status in {"freed", "held", "rescued"}:
        return False  # "five million was handed over"
    node = sentence.tokens[mention.node]
    following = sentence.tokens[mention.head + 1].lower if mention.head + 1 < len(sentence.tokens) else ""
    if (quantity.low == 0 and node.dep == "appos") and mention.pronoun in {"them", "whom"} and following != "since":
        return False  # "12 were injured, none of them seriously" denies no injury
    if quantity.low == 0 and status.rule == "state" and node.i != mention.head:
        return False  # "none of the sick is in danger"
    if quantity.form == "all":
        above = sentence.tokens[node.head]
        described = node.dep == "appos" or above.dep == "advcl" or (node.dep == "nsubj" and above.tag[:2] == "NN")
        if mention.pronoun and described:
            return False  # "14 died, all of them sailors", "were found in a lorry, all of them alive"
        opening = quantity.first == 0 or sentence.tokens[quantity.first - 1].lower in {'"', ",", ";", "killing", "and"}
        whole = (
            status.status in {"killed", "safe", "rescued", "freed", "injured"} and mention.kind == "elided" and opening
        )
        return whole and status.rule != "default"
    if quantity.form == "ordinal" and mention.lemma in {"killing", "murder", "shooting", "kidnapping"}:
        return False  # "the 23rd mass killing this year": an event
    if quantity.form == "ordinal":
        aside = sentence.tokens[node.head].dep in {"relcl", "acl"} and node.dep == "dobj"
        if quantity.low == 1 and (node.dep == "pobj" or aside) and status.rule != "toll":
            return False  # "nurses who had cared for the first victim", "who treated the first patient"
        heads_clause = sentence.tokens[mention.node].dep in {"nsubj", "nsubjpass", "dobj"} and quantity.low != 1
        told = heads_clause or status.rule in {"adjacent", "noun of"}
        return (mention.kind in {"people", "state"} or (mention.kind == "elided" and told)) and status.rule != "default"
    if quantity.form == "weak":
        return mention.kind in {"people", "state"} and status.status != "present"
    if (
        mention.kind == "elided"
        and status.status == "present"
        and status.rule not in {"toll", "attacker", "gapped", "existential", "identified"}
        and not (status.rule == "phrase" and node.dep == "attr")  # "there were six on board"
    ):
        return quantity.low is None or quantity.low > 9
    return True


_UNHURT = frozenset({"unhurt", "unharmed", "uninjured", "unscathed"})


#: "nine prisoners were killed" in a riot: to them it happened; "256 prisoners were taken" are those who were fought
_HARMED = frozenset("killed injured hospitalised infected missing trapped rescued evacuated safe present".split())


def _group(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, status: StatusMention,
    here: Sequence[tuple[int, Figure]], lexicon: Lexicon,
) -> Group:  # fmt: skip
    """Who is counted: as the words say, as they go on from others, and as what is said of them shows."""
    group = mention.group
    if mention.kind in {"elided", "demonym"} or sentence.tokens[mention.head].lower in {"others", "more", "other"}:
        group = _carried(sentence, quantity, mention, status, here, lexicon)
    if mention.lemma == "prisoner" and status.status in _HARMED:
        group = replace(group, role="person")
    group = _as_said(sentence, quantity, mention, status, group, lexicon)
    group = replace(group, sex=group.sex or sex_said(sentence, quantity, lexicon))
    if mention.pronoun in {"them", "whom"} and not group.nationality:
        group = replace(group, nationality=nationality_behind(sentence, mention.head, lexicon))
    listed = labelled_nationality(sentence, quantity, lexicon)
    if listed and not mention.group.nationality:
        return replace(group, nationality=(listed,))
    owner = coreference.possessor(sentence, mention)
    if owner:
        nationality = nationality_of(owner, lexicon)
        if nationality:
            return replace(group, nationality=group.nationality or (nationality,))
        if group.role in {"worker", "crew", "journalist", "person"} and mention.lemma not in {"member", "citizen"}:
            return replace(group, employer=group.employer or owner)
    return group


def _carried(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, status: StatusMention,
    here: Sequence[tuple[int, Figure]], lexicon: Lexicon,
) -> Group:  # fmt: skip
    """The group of a number that names none: its label's, its toll's, or that of those counted before."""
    group = mention.group
    here = [row for row in here if not _part_of(sentence, row[1], quantity)]
    wholes = [row for row in here if _carries(sentence, *row)]
    source = coreference.antecedent(quantity, mention, here if mention.pronoun else wholes or here, None)
    label = labelled_role(sentence, quantity, lexicon) if mention.kind == "elided" else None
    if label is not None:
        return replace(group, role=label)
    if status.rule == "toll":
        told = toll_group(sentence, status.trigger, lexicon)
        return replace(group, role=told.role, nationality=group.nationality or told.nationality)
    if source is None:
        return group
    carried = coreference.carried_group(quantity, mention, source, status.status)
    carried = Group("", "person") if coreference.their_deed(sentence, quantity, source) else carried
    carried = source.group if status.rule == "recounted" else carried
    fellow = coreference.fellow(sentence, quantity, mention, here)
    mixed = _mixed(sentence, quantity, mention, wholes) or coreference.others_than_all(quantity, source, here)
    mixed = mixed or coreference.of_joined_kinds(quantity, mention, source, status.status, wholes)
    carried = fellow.group if fellow is not None else Group("", "person") if mixed else carried
    if carried.role == source.group.role and coreference.goes_on(sentence, quantity, mention, source):
        carried = replace(carried, nationality=source.group.nationality)
    return replace(carried, nationality=group.nationality or carried.nationality)


def _mixed(sentence: Sentence, quantity: Quantity, mention: GroupMention, wholes: Sequence[tuple[int, Figure]]) -> bool:
    """``Four officers and two civilians died; eleven others were hurt``: others of whichever kind."""
    several = coreference.of_several_roles(sentence, wholes) or coreference.besides_oneself(sentence, quantity)
    return sentence.tokens[mention.head].lower == "others" and several


def _as_said(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, status: StatusMention, group: Group, lexicon: Lexicon
) -> Group:
    """The group as a predicate or an aside says who they were: "two were policemen", "13 of them children"."""
    graded = graded_group(sentence, status.trigger, lexicon) if status.rule == "graded" else None
    excepted = quantity.first > 0 and sentence.tokens[quantity.first - 1].lower in {"but", "except", "save"}
    if graded is None and mention.pronoun in {"them", "whom"} and not excepted:
        graded = graded_group(sentence, mention.head + 1, lexicon)  # "killed 20 (13 of them children)"
    said = graded or predicated(sentence, mention.node, lexicon)
    if status.rule == "lost":
        group = Group("", "person")  # "killed 14 insurgents and lost three of their own": no insurgents
    if said is None:  # who they were stands behind "were", not before
        return replace(group, role="person") if status.rule == "identified" and mention.kind == "elided" else group
    if said.role == "person" and own_copula(sentence, mention.node) is not None:
        group = replace(group, role="person")  # "five were policemen and two were tourists"
    if said.role == "person" and not said.nationality:
        return group
    role = said.role if group.role == "person" or mention.kind == "elided" else group.role
    own, other = (said, group) if mention.kind == "elided" else (group, said)
    return replace(group, role=role, nationality=own.nationality or other.nationality)


def _part_of(sentence: Sentence, figure: Figure, quantity: Quantity) -> bool:
    """``Twelve of the 20 wounded were soldiers``, ``a girl was among the four killed``: parts lend wholes no role."""
    before = [t.lower for t in sentence.tokens[max(0, quantity.first - 2) : quantity.first]]
    inside = (
        before[:1] in (["among"], ["of"])
        and before[-1:] == ["the"]
        and (figure.quantity.high or 0) < (quantity.low or 0)
    )
    return (inside and figure.quantity.sentence == sentence.index) or (
        figure.quantity.sentence == sentence.index
        and figure.quantity.out_of == quantity.low
        and sentence.tokens[figure.quantity.last + 1].lower in {"of", "out"}
        and 0 < quantity.first - figure.quantity.last <= 4
    )


def _carries(sentence: Sentence, index: int, figure: Figure) -> bool:
    """True if a bare number may go on with these: not "10 of them policemen", nor the nobody of an earlier sentence.

    Nor with "including four children": the others are others than all of them.
    """
    if figure.quantity.low == 0 and index != sentence.index:
        return False
    if figure.quantity.sentence != sentence.index:
        return True
    first, k = figure.quantity.first, figure.quantity.last + 1
    before = [t.lower for t in sentence.tokens[max(0, first - 4) : first]]
    included = "including" in before or before[-2:] in (["among", "them"], ["among", "whom"])
    return not included and [t.lower for t in sentence.tokens[k : k + 2]] not in (["of", "them"], ["of", "whom"])


def _clause(sentence: Sentence, quantity: Quantity, mention: GroupMention, status: StatusMention) -> Span:
    tokens = sentence.tokens
    first = tokens[quantity.first].start
    starts = [first, tokens[status.trigger].start, *(h.span.start for h in quantity.hedges)]
    ends = [tokens[quantity.last].end, tokens[mention.last].end, tokens[status.trigger].end]
    return Span(min(starts), max(ends))


def _trigger(sentence: Sentence, status: StatusMention) -> Span:
    return Span(sentence.tokens[status.trigger].start, sentence.tokens[status.trigger].end)
