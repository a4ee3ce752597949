"""Who speaks, as text: the subject of the act, or whom its pronoun plainly points to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosswire.model import Sentence
from crosswire.reading.speech.clauses import SUBJECT, Sets, agent, passive

_RELATIVE = frozenset({"who", "which", "that", "whom"})
_OWN = frozenset({"i", "we", "our", "my"})
_PAPERS = frozenset(
    {
        "statement",
        "letter",
        "message",
        "note",
        "circular",
        "communique",
        "leaflet",
        "video",
        "tweet",
        "email",
        "notice",
        "post",
    }
)
_REACH = 2


@dataclass(frozen=True, slots=True)
class Named:
    """A subject that a later pronoun may point to."""

    sentence: int
    name: str
    person: bool
    plural: bool
    proper: bool
    words: frozenset[str] = frozenset()


def speaker(s: Sentence, verb: int, speaks: bool, earlier: Sequence[Named], sets: Sets, unread: int) -> str | None:
    """The name of who performs the act whose verb is ``verb``; None where the text does not plainly say.

    "Belmokhtar claimed": Belmokhtar.  "He also called on France", after it: Belmokhtar.  "was claimed by rebels":
    rebels.  "Victoria Nuland said the United States does not negotiate": Victoria Nuland.
    """
    sayer = _sayer(s, verb, sets)
    subject = doer(s, verb, sets) if speaks else sayer
    if (
        sayer is not None
        and subject is not None
        and s.tokens[subject].lower in _OWN | {"he", "she", "it", "they"}
        and sayer != subject
    ):
        subject = sayer
    if subject is None:
        return None
    return _resolved(s, subject, earlier, sets, unread)


def addressee(s: Sentence, noun: int | None, sets: Sets) -> str | None:
    """The name of whom an act is addressed to; a bare pronoun is nobody's name."""
    if noun is None or s.tokens[noun].tag in {"PRP", "WP", "WDT"} or s.tokens[noun].tag[:2] != "NN":
        return None
    return name_of(s, noun, sets)


def subject_of(s: Sentence, verb: int) -> int | None:
    """The subject of a verb, through joined verbs, infinitives, participles and relative clauses; a passive's agent."""
    i = verb
    for _ in range(6):
        if passive(s, i):
            return (
                agent(s, i) if i == verb else next((c for c in s.children[i] if s.tokens[c].dep == "nsubjpass"), None)
            )
        found = [c for c in s.children[i] if s.tokens[c].dep in SUBJECT]
        subject = next((c for c in found if s.tokens[c].lower not in _RELATIVE), found[0] if found else None)
        t = s.tokens[i]
        if subject is not None:
            return t.head if s.tokens[subject].lower in _RELATIVE and t.dep == "relcl" else subject
        if t.dep in {"acl", "relcl"} and s.tokens[t.head].tag[:2] in {"NN", "PR"}:
            return _author(s, t.head)
        if t.head == i or t.dep not in {
            "conj",
            "xcomp",
            "advcl",
            "acl",
            "ccomp",
            "acomp",
            "pcomp",
            "prep",
            "dep",
            "relcl",
        }:
            return None
        i = _joined_to(s, i)
    return None


def _joined_to(s: Sentence, i: int) -> int:
    """``promised that the guilty would be punished and offered help``:
    a past joined to a future goes with the saying.
    """
    t = s.tokens[i]
    head = s.tokens[t.head]
    future = any(s.tokens[c].tag == "MD" for c in s.children[head.i])
    undergone = passive(s, head.i) and not passive(s, i)  # "said the women were freed and offered to swap the rest"
    joined = t.dep == "conj" and t.tag == "VBD" and head.dep == "ccomp"
    return head.head if joined and (future or undergone) else t.head


def doer(s: Sentence, verb: int, sets: Sets) -> int | None:
    """The subject of an act; where that is a thing, who is said to say so:
    "said the disease was spreading and called for".
    """
    subject = subject_of(s, verb)
    if subject is None or s.tokens[subject].lemma not in sets["lists"]["inanimate"] or s.tokens[verb].dep != "conj":
        return subject
    return _sayer(s, verb, sets)


def _author(s: Sentence, noun: int) -> int | None:
    """``issued a statement denying``: who issued it; a paper that somebody received is nobody's voice here."""
    t = s.tokens[noun]
    if t.lemma not in _PAPERS:
        return noun
    issued = t.dep == "dobj" and s.tokens[t.head].lemma not in {"receive", "get", "see", "read", "find"}
    return subject_of(s, t.head) if issued else None


