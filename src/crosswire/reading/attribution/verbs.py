"""Reporting verbs: who says, and which words of the sentence are theirs.

Content is read from the tree: a clause under the verb, the clause that the verb interrupts or
closes, or, for verbs that take a figure ("confirmed 14 deaths", "put the toll at nine"), what follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crosswire.model import Span
from crosswire.reading.attribution.authors import agent_of
from crosswire.reading.attribution.closings import closing_saying
from crosswire.reading.attribution.content import (
    clause_content,
    clauses_of,
    counted_on,
    figure_content,
    framed_content,
    has_digit,
    interrupted,
    with_colon,
)
from crosswire.reading.attribution.figures import is_human, takes_figure
from crosswire.reading.attribution.infinitives import mere_infinitive
from crosswire.reading.attribution.kinds import kind_of, known
from crosswire.reading.attribution.phrases import Phrase, phrase_at, phrase_of
from crosswire.reading.attribution.reckonings import settled_by
from crosswire.reading.attribution.relays import cited, relays_of
from crosswire.reading.attribution.sayings import Saying, spans, stretch
from crosswire.reading.attribution.subjects import can_report, noun_beside, speaker, subject_of
from crosswire.reading.attribution.trees import Tree
from crosswire.reading.attribution.vocabulary import Vocabulary

#: tags of a speaker named in a few words behind a comma
_NAMING = frozenset({"NN", "JJ", "DT", "CC", "PO"})
_LONGEST = 8
#: participles of these are no passives: nobody is boasted
_OWNED_UP = frozenset({"boast", "warn", "speak", "talk", "complain", "brag", "insist", "admit", "confess", "own"})
_UNSURE = frozenset({"could", "may", "might", "would", "should", "must", "ca", "can"})


def verb_sayings(t: Tree, words: Vocabulary) -> Iterator[Saying]:
    """Every saying that a verb of the sentence carries, in text order."""
    for token in t.sentence.tokens:
        if token.lower in words.said_forms and token.tag[:2] in {"NN", "JJ"} and _between(t, token.i):
            found = closing_saying(t, token.i, words)
            if found is not None:
                yield found
                continue
        if token.lemma not in words.cues:
            continue
        if token.tag.startswith("VB"):
            found = _passive(t, token.i, words) if _is_passive(t, token.i) else _active(t, token.i, words)
            if found is None or not (found.content or found.opens):
                found = closing_saying(t, token.i, words) or found
        elif (token.tag == "NNS" and token.lower in words.noun_forms) or _plural_reports(t, token.i):
            found = _mistagged(t, token.i, words)
        else:
            continue
        if found is not None:
            yield found
        elif token.tag == "VBN" and token.lemma in words.settle:
            yield from settled_by(t, token.i, words)


def _plural_reports(t: Tree, i: int) -> bool:
    """ "Local media report that": a plural's verb taken for a noun."""
    tokens = t.sentence.tokens
    plural = i > 0 and tokens[i - 1].tag in {"NNS", "NNPS"}
    return plural and tokens[i].tag == "NN" and i + 1 < len(tokens) and tokens[i + 1].lower == "that"


def _between(t: Tree, i: int) -> bool:
    """A verb that the tagger took for a noun closes its clause: ", the harbour master reckons."."""
    tokens = t.sentence.tokens
    return i > 1 and i + 1 < len(tokens) and tokens[i + 1].text in {",", ".", ";"}


def _is_passive(t: Tree, verb: int) -> bool:
    tokens = t.sentence.tokens
    if tokens[verb].tag != "VBN":
        return False
    deps = {tokens[c].dep for c in t.sentence.children[verb]}
    if tokens[verb].dep == "acl" and tokens[tokens[verb].head].dep == "ROOT" and tokens[verb - 1].text == ",":
        return "prep" not in deps or tokens[verb].lemma not in _OWNED_UP  # "The group, on its website, boasted of"
    if deps & {"nsubjpass", "auxpass"}:
        return True
    if "aux" in deps or "nsubj" in deps:
        return False
    return tokens[verb].dep in {"acl", "amod", "advcl", "relcl", "ROOT", "pcomp"} or agent_of(t, verb) is not None


# --- active verbs --------------------------------------------------------------------------------


