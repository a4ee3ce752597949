"""Whose text a document noun is: "a report by the WHO", "the ministry's figures", "UN data", "its list"."""

from __future__ import annotations

from dataclasses import replace

from crosswire.reading.attribution.kinds import MEDIA, kind_of
from crosswire.reading.attribution.phrases import DAYS, Phrase, phrase_at, phrase_of
from crosswire.reading.attribution.trees import Tree
from crosswire.reading.attribution.vocabulary import Vocabulary

#: adjectives of the text, not of whose it is
_OF_TEXTS = frozenset(
    "preliminary initial latest earlier official provisional early recent unconfirmed first new final updated "
    "previous separate annual daily weekly monthly joint brief short written interim confirmed".split()
)
#: what an author does with a text
_LET_OUT = frozenset(
    "issued released published compiled made prepared given provided announced cited collected "
    "quoted kept maintained held posted shared supplied drawn signed written read sent".split()
)
#: whose a thing is, and the pronoun of its owner
OWNERS = {"its": "it", "their": "they", "his": "he", "her": "she"}


def owner(t: Tree, head: int, found: Phrase, words: Vocabulary) -> Phrase:
    """Whose text a document noun is; the phrase itself for any other noun."""
    tokens = t.sentence.tokens
    if found.head not in words.document or tokens[head].tag.startswith("NNP"):
        return found
    who = _author(t, head, words) or _modifier(t, head, words) or found
    return found if found.head in words.tally and kind_of(who, words) in MEDIA else who


def pronoun_owner(t: Tree, head: int, found: Phrase, words: Vocabulary) -> Phrase | None:
    """ "Its report found": whoever "it" is."""
    tokens = t.sentence.tokens
    if found.head not in words.document:
        return None
    poss = [c for c in t.sentence.children[head] if tokens[c].lower in OWNERS and tokens[c].tag == "PRP$"]
    return replace(phrase_of(t, poss[0], poss[0]), pronoun=OWNERS[tokens[poss[0]].lower]) if poss else None


def _author(t: Tree, head: int, words: Vocabulary) -> Phrase | None:
    """ "a report by the WHO", "the ministry's figures", "a list released by the army": WHO, ministry, army."""
    tokens = t.sentence.tokens
    for child in t.sentence.children[head]:
        if tokens[child].dep in {"prep", "agent"} and tokens[child].lower in {"by", "from"}:
            for grandchild in t.sentence.children[child]:
                if tokens[grandchild].dep == "pobj":
                    found = phrase_at(t, grandchild, words)
                    return None if event(found, words) else found
        if tokens[child].dep == "poss" and tokens[child].tag.startswith("N") and tokens[child].lower not in DAYS:
            return phrase_at(t, child, words)
        if tokens[child].dep == "prep" and tokens[child].lower == "on" and (page := _page_of(t, child, words)):
            return phrase_at(t, page, words)
        if tokens[child].dep == "acl" and tokens[child].lower in _LET_OUT:
            agent = agent_of(t, child)
            if agent is not None:
                return phrase_at(t, agent, words)
    return who_gave(t, head, words)


def who_gave(t: Tree, head: int, words: Vocabulary) -> Phrase | None:
    """ "A figure of 81 dead, issued by the ministry": the parser hung "issued" on the dead."""
    tokens, children = t.sentence.tokens, t.sentence.children
    inside = [g for c in children[head] if tokens[c].lower == "of" and c == head + 1 for g in children[c]]
    given = [c for g in inside for c in children[g] if tokens[c].dep == "acl" and tokens[c].lower in _LET_OUT]
    agents = [agent for c in given if (agent := agent_of(t, c)) is not None]
    return phrase_at(t, agents[0], words) if agents else None


def _page_of(t: Tree, prep: int, words: Vocabulary) -> int | None:
    """ "a notice on the airline's website": the airline."""
    tokens, children = t.sentence.tokens, t.sentence.children
    pages = [c for c in children[prep] if tokens[c].dep == "pobj" and tokens[c].lemma in words.carriers]
    return next((g for c in pages for g in children[c] if tokens[g].dep == "poss" and tokens[g].tag[0] == "N"), None)


def _modifier(t: Tree, head: int, words: Vocabulary) -> Phrase | None:
    """ "government toll", "UN figures", "Interior Ministry data": the modifier, when it is a body."""
    tokens = t.sentence.tokens
    for child in t.sentence.children[head]:
        if tokens[child].dep in {"compound", "nmod", "amod"} and tokens[child].tag.startswith("NN") and child < head:
            candidate = phrase_of(t, _opening(t, child), child)
            if tokens[child].tag.startswith("NNP") or kind_of(candidate, words) not in {"other", "witness"}:
                return candidate  # a passenger list is the carrier's
    return None


def _opening(t: Tree, noun: int) -> int:
    """First token of a modifier with what describes it: "local media (reports)", not "preliminary police (count)"."""
    tokens = t.sentence.tokens
    first = noun
    while (
        first > 0 and tokens[first - 1].tag in {"JJ", "NN", "NNP"} and tokens[first - 1].lower not in _OF_TEXTS | DAYS
    ):
        first -= 1
    return first


def agent_of(t: Tree, verb: int) -> int | None:
    """ "reported by officials": officials."""
    tokens = t.sentence.tokens
    for child in t.sentence.children[verb]:
        if tokens[child].dep in {"agent", "prep"} and tokens[child].lower == "by":
            for grandchild in t.sentence.children[child]:
                if tokens[grandchild].dep in {"pobj", "pcomp"} and tokens[grandchild].tag[0] in "NP":
                    return grandchild
    return None


def event(found: Phrase, words: Vocabulary) -> bool:
    """ "Cyclone Imara", "the outbreak": what happens to people does not speak."""
    if found.head in words.things and not found.proper:
        return True  # "the toll from a migrant shipwreck"
    names = found.name.lower().split()
    if words.definite["person"].intersection(names[1:]):
        return False  # "village head Rosa Lund"
    return bool(names) and (names[0] in words.things or names[-1] in words.things) and kind_of(found, words) == "other"
