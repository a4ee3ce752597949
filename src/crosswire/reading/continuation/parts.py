"""Some of those just counted, and who they were: "five of them seriously", "three were children", "11 female"."""

from __future__ import annotations

from crosswire.model import GroupMention, Quantity, Sentence
from crosswire.reading.continuation.said import Earlier, figures_told
from crosswire.reading.events import StatusMention
from crosswire.reading.groups.attributes import PLURALS

_GRADES = frozenset("critically seriously badly severely fatally slightly lightly gravely".split())


#: adjectives that say how ill or hurt some of those just counted are, and leave the state as it is
_GRAVE = frozenset("severe critical serious grave mild fatal confirmed suspected unaccompanied".split())


_INSIDE = frozenset("in at from on near since through by with under over aged between beyond among".split())


def graded(sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``45 were injured, five of them seriously``, ``112 were saved, six of them children``: the state just said."""
    tokens = sentence.tokens
    bare = [t.lower for t in tokens[quantity.last + 1 : quantity.last + 3]]
    alone = bare[:1] and bare[0] in _GRADES and (bare[1:] or ["."])[0] in {",", ".", ";", "and"}
    if alone and tokens[quantity.first - 1].lower == "," and (told := figures_told(sentence, here)):
        return (
            StatusMention(told[-1].status, quantity.last + 1, None, "graded"),
        )  # "26 were hurt by stones, three badly"
    if mention.pronoun not in {"them", "whom"} or mention.head + 1 >= len(sentence.tokens):
        return ()
    after = sentence.tokens[mention.head + 1]
    mine = figures_told(sentence, here) or figures_told(sentence, here, 1)
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


def fronted(sentence: Sentence, quantity: Quantity, here: Earlier) -> tuple[StatusMention, ...]:
    """``Of these, 445 were over 85``; ``among them two members of the crew``: some of those just counted."""
    before = [t.lower for t in sentence.tokens[: quantity.first]]
    fronted = before[:2] in (["of", "these"], ["of", "them"], ["of", "those"]) and len(before) <= 5
    after = [t.lower for t in sentence.tokens[quantity.last + 1 : quantity.last + 8]]
    trailing = any(after[k : k + 2] == ["among", "them"] for k in range(1, len(after)))
    too = trailing or before[-2:] in (["as", "did"], ["so", "did"], ["as", "were"], ["as", "was"])
    did = after[:2] in (["did", "so"], ["were", "so"])
    among = too or did or before[-2:] in (["among", "them"], ["among", "whom"], ["of", "which"])
    if too or did:
        here = [row for row in here if row[0] == sentence.index]
    recent = [f for f in figures_told(sentence, here, 1) if among or (f.quantity.low or 0) >= (quantity.low or 0)]
    if not (fronted or among) or not recent or quantity.form in {"zero", "all", "weak"}:
        return ()
    return (StatusMention(recent[-1].status, quantity.last, None, "gapped"),)


def identified(
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
    named = any(t.tag in {"NNS", "NNPS"} or t.lower in PLURALS or t.text[:1].isupper() for t in said)
    others = quantity.scope == "remainder" and any(t.tag[:2] == "NN" for t in said)
    recent = figures_told(sentence, here, 3 if others else 1)
    return (StatusMention(recent[-1].status, verb.i, None, "identified"),) if (named or others) and recent else ()


_SEXES = frozenset({"male", "female", "males", "females", "men", "women", "boys", "girls", "adults", "children"})


def alike(sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``Sixteen of the dead are male and 11 female``, ``44 were Russian, the other eight Ukrainian``: one verb."""
    mine = figures_told(sentence, here)
    after = sentence.tokens[quantity.last + 1 : quantity.last + 2]
    nationals = bool(mention.group.nationality) and mention.head == quantity.last + 1
    described = mention.kind == "demonym" or nationals or (bool(after) and after[0].lower in _SEXES)
    if not mine or not described or quantity.form not in {"digits", "words", "vague"} or quantity.first == 0:
        return ()
    between = [t for t in sentence.tokens if mine[-1].quantity.span.end <= t.start and t.end <= quantity.span.start]
    while between and between[-1].lower in {"the", "other", "remaining"}:
        between.pop()
    close = bool(between) and between[-1].lower in {",", "and"} and len(between) <= 12
    verbs = [t for t in between if t.tag in {"VBD", "VBZ", "VBP", "MD"}]
    return (
        (StatusMention(mine[-1].status, quantity.last, None, "gapped"),)
        if close and all(t.lemma == "be" for t in verbs)
        else ()
    )


def also_were(
    sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier
) -> tuple[StatusMention, ...]:
    """``five of those were policemen and two were ambulance men``: the second half of the sentence, read by order."""
    mine = figures_told(sentence, here)
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


#: "two of them told reporters" counts speakers
_SPEAKING = frozenset("say tell add claim describe recall speak report ask".split())


def some_of(sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``six with the help``, ``three of whom had covered``, ``two of the patients are small``: some of those just told.

    What their own words say of them is no state, so it is that of the whole.
    """
    if quantity.form not in {"digits", "words", "vague", "both", "collective"} or not quantity.low:
        return ()
    tokens = sentence.tokens
    node = tokens[mention.node]
    verb = tokens[node.head]
    if verb.lemma in _SPEAKING and node.dep == "nsubj":
        return ()
    back = 2 if mention.pronoun is None else 1
    wholes = [f for f in figures_told(sentence, here, back) if (f.quantity.low or 0) > quantity.low]
    here_before = any(t.tag in {"NNS", "NNPS"} for t in tokens[: quantity.first])
    if not wholes or (here_before and not figures_told(sentence, here)):
        return ()  # "The last three carriages went over, one of them on to a platform"
    of_the = [t.lower for t in tokens[quantity.last + 1 : mention.head]] in (
        ["of", "the"],
        ["of", "these"],
        ["of", "those"],
    )
    alike = mention.group.role != "person" and wholes[-1].group.role == mention.group.role
    same = of_the and (alike or mention.lemma in {"patient", "casualty"})
    them = [t.lower for t in tokens[quantity.last + 1 : quantity.last + 3]] in (["of", "them"], ["of", "whom"])
    if mention.pronoun in {"them", "whom", "these", "those"} or same or them:
        return (StatusMention(wholes[-1].status, mention.node, None, "gapped"),)
    return ()


def victims(sentence: Sentence, quantity: Quantity, mention: GroupMention, here: Earlier) -> tuple[StatusMention, ...]:
    """``Eight of the victims belonged to one family``: of those whose fate was told just before."""
    of_them = [t.lower for t in sentence.tokens[quantity.last + 1 : mention.head]] == ["of", "the"]
    recent = figures_told(sentence, here, 2)
    if not of_them or mention.lemma != "victim" or not recent or quantity.form not in {"digits", "words", "vague"}:
        return ()
    return (StatusMention(recent[-1].status, mention.head, None, "gapped"),)
