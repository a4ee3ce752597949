"""Counts whose state was said before: "12 in the east", "five of them seriously", "33 civilians and six fighters".

A count that the words of its own clause give no state goes on with the state of the figures just said, if its form
says that it does: a bare number with a place, some of those just counted, a list that spells a number out.
"""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.model import Figure, GroupMention, Quantity, Sentence, Token
from crosswire.reading.events import StatusMention

#: what was read of one count: its quantity, its group and its own states
Read = tuple[Quantity, GroupMention, tuple[StatusMention, ...]]
#: figures said so far, each with the index of its sentence
Earlier = Sequence[tuple[int, Figure]]

_UNLISTED = frozenset({"article", "another", "zero", "both", "all"})
_PARTITIVE = frozenset({"them", "whom", "these", "those"})


def coordinated(sentence: Sentence, read: Sequence[Read], place: int) -> tuple[StatusMention, ...]:
    """``Ten inmates and a guard lost their lives``: a phrase joined by "and" to the next shares what befalls it."""
    quantity, mention, _ = read[place]
    if place + 1 >= len(read) or mention.kind not in {"people", "elided"} or quantity.form in {"zero", "all", "weak"}:
        return ()
    following, other, found = read[place + 1]
    between = [t.lower for t in sentence.tokens[mention.last + 1 : following.first]]
    if between != ["and"] or not found or other.kind not in {"people", "elided"}:
        return ()
    status = found[0]
    if status.rule in {"state", "default", "modifier", "toll", "gapped"} or status.trigger <= other.head:
        return ()
    return (status,)


def continued(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier
) -> tuple[StatusMention, ...]:
    """The state that a count without one of its own goes on with, or none."""
    return (
        _graded(sentence, quantity, mention, here)
        or _fronted(sentence, quantity, here)
        or _identified(sentence, quantity, mention, here)
        or _alike(sentence, quantity, mention, here)
        or _also_were(sentence, quantity, mention, here)
        or _gapped(sentence, quantity, mention, here)
        or _listed(sentence, mention, here)
        or _enumerated(sentence, quantity, mention, here)
        or _recounted(sentence, quantity, mention, here)
        or _handled(sentence, quantity, mention, here)
        or _beside(sentence, mention, here)
        or _again(sentence, quantity, mention, here)
        or _left_over(sentence, quantity, mention, here)
        or _another(sentence, quantity, here)
        or _bodies_of(sentence, quantity, mention, here)
        or _victims(sentence, quantity, mention, here)
    )


def _said(sentence: Sentence, here: Earlier, back: int = 0) -> list[Figure]:
    """The figures with a state, of this sentence and of so many before it."""
    return [figure for index, figure in here if sentence.index - index <= back and figure.status]


def _between(sentence: Sentence, figure: Figure, quantity: Quantity) -> list[Token]:
    """The words after what is said of a figure, up to the next count."""
    return [t for t in sentence.tokens if figure.clause.end <= t.start and t.end <= quantity.span.start]


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