def _active(t: Tree, verb: int, words: Vocabulary) -> Saying | None:
    if _unsaid(t, verb, words) or _quoted_as_saying(t, verb):
        return None
    subject = subject_of(t, verb, words)
    if subject is not None and subject < verb and t.sentence.tokens[subject].tag in {"VB", "VBP"}:
        subject = None  # "Save the Children said"
    if subject is None:
        found = _said_by_listed(t, verb, words) or _said_behind_comma(t, verb, words)
        subject = noun_beside(t, verb) if found is None and t.sentence.tokens[verb].dep == "ROOT" else None
        if subject is None:
            return found
    if subject == verb or _nobody(t, subject):
        return None
    who = speaker(t, subject, words)
    if who is None:
        return None
    return _said(t, verb, subject, who, words)


def _nobody(t: Tree, subject: int) -> bool:
    """ "Neither side confirmed the 12 dead", "no official has given a toll": nothing is said."""
    first = t.sentence.tokens[t.left[subject]]
    behind = t.sentence.tokens[min(first.i + 1, len(t.sentence.tokens) - 1)]
    return first.lower in {"neither", "no", "nobody", "none"} and behind.lower not in {"fewer", "less", "longer"}


def _said_by_listed(t: Tree, verb: int, words: Vocabulary) -> Saying | None:
    """A listed name that the parser took for a clause: "Save the Children said"."""
    tokens = t.sentence.tokens
    for first in range(max(0, verb - 5), verb - 1):
        if " ".join(k.lower for k in tokens[first:verb]) in words.names and tokens[first].text[0].isupper():
            return _said(t, verb, verb - 1, replace(phrase_of(t, first, verb - 1), proper=True), words)
    return None


def _said_behind_comma(t: Tree, verb: int, words: Vocabulary) -> Saying | None:
    """ "S in the second town, Mbale, villagers and a union spokesman said": the parser listed town and speakers."""
    tokens = t.sentence.tokens
    comma = next((i for i in range(verb - 1, 0, -1) if tokens[i].text == ","), None)
    governs = any(tokens[c].dep == "ccomp" and c < verb for c in t.sentence.children[verb])
    if comma is None or not governs or not 0 < verb - comma - 1 <= _LONGEST:
        return None
    if any(tokens[i].tag[:2] not in _NAMING for i in range(comma + 1, verb)) or tokens[verb - 1].tag[:2] != "NN":
        return None
    who = phrase_of(t, comma + 1, verb - 1)
    found = None if not known(who, words) else _said(t, verb, verb - 1, who, words)
    place = tokens[comma].start
    return found and replace(
        found, content=tuple(Span(s.start, min(s.end, place)) for s in found.content if s.start < place)
    )


def _quoted_as_saying(t: Tree, verb: int) -> bool:
    """ "was quoted as saying" belongs to `relays.quoting`."""
    tokens = t.sentence.tokens
    node = tokens[verb].head
    return (
        tokens[verb].dep == "pcomp"
        and tokens[node].lower == "as"
        and any(tokens[i].lemma in {"quote", "cite"} for i in (tokens[node].head, tokens[tokens[node].head].head))
    )


def _unsaid(t: Tree, verb: int, words: Vocabulary) -> bool:
    """ "did not say", "could confirm", "declined to comment", "if officials confirm": nothing is said."""
    tokens = t.sentence.tokens
    token = tokens[verb]
    if token.dep in {"amod", "compound"} or (
        token.tag == "VB" and not t.sentence.children[verb] and token.dep != "ROOT"
    ):
        return True
    for child in t.sentence.children[verb]:
        other = tokens[child]
        if other.dep == "neg" or (other.dep == "aux" and other.lower in _UNSURE and not _only(t, verb)):
            return True
        if other.dep == "mark" and other.lower in {"if", "unless", "whether"}:
            return True
    governor = tokens[token.head].lemma
    return (
        token.dep in {"xcomp", "acl", "advcl"}
        and token.tag == "VB"
        and not _only(t, verb)
        and not (token.dep == "xcomp" and governor in _ON_THE_WAY)
    )


#: "went on to say", "telephoned the Herald to say": it was said
_ON_THE_WAY = frozenset({"go", "continue", "telephone", "phone", "ring", "call", "radio"})


def _only(t: Tree, verb: int) -> bool:
    """ "would only confirm two losses": two losses are confirmed."""
    tokens = t.sentence.tokens
    behind = tokens[verb + 1].lower if verb + 1 < len(tokens) else ""
    return behind == "only" or any(tokens[c].lower == "only" for c in t.sentence.children[verb])


