"""A count that goes on a list: "12 in the east", "two Filipinos and a Greek", "another a nurse"."""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.model import Figure, GroupMention, Quantity, Sentence
from crosswire.reading.continuation.said import Earlier, figures_told, words_between
from crosswire.reading.events import StatusMention

_UNLISTED = frozenset({"article", "another", "zero", "both", "all"})
_AFTER_GAP = frozenset(
    {
        "in",
        "at",
        "from",
        "near",
        "on",
        "since",
        "each",
        "others",
        ",",
        ".",
        ";",
        ")",
        "and",
        "",
        "when",
        "after",
        "of",
        "overnight",
        "later",
        "today",
        "yesterday",
    }
)


def gapped(sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``45 dead in Nyanza, 12 in the east and seven in the west``: a bare number with a place continues the list."""
    if mention.kind not in {"elided", "state", "people"} or quantity.form in _UNLISTED:
        return ()
    mine = figures_told(sentence, here)
    if not mine:
        return ()
    last = mine[-1]
    tokens = sentence.tokens
    following = tokens[mention.last + 1].lower if mention.last + 1 < len(tokens) else ""
    gap = words_between(sentence, last, quantity)
    between = [t.lower for t in gap]
    rest = quantity.scope == "remainder"  # "five in a church whose roof came down and the remaining eight in cars"
    finite = any(t.tag in {"VBD", "VBZ", "VBP"} for t in gap) and not rest
    listed = bool({",", "and", ";", "-"} & set(between)) and not finite
    needy = [t.lower for t in tokens[quantity.last + 1 : quantity.last + 4]]
    if "need" in needy or "danger" in needy or "risk" in needy:
        return ()
    bearing = following == "with" and [t.tag in {"DT", "JJ", "NNS"} for t in tokens[mention.last + 2 :]][:1] == [True]
    goes_on = following in _AFTER_GAP or bearing  # "17 were being treated, six with the help of ventilators"
    if mention.kind == "elided" and not mention.pronoun and listed and goes_on and len(between) <= 14:
        return (StatusMention(last.status, quantity.last, None, "gapped"),)
    return ()


_THEY = frozenset({"they", "these", "those", "group", "victims"})


def listed(sentence: Sentence, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``They included two Americans and one Portuguese``: members of the group just counted."""
    tokens = sentence.tokens
    i = mention.node
    while tokens[i].dep in {"conj", "appos"}:
        i = tokens[i].head
    verb = tokens[i].head
    if (
        tokens[i].dep not in {"dobj", "attr"}
        or tokens[verb].lemma not in {"include", "be", "comprise"}
        or mention.kind not in {"people", "demonym"}
    ):
        return ()
    subjects = [tokens[c] for c in sentence.children[verb] if tokens[c].dep == "nsubj"]
    if tokens[verb].lemma == "be" and not subjects and (the := _the_ones(sentence, here, verb)) is not None:
        return (StatusMention(the.status, verb, None, "included"),)
    others = bool(subjects) and subjects[0].lower in {"others", "rest", "remainder"}
    they = bool(subjects) and subjects[0].lower in _THEY and tokens[verb].lemma != "be"
    if not (they or others):
        return ()
    mine = figures_told(sentence, here) if others else []  # "Eight of the dead were Algerian; the others included"
    recent = mine or [f for index, f in here if sentence.index - index == 1 and f.status]
    return (StatusMention(recent[-1].status, verb, None, "included"),) if recent else ()


def _the_ones(sentence: Sentence, here: Earlier, verb: int) -> Figure | None:
    """``The five still missing, he said, are three Poles and two Danes``: the five."""
    told = figures_told(sentence, here)
    first = told[0].quantity.first if told else 0
    opens = 0 < first == told[0].quantity.last < verb and sentence.tokens[first - 1].lower == "the"
    return told[0] if opens and told[0].quantity.form in {"digits", "words"} else None


_OPENERS = frozenset({":", "-", "--", "(", "-LRB-", "namely"})


_LISTABLE = frozenset({"CD", "NN", "NNS", "NNP", "NNPS", "JJ", "DT", "CC", ",", "VBN", "PRP$"})


def bracketed(sentence: Sentence, quantity: Quantity, here: Earlier) -> tuple[StatusMention, ...]:
    """``3 killed (2 women, 1 child), 11 injured``: a list in brackets spells out what stands right before them."""
    tokens = sentence.tokens
    opening = next((t.i for t in reversed(tokens[: quantity.first]) if t.lower in {"(", ")"}), None)
    closing = next((t.i for t in tokens[quantity.last + 1 :] if t.lower in {"(", ")"}), None)
    if opening is None or closing is None or tokens[opening].lower != "(" or tokens[closing].lower != ")":
        return ()
    inside = tokens[opening + 1 : closing]
    before = [f for f in figures_told(sentence, here) if f.quantity.last < opening]
    near = bool(before) and opening - before[-1].quantity.last <= 3
    stated = any(t.tag == "VBN" and t.dep != "amod" for t in inside)
    if not near or stated or not all(t.tag in _LISTABLE for t in inside) or not _fit(quantity, before):
        return ()
    return (StatusMention(before[-1].status, quantity.last, None, "listed"),)


def enumerated(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier
) -> tuple[StatusMention, ...]:
    """``four of its crew: two Filipinos and a Greek``, ``63 deaths (29 men and 34 women)``: the list spells it out."""
    mine = [f for index, f in here if index == sentence.index]
    if (
        mention.kind not in {"people", "demonym"}
        or not mine
        or not mine[-1].status
        or quantity.form in {"zero", "all", "weak"}
    ):
        return ()
    called = quantity.first > 0 and sentence.tokens[quantity.first - 1].lower == ":"
    if sentence.tokens[mention.node].dep in {"nsubj", "nsubjpass", "dobj"} and not called:
        return ()
    last = mine[-1]
    between = [t for t in sentence.tokens if last.quantity.span.end <= t.start and t.end <= quantity.span.start]
    aged = [t.i for t in between if t.lower == "of" and sentence.tokens[t.i + 1].tag == "CD"]  # "a man of 92"
    quiet = not any(t.tag in {"VBD", "VBZ", "VBP", "MD", "WP", "IN"} and t.i not in aged for t in between)
    listed = bool(between) and between[-1].lower in {":", "(", "-LRB-"}
    marked = any(t.lower in _OPENERS for t in between) and not any(t.tag[:2] == "VB" for t in between)
    goes_on = quiet and {t.lower for t in between[-2:]} & {",", "and"} and len(between) <= 5
    spelt = mention.group.nationality or (
        quantity.high is not None and _fit(quantity, mine) and quantity.form in {"digits", "words"}
    )
    listing = any(t.lower in _OPENERS for t in sentence.tokens[: quantity.first]) and goes_on
    same = bool(last.group.nationality and mention.group.nationality and goes_on)
    singles = quantity.form == "article" and _fit(quantity, mine) and (listed or (listing and goes_on))
    told = (
        same
        or (singles and (mine[0].quantity.high or 0) < 6)
        or (mention.kind == "people" and spelt and (listed or marked or listing))
    )
    return (StatusMention(last.status, mention.head, None, "spelt" if listed or listing else "gapped"),) if told else ()


def _fit(quantity: Quantity, mine: Sequence[Figure]) -> bool:
    """A part is smaller than the whole that some figure of the sentence states."""
    wholes = [f.quantity.high for f in mine if f.quantity.high is not None]
    return bool(wholes) and (quantity.high or 0) < max(wholes)


def beside(sentence: Sentence, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``carrying 43 passengers and a crew of six``: the body of people named beside those just counted."""
    mine = figures_told(sentence, here)
    if mention.pronoun != "container" or not mine:
        return ()
    first = mine[-1].clause.end
    between = [t.lower for t in sentence.tokens if first <= t.start and t.i < mention.head]
    together = between in (["and", "a"], ["and", "its"], ["and", "the"], [",", "a"], ["and"])
    return (StatusMention(mine[-1].status, mention.head, None, "gapped"),) if together else ()


def another(sentence: Sentence, quantity: Quantity, here: Earlier) -> tuple[StatusMention, ...]:
    """``One of the dead was a student, another a nurse``: the next of those told one by one."""
    mine = figures_told(sentence, here)
    if quantity.form != "another" or not mine or mine[-1].quantity.high != 1 or quantity.first == 0:
        return ()
    before, after = (sentence.tokens[i].lower for i in (quantity.first - 1, quantity.last + 1))
    told = before in {",", ";", "and"} and after in {"a", "an", "was", "from", "of", "in"}
    return (StatusMention(mine[-1].status, quantity.last, None, "gapped"),) if told else ()


def bodies_of(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier
) -> tuple[StatusMention, ...]:
    """``16 bodies, among them those of a woman and two toddlers``: whose some of the bodies were."""
    mine = figures_told(sentence, here)
    if not mine or mine[-1].status != "killed" or mention.kind != "people":
        return ()
    node = sentence.tokens[mention.node]
    while node.dep in {"conj", "appos"} and node.head < node.i:
        node = sentence.tokens[node.head]
    above = sentence.tokens[sentence.tokens[node.head].head]
    owned = node.dep == "pobj" and sentence.tokens[node.head].lower == "of" and above.lower in {"those", "that"}
    return (StatusMention("killed", above.i, None, "gapped"),) if owned else ()