def _sayer(s: Sentence, verb: int, sets: Sets) -> int | None:
    """The subject of the verb of saying that governs the clause, nearest first."""
    i = verb
    for _ in range(8):
        t = s.tokens[i]
        if t.head == i:
            break
        head = s.tokens[t.head]
        if t.dep in {"ccomp", "parataxis", "xcomp"} and head.lemma in sets["lists"]["saying"]:
            subject = subject_of(s, t.head)
            if subject is not None:
                return subject
        i = t.head
    return _inserted(s, i, sets)


def _inserted(s: Sentence, root: int, sets: Sets) -> int | None:
    """``"...", Said said`` when the parser hangs the saying on the quotation."""
    for c in s.children[root]:
        t = s.tokens[c]
        if (
            t.dep in {"parataxis", "ccomp", "conj"}
            and t.lemma in sets["lists"]["saying"]
            and any(s.tokens[k].text in "\"”'’," for k in range(root, c))
        ):
            found = next((x for x in s.children[c] if s.tokens[x].dep == "nsubj"), None)
            if found is not None and s.tokens[root].text and '"' in s.text.replace("”", '"').replace("“", '"'):
                return found
    return None


def _resolved(s: Sentence, subject: int, earlier: Sequence[Named], sets: Sets, unread: int) -> str | None:
    """The subject's name; a pronoun or "the group" takes the last fitting subject of the sentences before."""
    t = s.tokens[subject]
    near = [n for n in earlier if s.index - n.sentence <= _REACH]
    if t.tag in {"PRP", "PRP$"}:
        if near and unread > near[-1].sentence:
            return None  # somebody else may be the subject of what was not parsed
        if t.lower in {"he", "she"}:
            return _last(n for n in near if n.person and not n.plural)
        if t.lower == "they":
            return _last(n for n in near if n.plural or not n.person)
        if t.lower == "it":
            return _last(n for n in near if not n.person and not n.plural)
        return _last(iter(near)) if t.lower in _OWN else None
    if t.tag in {"WP", "WDT", "DT", "EX", "IN", "CD"} or t.tag[:2] == "VB":
        return None
    return _fuller(s, subject, near, sets) or name_of(s, subject, sets)


def _fuller(s: Sentence, subject: int, near: Sequence[Named], sets: Sets) -> str | None:
    """The name of "the group" and of "the minister", if a sentence shortly before gave it."""
    if _bare_body(s, subject, sets):
        return _last(n for n in near if n.proper and not n.person and n.name.lower() not in sets["lists"]["countries"])
    t = s.tokens[subject]
    words = [s.tokens[k].lower for k in s.subtree(subject) if s.tokens[k].text not in {",", '"'}]
    if words == ["the", t.lower] and t.tag == "NN":
        return _last(n for n in near if n.proper and n.person and t.lower in n.words)
    return None


def _last(found: Iterator[Named]) -> str | None:
    """The latest name, if the latest sentence that offers one offers no other."""
    names = list(found)
    if not names:
        return None
    last = {n.name for n in names if n.sentence == names[-1].sentence}
    return names[-1].name if len(last) == 1 else None


def _bare_body(s: Sentence, i: int, sets: Sets) -> bool:
    """``the group``, ``the organisation``: a body named before."""
    words = [s.tokens[k].lower for k in s.subtree(i) if s.tokens[k].text not in {",", '"'}]
    return s.tokens[i].lemma in sets["lists"]["bodies"] and words == ["the", s.tokens[i].lower]


def name_of(s: Sentence, i: int, sets: Sets) -> str:
    """A noun phrase as a name: "Defence Secretary Philip Hammond" is Philip Hammond, "a group known as X" is X."""
    for c in s.children[i]:
        if s.tokens[c].dep == "acl" and s.tokens[c].lower in {"known", "called", "calling", "named"}:
            inner = [k for k in s.subtree(c) if k > c and s.tokens[k].tag[:3] == "NNP"]
            if inner:
                return _text(s, inner[0], inner[-1])
    if s.tokens[i].tag in {"NNP", "NNPS"}:
        return _proper(s, i, sets)
    apposed = next(
        (c for c in s.children[i] if c > i and s.tokens[c].dep == "appos" and s.tokens[c].tag == "NNP"), None
    )
    if apposed is not None and s.tokens[i].tag == "NN":
        return _proper(s, apposed, sets)
    return _common(s, i)


def _proper(s: Sentence, i: int, sets: Sets) -> str:
    first = i
    while (
        first > 0
        and s.tokens[first - 1].tag in {"NNP", "NNPS", "HYPH"}
        and s.tokens[first - 1].head in range(first, i + 1)
    ):
        first -= 1
    body = s.tokens[i].lower in sets["lists"]["body_names"]
    while not body and first < i and s.tokens[first].lower in sets["lists"]["titles"]:
        first += 1
    return _text(s, first, _end(s, i))