def _said(t: Tree, verb: int, subject: int, who: Phrase, words: Vocabulary) -> Saying | None:
    """The saying of an active verb with its subject, or None if the verb's frame is not one of speech."""
    tokens = t.sentence.tokens
    lemma = tokens[verb].lemma
    text = tokens[subject].lemma in words.document | words.tally and tokens[subject].tag.startswith("NN")
    clauses = clauses_of(t, verb)
    if text and not (lemma in words.frames or lemma in _of_texts(words)):
        return None
    rule = ""
    content: tuple[Span, ...] = ()
    says = lemma in words.say or (lemma in words.show and text) or _inquires(t, verb, clauses, who, words)
    if clauses and says and not mere_infinitive(t, verb, clauses):
        rule, content = "verb with clause", clause_content(t, verb, subject, clauses, words)
    elif counted := _told_of(t, verb, subject, who, words):
        rule, content = "figure that somebody told", counted
    elif takes_figure(t, verb, subject, who, words):
        rule, content = "verb with figure", figure_content(t, verb, who, words)
    elif lemma in words.say and (framed := framed_content(t, verb, words)):
        rule, content = "verb with clause", framed
    elif lemma in words.say and not _has_object(t, verb, lemma):
        rule, content = "verb in the middle", interrupted(t, verb, subject, words)
    elif lemma not in words.say:
        return None
    content = counted_on(t, with_colon(t, verb, subject, content)) if lemma in words.say else content
    opens = _ends_with_colon(t) and not any(k.tag[:2] == "VB" for k in tokens[max(verb, subject) + 1 :])
    if opens and '"' not in t.sentence.text[: tokens[verb].start - t.sentence.start]:
        content = ()
    return _saying(t, verb, subject, who, content, rule or "speaker", opens, words)


def _told_of(t: Tree, verb: int, subject: int, who: Phrase, words: Vocabulary) -> tuple[Span, ...]:
    """ "the 30 dead hostages that a security source had given a paper", "the 41 deaths the ministry reported"."""
    tokens = t.sentence.tokens
    head = tokens[verb].head
    if tokens[verb].dep != "relcl" or not head < t.left[verb] <= subject < verb or not has_digit(t, head):
        return ()
    children = t.sentence.children[verb]
    given = any(tokens[c].tag in {"WDT", "WP"} and tokens[c].dep == "dobj" for c in children)
    objects = [c for c in children if c > verb and tokens[c].dep in {"ccomp", "xcomp", "attr", "" if given else "dobj"}]
    if tokens[verb].lemma not in words.say | words.number | words.settle or objects:
        return ()
    if not (can_report(t, subject, who, words) or known(who, words)):
        return ()
    return spans([stretch(t.sentence, t.left[head], t.left[verb] - 1)])


def _of_texts(words: Vocabulary) -> frozenset[str]:
    return words.show | words.say | words.text | words.number | words.inquiring


def _inquires(t: Tree, verb: int, clauses: Sequence[int], who: Phrase, words: Vocabulary) -> bool:
    """ "The court heard that five girls were taken", "the judge found that nine had been killed"."""
    tokens = t.sentence.tokens
    if tokens[verb].lemma not in words.inquiring:
        return False
    if not words.inquirers.intersection(who.words) and kind_of(who, words) not in {"rights monitor", "expert"}:
        return False  # what rescuers find is no statement
    return any(c > verb and tokens[c].dep == "ccomp" and tokens[c].tag[:2] in {"VB", "MD"} for c in clauses)


def _saying(
    t: Tree, verb: int, subject: int, who: Phrase, content: tuple[Span, ...], rule: str, opens: bool, words: Vocabulary
) -> Saying:
    tokens = t.sentence.tokens
    first, last = min(t.left[subject], verb), max(subject, verb)
    if subject > verb:
        last = max(last, who.tokens[1])
    if abs(subject - verb) > 12 or not _same_clause(t, verb, subject):
        first = last = verb
    return Saying(
        sentence=t.sentence.index,
        cue=t.sentence.span(verb, verb),
        word=tokens[verb].text,
        speaker=who,
        content=content,
        rule=rule,
        group=t.sentence.span(first, last),
        relays=relays_of(t, verb, subject, content, words),
        origin=cited(t, verb, words),
        opens=opens,
    )