def _gapped(sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``45 dead in Nyanza, 12 in the east and seven in the west``: a bare number with a place continues the list."""
    if mention.kind not in {"elided", "state", "people"} or quantity.form in _UNLISTED:
        return ()
    mine = _said(sentence, here)
    if not mine:
        return ()
    last = mine[-1]
    tokens = sentence.tokens
    following = tokens[mention.last + 1].lower if mention.last + 1 < len(tokens) else ""
    gap = _between(sentence, last, quantity)
    between = [t.lower for t in gap]
    listed = bool({",", "and", ";", "-"} & set(between)) and not any(t.tag in {"VBD", "VBZ", "VBP"} for t in gap)
    needy = [t.lower for t in tokens[quantity.last + 1 : quantity.last + 4]]
    if "need" in needy or "danger" in needy or "risk" in needy:
        return ()
    if mention.kind == "elided" and not mention.pronoun and listed and following in _AFTER_GAP and len(between) <= 14:
        return (StatusMention(last.status, quantity.last, None, "gapped"),)
    return ()


_GRADES = frozenset("critically seriously badly severely fatally slightly lightly gravely".split())
#: adjectives that say how ill or hurt some of those just counted are, and leave the state as it is
_GRAVE = frozenset("severe critical serious grave mild fatal confirmed suspected unaccompanied".split())
_INSIDE = frozenset("in at from on near since through by with under over aged between beyond among".split())


def _graded(sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``45 were injured, five of them seriously``, ``112 were saved, six of them children``: the state just said."""
    if mention.pronoun not in {"them", "whom"} or mention.head + 1 >= len(sentence.tokens):
        return ()
    after = sentence.tokens[mention.head + 1]
    mine = _said(sentence, here) or _said(sentence, here, 1)
    if not mine or (quantity.low == 0 and after.lower != "since"):
        return ()
    if after.lower in {"fatally", "fatal"}:
        return (StatusMention("killed", after.i, None, "graded"),)
    before = sentence.tokens[quantity.first - 1].lower if quantity.first else ""
    subject = sentence.tokens[mention.node].dep in {"nsubj", "nsubjpass"}
    apart = mention.pronoun == "them" and not subject and before in {",", "-", "--", "(", ":", ";"}
    fits = (
        after.lower in _GRADES | _GRAVE
        or after.tag in {"NNS", "NNPS"}
        or _described(sentence, after.i)
        or (after.lower in _INSIDE and apart)
    )
    return (StatusMention(mine[-1].status, after.i, None, "graded"),) if fits else ()


def _described(sentence: Sentence, i: int) -> bool:
    """``577 of them French citizens``, ``four of them small children``: adjectives and a plural noun."""
    tokens = sentence.tokens
    while i < len(tokens) and tokens[i].tag in {"JJ", "NN", "NNP", "CD", "HYPH", "VBN"}:
        i += 1
    return i < len(tokens) and tokens[i].tag in {"NNS", "NNPS"}


def _fronted(sentence: Sentence, quantity: Quantity, here: Earlier) -> tuple[StatusMention, ...]:
    """``Of these, 445 were over 85``; ``among them two members of the crew``: some of those just counted."""
    before = [t.lower for t in sentence.tokens[: quantity.first]]
    fronted = before[:2] in (["of", "these"], ["of", "them"], ["of", "those"]) and len(before) <= 5
    after = [t.lower for t in sentence.tokens[quantity.last + 1 : quantity.last + 8]]
    trailing = any(after[k : k + 2] == ["among", "them"] for k in range(1, len(after)))
    too = trailing or before[-2:] in (["as", "did"], ["so", "did"], ["as", "were"], ["as", "was"])
    did = after[:2] in (["did", "so"], ["were", "so"])
    among = too or did or before[-2:] in (["among", "them"], ["among", "whom"])
    recent = [f for f in _said(sentence, here, 1) if among or (f.quantity.low or 0) >= (quantity.low or 0)]
    if not (fronted or among) or not recent or quantity.form in {"zero", "all", "weak"}:
        return ()
    return (StatusMention(recent[-1].status, quantity.last, None, "gapped"),)


def _identified(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier
) -> tuple[StatusMention, ...]:
    """``three of them were children``, ``two were policemen``: who some of those just counted were."""
    tokens = sentence.tokens
    node = tokens[mention.node]
    while node.dep == "conj" and node.head < node.i and tokens[node.head].tag == "CD":
        node = tokens[node.head]
    verb = tokens[node.head]
    if mention.kind != "elided" or node.dep != "nsubj" or verb.lemma != "be" or mention.pronoun in {"us", "you"}:
        return ()
    said = [tokens[c] for c in sentence.children[verb.i] if tokens[c].dep in {"attr", "acomp"} and c > verb.i]
    named = any(t.tag in {"NNS", "NNPS"} or t.text[:1].isupper() for t in said)
    others = quantity.scope == "remainder" and any(t.tag[:2] == "NN" for t in said)
    recent = _said(sentence, here, 1)
    return (StatusMention(recent[-1].status, verb.i, None, "identified"),) if (named or others) and recent else ()


_SEXES = frozenset({"male", "female", "males", "females", "men", "women", "boys", "girls", "adults", "children"})


def _alike(sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``Sixteen of the dead are male and 11 female``, ``44 were Russian, eight Ukrainian``: the verb stands once."""
    mine = _said(sentence, here)
    after = sentence.tokens[quantity.last + 1 : quantity.last + 2]
    described = mention.kind == "demonym" or (bool(after) and after[0].lower in _SEXES)
    if not mine or not described or quantity.form not in {"digits", "words", "vague"} or quantity.first == 0:
        return ()
    between = [t for t in sentence.tokens if mine[-1].quantity.span.end <= t.start and t.end <= quantity.span.start]
    close = bool(between) and between[-1].lower in {",", "and"} and len(between) <= 12
    verbs = [t for t in between if t.tag in {"VBD", "VBZ", "VBP", "MD"}]
    return (
        (StatusMention(mine[-1].status, quantity.last, None, "gapped"),)
        if close and all(t.lemma == "be" for t in verbs)
        else ()
    )


def _also_were(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier
) -> tuple[StatusMention, ...]:
    """``five of those were policemen and two were ambulance men``: the second half of the sentence, read by order."""
    mine = _said(sentence, here)
    after = sentence.tokens[quantity.last + 1 : quantity.last + 6]
    if mention.kind != "elided" or mention.pronoun or not mine or len(after) < 3 or quantity.first == 0:
        return ()
    joined = sentence.tokens[quantity.first - 1].lower in {"and", ",", ";", "while"}
    if after[0].lower in {"came", "hailed"} or (after[0].lemma == "be" and after[1].lower == "from"):
        who = after[1].lower == "from" and after[2].text[:1].isupper()
    elif after[0].lemma == "be" and (quantity.low == 1) == (after[0].lower in {"was", "is"}):
        nouns = [t for t in after[1:] if t.tag not in {"JJ", "NN", "DT"}]
        who = bool(nouns) and (nouns[0].tag in {"NNS", "NNPS"} or (nouns[0].tag == "NNP" and after[1].tag == "DT"))
    else:
        return ()
    who = who and joined
    return (StatusMention(mine[-1].status, after[0].i, None, "identified"),) if who else ()


def _listed(sentence: Sentence, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
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
    if not subjects or subjects[0].lower not in {"they", "these", "those"} or (tokens[verb].lemma == "be"):
        return ()
    recent = [f for index, f in here if sentence.index - index == 1 and f.status]
    return (StatusMention(recent[-1].status, verb, None, "included"),) if recent else ()


_OPENERS = frozenset({":", "-", "--", "(", "-LRB-"})


def _enumerated(
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
    if sentence.tokens[mention.node].dep in {"nsubj", "nsubjpass", "dobj"}:
        return ()
    last = mine[-1]
    between = [t for t in sentence.tokens if last.quantity.span.end <= t.start and t.end <= quantity.span.start]
    quiet = not any(t.tag in {"VBD", "VBZ", "VBP", "MD", "WP", "IN"} for t in between)
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
    return (StatusMention(last.status, mention.head, None, "gapped"),) if told else ()


def _fit(quantity: Quantity, mine: Sequence[Figure]) -> bool:
    """A part is smaller than the whole that some figure of the sentence states."""
    wholes = [f.quantity.high for f in mine if f.quantity.high is not None]
    return bool(wholes) and (quantity.high or 0) < max(wholes)


#: "activists say 79": the number alone is what they tell
_TELLING = frozenset("say report claim count give list".split())
_COUNTS = frozenset("count figure estimate tally number total toll".split())
_AT = frozenset({"of", "at", "to"})


def _recounted(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier
) -> tuple[StatusMention, ...]:
    """``The count stood at 210``, ``up from an earlier figure of eight``: another count of what was just counted."""
    recent = _said(sentence, here, 1)
    if mention.kind != "elided" or mention.pronoun or not recent or quantity.form not in {"digits", "words", "range"}:
        return ()
    tokens = sentence.tokens
    token = tokens[quantity.last]
    while token.dep in {"compound", "nummod", "quantmod"} and token.head != token.i:
        token = tokens[token.head]
    following = tokens[quantity.last + 1].lower if quantity.last + 1 < len(tokens) else "."
    compared = [t.lower for t in tokens[max(0, quantity.first - 2) : quantity.first]]
    if compared in (["up", "from"], ["down", "from"], ["compared", "with"], ["compared", "to"]):
        return (StatusMention(recent[-1].status, quantity.first - 1, None, "toll"),)
    if (
        token.dep in {"dobj", "ccomp", "attr"}
        and tokens[token.head].lemma in _TELLING
        and following in {".", ",", ";", "and", '"'}
    ):
        return (StatusMention(recent[-1].status, token.head, None, "toll"),)
    if token.dep != "pobj" or tokens[token.head].lower not in _AT:
        return ()
    above = tokens[tokens[token.head].head]
    if above.lemma == "speak" and tokens[token.head].lower == "of":
        return (StatusMention(recent[-1].status, above.i, None, "toll"),)
    if above.tag[:2] == "VB":
        subjects = [tokens[c] for c in sentence.children[above.i] if tokens[c].dep in {"nsubj", "nsubjpass", "dobj"}]
        above = subjects[0] if subjects else above
    of_else = any(tokens[c].lower == "of" and c != token.head for c in sentence.children[above.i])
    if above.lower not in _COUNTS or of_else:
        return ()
    return (StatusMention(recent[-1].status, above.i, None, "toll"),)


_PASSIVE = frozenset("had have has been were was yet already so far".split())
_HANDLING = frozenset("recover retrieve find pull identify name bury".split())


def _handled(sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``Forty-nine died.  By evening 31 had been recovered``; ``three fell in the capital``: of the dead just told."""
    node = sentence.tokens[mention.node]
    verb = sentence.tokens[node.head]
    dead = [f for f in _said(sentence, here, 1) if f.status == "killed"]
    if mention.kind != "elided" or mention.pronoun or not dead or quantity.form not in {"digits", "words"}:
        return ()
    ahead = [t for t in sentence.tokens[quantity.last + 1 : quantity.last + 5] if t.lower not in _PASSIVE]
    buried = (node.dep == "nsubjpass" and verb.lemma in _HANDLING) or (
        bool(ahead) and ahead[0].tag == "VBN" and ahead[0].lemma in _HANDLING
    )
    fallen = node.dep == "nsubj" and verb.lemma == "fall" and (quantity.low or 0) <= (dead[-1].quantity.low or 0)
    return (StatusMention("killed", verb.i, None, "gapped"),) if buried or fallen else ()


def _beside(sentence: Sentence, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``carrying 43 passengers and a crew of six``: the body of people named beside those just counted."""
    mine = _said(sentence, here)
    if mention.pronoun != "container" or not mine:
        return ()
    first = mine[-1].clause.end
    between = [t.lower for t in sentence.tokens if first <= t.start and t.i < mention.head]
    together = between in (["and", "a"], ["and", "its"], ["and", "the"], [",", "a"], ["and"])
    return (StatusMention(mine[-1].status, mention.head, None, "gapped"),) if together else ()


def _again(sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``wounded 58 more ... Of the 58, 11 are critical``: the very number said before, with "the"."""
    before = [t.lower for t in sentence.tokens[max(0, quantity.first - 2) : quantity.first]]
    if (
        mention.kind != "elided"
        or quantity.first != 2
        or before != ["of", "the"]
        or quantity.form not in {"digits", "words"}
    ):
        return ()
    same = [f for f in _said(sentence, here, 4) if f.quantity.low == f.quantity.high == quantity.low]
    return (StatusMention(same[-1].status, quantity.last, None, "gapped"),) if same and (quantity.low or 0) > 1 else ()


def _left_over(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier
) -> tuple[StatusMention, ...]:
    """``225 more had been released, which left about 140``: those who were not let out are held."""
    mine = _said(sentence, here)
    token = sentence.tokens[quantity.last]
    leaving = token.dep == "dobj" and sentence.tokens[token.head].lemma == "leave"
    if mention.kind != "elided" or not mine or mine[-1].status not in {"freed", "escaped"} or not leaving:
        return ()
    return (StatusMention("held", token.head, None, "gapped"),)


def _another(sentence: Sentence, quantity: Quantity, here: Earlier) -> tuple[StatusMention, ...]:
    """``One of the dead was a student, another a nurse``: the next of those told one by one."""
    mine = _said(sentence, here)
    if quantity.form != "another" or not mine or mine[-1].quantity.high != 1 or quantity.first == 0:
        return ()
    before, after = (sentence.tokens[i].lower for i in (quantity.first - 1, quantity.last + 1))
    told = before in {",", ";", "and"} and after in {"a", "an", "was", "from"}
    return (StatusMention(mine[-1].status, quantity.last, None, "gapped"),) if told else ()


def _bodies_of(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier
) -> tuple[StatusMention, ...]:
    """``16 bodies, among them those of a woman and two toddlers``: whose some of the bodies were."""
    mine = _said(sentence, here)
    if not mine or mine[-1].status != "killed" or mention.kind != "people":
        return ()
    node = sentence.tokens[mention.node]
    while node.dep == "conj" and node.head < node.i:
        node = sentence.tokens[node.head]
    above = sentence.tokens[sentence.tokens[node.head].head]
    owned = node.dep == "pobj" and sentence.tokens[node.head].lower == "of" and above.lower in {"those", "that"}
    return (StatusMention("killed", above.i, None, "gapped"),) if owned else ()


def _victims(sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``Eight of the victims belonged to one family``: of those whose fate was told just before."""
    of_them = [t.lower for t in sentence.tokens[quantity.last + 1 : mention.head]] == ["of", "the"]
    recent = _said(sentence, here, 2)
    if not of_them or mention.lemma != "victim" or not recent or quantity.form not in {"digits", "words", "vague"}:
        return ()
    return (StatusMention(recent[-1].status, mention.head, None, "gapped"),)