def _end(s: Sentence, i: int) -> int:
    """``Ministry of Health``, ``Signatories in Blood``: capitalised words that a preposition joins."""
    last = i
    for c in s.children[i]:
        if c == last + 1 and (s.tokens[c].lower in {"of", "for", "in"} or s.tokens[c].text[:1].isupper()):
            noun = next((x for x in s.children[c] if s.tokens[x].dep == "pobj" and s.tokens[x].tag[:3] == "NNP"), None)
            last = noun if noun is not None and s.tokens[noun].tag[:3] == "NNP" else last
    return last


def _common(s: Sentence, i: int) -> str:
    """The noun with its modifiers on the left, without article and number, and with an "of" phrase."""
    kept = {"amod", "compound", "nmod", "poss", "punct", "conj", "cc", "nummod"}
    first = i
    for c in reversed([c for c in s.children[i] if c < i]):
        if s.tokens[c].dep in kept and s.tokens[c].tag not in {"DT", "PRP$", "CD", "``", "''", "PDT"}:
            first = min(s.subtree(c))
        else:
            break
    while first < i and (
        s.tokens[first].tag in {"DT", "``", "''"} or s.tokens[first].lower in {"the", "a", "an", "some"}
    ):
        first += 1
    last = _of(s, i)
    joined = [
        c
        for c in s.children[i]
        if s.tokens[c].dep == "conj" and c > last and c - last <= 5 and s.tokens[c].tag[:2] == "NN"
    ]
    return _text(s, first, joined[-1] if joined else last)


def _of(s: Sentence, i: int) -> int:
    """The last word of an "of" phrase with what stands before its noun: "members of Belmokhtar's brigade"."""
    capital = s.tokens[i].text[:1].isupper() and i > 0
    of = next(
        (c for c in s.children[i] if c == i + 1 and s.tokens[c].lower in ({"of", "in", "for"} if capital else {"of"})),
        None,
    )
    noun = next((x for x in s.children[of] if s.tokens[x].dep == "pobj"), None) if of is not None else None
    return i if noun is None else noun


def _text(s: Sentence, first: int, last: int) -> str:
    return s.text[s.tokens[first].start - s.start : s.tokens[last].end - s.start].strip(" ,\"'“”‘’").lstrip(". ")


def subjects(s: Sentence, sets: Sets, earlier: Sequence[Named] = ()) -> Iterator[Named]:
    """The subjects of a sentence that what follows may point to by a pronoun:
    those of its main verbs and verbs of saying.
    """
    for t in s.tokens:
        if t.dep not in {"nsubj", "nsubjpass"} or t.tag[:2] != "NN":
            continue
        verb = s.tokens[t.head]
        main = (
            verb.dep == "ROOT"
            or verb.lemma in sets["lists"]["saying"]
            or (verb.dep == "ccomp" and s.tokens[verb.head].dep == "ROOT")
        )
        if main and t.lemma not in sets["lists"]["inanimate"] | sets["responsibility"]["acts"] | sets["denial"]["of"]:
            plural = (
                t.tag in {"NNS", "NNPS"}
                or any(s.tokens[c].dep == "conj" for c in s.children[t.i])
                or t.lower == "police"
            )
            bare = t.i > 0 and s.tokens[t.i - 1].lower == "the"
            fuller = _fuller(s, t.i, [n for n in earlier if s.index - n.sentence <= _REACH], sets) if bare else None
            named = t.tag[:3] == "NNP"
            words = frozenset(s.tokens[k].lower for k in s.subtree(t.i)) if named else frozenset()
            name = fuller or name_of(s, t.i, sets)
            yield Named(s.index, name, _person(s, t.i, sets), plural, t.tag[:3] == "NNP" or fuller is not None, words)


def _person(s: Sentence, i: int, sets: Sets) -> bool:
    """A name that is not a body's, with a given name or a title before it; or a word for one person."""
    t, lists = s.tokens[i], sets["lists"]
    before = [s.tokens[c] for c in s.children[i] if s.tokens[c].dep in {"compound", "amod", "nmod"}]
    if t.tag == "NNP":
        article = any(s.tokens[c].lower == "the" for c in s.children[i])
        body = t.lower in lists["body_names"] or t.lower in lists["countries"] or (t.text.isupper() and len(t.text) > 1)
        return (
            not article
            and not body
            and not any(b.lower in lists["body_names"] for b in before if b.lower not in lists["titles"])
        )
    return t.lemma in lists["persons"] or t.lower in lists["titles"]