def _same_clause(t: Tree, verb: int, subject: int) -> bool:
    return t.sentence.tokens[subject].head == verb


def _has_object(t: Tree, verb: int, lemma: str) -> bool:
    """An object that is no audience: "added water", "told a story"; "told Reuters" has none."""
    tokens = t.sentence.tokens
    if lemma in {"tell", "inform", "assure", "notify", "advise", "warn", "caution"}:
        return False
    return any(
        tokens[c].dep in {"dobj", "attr"}
        and tokens[c].tag != "WDT"
        and tokens[c].lower not in {"so", "today", "yesterday"}
        for c in t.sentence.children[verb]
        if c > verb
    )


def _ends_with_colon(t: Tree) -> bool:
    last = t.sentence.text.rstrip().rstrip("\"'“”‘’")
    return last.endswith(":")


# --- passive verbs and reduced relatives ---------------------------------------------------------


def _passive(t: Tree, verb: int, words: Vocabulary) -> Saying | None:
    """A passive has a source only in its agent: "confirmed by the ministry"; "was quoted as saying" is `relays`'."""
    tokens = t.sentence.tokens
    lemma = tokens[verb].lemma
    agent = agent_of(t, verb)
    if agent is None or lemma in {
        "quote",
        "cite",
        "put",
        "set",
        "call",
        "raise",
        "release",
        "place",
        "cut",
        "describe",
        "list",
    }:
        return None
    if lemma not in words.say | words.number | words.register and not _given_out(t, verb, words):
        return None
    if any(tokens[c].dep == "neg" for c in t.sentence.children[verb]):
        return None  # "was not confirmed by the prime minister"
    who = speaker(t, agent, words)
    if who is None or not (can_report(t, agent, who, words) or is_human(t, verb, agent, words)):
        return None
    head = tokens[verb].head
    if tokens[verb].dep in {"acl", "relcl"} and tokens[head].tag[0] in "NC":
        content = [stretch(t.sentence, t.left[head], verb - 1)]
    elif tokens[verb].dep in {"advcl", "prep", "acl", "pcomp"} and head != verb:
        content = [
            stretch(t.sentence, t.left[head], t.left[verb] - 1),
            stretch(t.sentence, t.right[verb] + 1, t.right[head]),
        ]
    else:
        content = [stretch(t.sentence, t.left[verb], verb - 1), stretch(t.sentence, t.right[agent] + 1, t.right[verb])]
    return _saying(t, verb, agent, who, spans(content), "agent of a passive", False, words)


def _given_out(t: Tree, verb: int, words: Vocabulary) -> bool:
    """ "a toll of 40 dead, given by the governor": said of a figure, to give is to say."""
    tokens = t.sentence.tokens
    if tokens[verb].lemma not in {"give", "provide", "supply"} or tokens[verb].dep != "acl":
        return False
    above = tokens[verb].head
    for _ in range(3):
        if tokens[above].lemma in words.tally | words.toll:
            return True
        above = tokens[above].head
    return False


def _mistagged(t: Tree, noun: int, words: Vocabulary) -> Saying | None:
    """ "UNICEF estimates as many as 40 died": the verb was taken for a plural noun."""
    tokens = t.sentence.tokens
    if (
        noun == 0
        or tokens[noun - 1].tag not in {"NNP", "NN", "NNPS", "NNS"}
        or tokens[noun].dep not in {"nsubj", "ROOT", "compound", "nsubjpass"}
    ):
        return None
    following = tokens[noun + 1] if noun + 1 < len(tokens) else None
    if following is None or (
        following.tag in {"VBP", "VBD", "VBZ", "MD", "IN", "POS", ",", "."}
        and following.lower not in {"as", "over", "about", "at", "that"}
    ):
        return None
    compound = [c for c in t.sentence.children[noun] if tokens[c].dep in {"compound", "nmod"}]
    subject = compound[-1] if compound else noun - 1
    who = phrase_at(t, subject, words)
    content = spans(
        [stretch(t.sentence, noun + 1, t.right[tokens[noun].head] if tokens[noun].dep != "ROOT" else t.right[noun])]
    )
    return Saying(
        t.sentence.index,
        t.sentence.span(noun, noun),
        tokens[noun].text,
        who,
        content,
        "verb taken for a noun",
        t.sentence.span(t.left[subject], noun),
    )
