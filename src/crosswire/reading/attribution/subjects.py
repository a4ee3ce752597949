"""Who is the subject of a reporting verb, and whether that subject can speak."""

from __future__ import annotations

from dataclasses import replace

from crosswire.reading.attribution.authors import event, owner, pronoun_owner
from crosswire.reading.attribution.kinds import MEDIA, kind_of, known
from crosswire.reading.attribution.openings import NUMBER
from crosswire.reading.attribution.phrases import Phrase, phrase_at
from crosswire.reading.attribution.trees import Tree
from crosswire.reading.attribution.vocabulary import Vocabulary

_SELF = frozenset(
    {
        "i",
        "we",
        "you",
        "there",
        "what",
        "this",
        "that",
        "these",
        "those",
        "one",
        "nobody",
        "anyone",
        "no",
        "nothing",
        "everyone",
        "all",
        "none",
        "some",
        "many",
        "most",
    }
)
#: what the parser makes of a rare name before its verb ("Karbouly told")
_MISLABELLED = frozenset({"advmod", "npadvmod", "dep", "nmod", "intj", "oprd", "dobj", "compound", "meta"})
#: a text that somebody keeps or has let out
_KEPT = frozenset("leaked internal confidential secret classified unpublished".split())
#: so many witnesses may speak with one voice
_FEW = 6
#: people of whom nothing but their number is said
_COUNTED = frozenset({"people", "person", "man", "woman", "child", "boy", "girl", "other"})
_INHERITS = frozenset({"conj", "advcl", "xcomp", "pcomp", "prep", "acl", "dep"})


def subject_of(t: Tree, verb: int, words: Vocabulary) -> int | None:
    """The token that says it: the verb's own subject, the one it shares, or the noun its clause hangs on.

    "said ..., adding that"; "puts the toll at 9 and stated"; "fighters who said"; "issued a statement saying".
    """
    own = _own(t, verb)
    own = _named_since(t, verb) if own is None else own
    if own is not None:
        return _antecedent(t, _behind_aside(t, _behind_semicolon(t, _whose(t, own, verb), verb)))
    tokens = t.sentence.tokens
    node = verb
    for _ in range(6):
        head = tokens[node].head
        if head == node or tokens[node].dep not in _INHERITS:
            return None
        if tokens[node].dep == "acl" and tokens[head].tag.startswith("N"):
            return _holder(t, head, words)
        if tokens[node].dep == "advcl" and tokens[verb].tag not in {"VBG", "VBD", "VBZ", "VBP"}:
            return None
        node = head
        own = _own(t, node)
        if own is not None and tokens[own].lower in _NOBODY and tokens[node].dep == "ccomp":
            own = _own(t, tokens[node].head)  # "denied that any of them had died, saying"
        if own is not None:
            return _antecedent(t, _outside(t, own, node, verb))
    return None


def _named_since(t: Tree, verb: int) -> int | None:
    """``The army withdrew it after the mayor, Rosa Lund, said that``: the parser made "after" a preposition."""
    tokens = t.sentence.tokens
    k = verb - 2
    if tokens[verb].dep != "conj" or k < 4 or tokens[verb - 1].text != "," or tokens[k].tag != "NNP":
        return None
    while k > 0 and tokens[k - 1].tag == "NNP":
        k -= 1
    title = tokens[k - 2]
    governed = title.dep == "pobj" and tokens[title.head].lower in {"after", "before", "since", "until", "as"}
    return verb - 2 if tokens[k - 1].text == "," and governed else None


_NOBODY = frozenset({"any", "none", "nobody", "anybody", "anyone"})


def _whose(t: Tree, subject: int, verb: int) -> int:
    """``the agency, whose own bulletin listed 118 deaths``: the agency."""
    tokens = t.sentence.tokens
    owned = any(tokens[c].tag == "WP$" for c in t.sentence.children[subject])
    return tokens[verb].head if owned and tokens[verb].dep == "relcl" else subject


def _outside(t: Tree, own: int, node: int, verb: int) -> int:
    """``X put the dead at nine, "bandits every one", and said``: the parser made the quoted words the main clause."""
    tokens = t.sentence.tokens
    if sum(k.text in {'"', "“", "”"} for k in tokens[min(own, verb) : max(own, verb)]) % 2 == 0:
        return own
    before = (_own(t, c) for c in t.sentence.children[node] if c < node and tokens[c].dep == "ccomp")
    return next((subject for subject in before if subject is not None), own)


def noun_beside(t: Tree, verb: int) -> int | None:
    """ "In a video posted on a site, a man who gave no name said S": the parser hung the man on the site.

    "The spokesman, asked about the toll, said", "Parents gathered at the gate had counted": it took the participle
    for a verb with that subject.
    """
    tokens, children = t.sentence.tokens, t.sentence.children
    for clause in (c for c in children[verb] if c < verb and tokens[c].dep in {"ccomp", "advcl"}):
        own = [c for c in children[clause] if tokens[c].dep == "nsubj"]
        marked = any(tokens[c].dep in {"mark", "aux", "advmod", "ccomp"} for c in children[clause])
        adjacent = own and own[0] < clause and clause - own[0] <= 2
        if adjacent and not marked and tokens[clause].tag in {"VBD", "VBN"}:
            return own[0] if (tokens[clause - 1].text == ",") == (tokens[verb - 1].text == ",") else None
    for i in range(verb - 1, 0, -1):
        ends = t.right[i] == verb - 1 and tokens[i].tag in {"NN", "NNS", "NNP"} and tokens[i].dep == "appos"
        if ends and tokens[t.left[i] - 1].text == "," and t.left[i] > 1:
            return i
    return None


def _own(t: Tree, verb: int) -> int | None:
    """The subject nearest to the verb: quoted words before "Lund said" may hold another."""
    own = [c for c in t.sentence.children[verb] if t.sentence.tokens[c].dep in {"nsubj", "nsubjpass"}]
    behind = [c for c in own if c > verb]
    if behind and len(own) > 1 and verb and t.sentence.tokens[verb - 1].text in {",", '"'}:
        return behind[0]  # "Nine people, said the mayor, had died"
    if own:
        return min(own, key=lambda c: (abs(c - verb), c))
    before = t.sentence.tokens[verb - 1] if verb else None
    mislabelled = (
        before is not None and before.head == verb and before.tag in {"NNP", "NN", "NNS"} and before.dep in _MISLABELLED
    )
    return verb - 1 if mislabelled else None


def _behind_semicolon(t: Tree, subject: int, verb: int) -> int:
    """ "Benin had four and one; Ghana and Mali reported two": the parser made one list of all; Ghana."""
    tokens = t.sentence.tokens
    marks = [i for i in range(subject + 1, verb) if tokens[i].text == ";"]
    if not marks:
        return subject
    names = [i for i in range(marks[-1] + 1, verb) if tokens[i].tag.startswith("N")]
    tops = [i for i in names if tokens[i].head <= marks[-1]]
    return tops[0] if tops else subject


def _behind_aside(t: Tree, subject: int) -> int:
    """ "18 died, 14 of them foreigners, a spokesman said": the parser hung the spokesman on the foreigners."""
    tokens = t.sentence.tokens
    part = subject > 1 and [k.lower for k in tokens[subject - 2 : subject]] in (["of", "them"], ["of", "whom"])
    speakers = [c for c in t.sentence.children[subject] if c > subject and tokens[c].dep == "appos"] if part else []
    return speakers[0] if speakers else subject


def _antecedent(t: Tree, subject: int) -> int:
    """ "who", "which": the noun that the relative clause hangs on."""
    tokens = t.sentence.tokens
    if tokens[subject].tag not in {"WP", "WDT"} or tokens[subject].text == "WHO":
        return subject
    node = tokens[subject].head
    for _ in range(4):
        if tokens[node].dep == "relcl":
            return _named(t, tokens[node].head)
        if tokens[node].head == node or tokens[node].dep not in {"conj", "ccomp", "xcomp"}:
            break
        node = tokens[node].head
    return subject


def _named(t: Tree, noun: int) -> int:
    """ "the Broom, a group which counts 17": the Broom."""
    token = t.sentence.tokens[noun]
    governor = t.sentence.tokens[token.head]
    return token.head if token.dep == "appos" and governor.tag.startswith("NNP") else noun


def _holder(t: Tree, noun: int, words: Vocabulary) -> int | None:
    """Of "issued a statement saying": who issued it; of "the official saying": the official."""
    tokens = t.sentence.tokens
    if tokens[noun].lemma not in words.document:
        return noun
    if tokens[noun].dep in {"dobj", "attr"}:
        own = _own(t, tokens[noun].head)
        if own is not None:
            return _antecedent(t, own)
    return noun


def speaker(t: Tree, subject: int, words: Vocabulary) -> Phrase | None:
    """The phrase that speaks; of a text its owner: "a report by the WHO", "UN figures", "the ministry's toll".

    A text without owner keeps its own phrase ("a preliminary report", "a tally of reports").
    """
    found = phrase_at(t, subject, words)
    if t.sentence.tokens[subject].lower == "one" and found.span == t.sentence.span(subject, subject):
        return replace(found, pronoun="one")  # "One said nine had died": of those who spoke before
    if NUMBER.fullmatch(found.name):
        return None
    if found.pronoun is not None and found.pronoun in _SELF:
        return None
    if found.name.lower() in _SELF or found.name.split()[:1] in (["We"], ["we"], ["I"]):
        return None  # "We in the Brigade announce": who says so stands outside of the quotation
    if found.name[:1].isdigit() and not found.proper and kind_of(found, words) == "other":
        return None  # "26 homes": things counted do not speak
    if _counted(t, subject, found, words) or event(found, words):
        return None
    if t.sentence.tokens[subject].tag == "NNS" and kind_of(found, words) == "witness" and _which(t, subject):
        return None  # "registered 127 survivors, which suggests": no people are meant
    called = _self_named(t, subject)
    if called is not None:
        return phrase_at(t, called, words)
    mine = pronoun_owner(t, subject, found, words)
    if mine is not None:
        return mine
    who = owner(t, subject, found, words)
    return None if who is found and is_nobody(found, words) and not _shown(t, subject, words) else who


def _self_named(t: Tree, noun: int) -> int | None:
    """ "A man who identified himself as Asim Khan": the name that somebody unknown gives."""
    tokens, children = t.sentence.tokens, t.sentence.children
    for clause in (c for c in children[noun] if tokens[c].dep in {"relcl", "acl"} and tokens[c].lemma in _NAMING):
        own = any(tokens[c].lower in {"himself", "herself", "name"} for c in children[clause])
        for preposition in (c for c in children[clause] if own and tokens[c].lower == "as"):
            return next((n for n in children[preposition] if tokens[n].tag == "NNP"), None)
    return None


_NAMING = frozenset({"identify", "introduce", "call", "give"})


def _which(t: Tree, noun: int) -> bool:
    tokens, children = t.sentence.tokens, t.sentence.children
    clauses = [c for c in children[noun] if tokens[c].dep == "relcl"]
    return any(tokens[g].lower == "which" and tokens[g].dep == "nsubj" for c in clauses for g in children[c])


def _shown(t: Tree, subject: int, words: Vocabulary) -> bool:
    """ "a preliminary report seen by Reuters", "the leaked report" are such as somebody has."""
    tokens = t.sentence.tokens
    return any(
        (tokens[c].dep == "acl" and tokens[c].lemma in words.met) or (c < subject and tokens[c].lower in _KEPT)
        for c in t.sentence.children[subject]
    )


def _counted(t: Tree, subject: int, found: Phrase, words: Vocabulary) -> bool:
    """ "Four died, X said", "394 people were confirmed dead": a number and people counted are no source.

    "Two witnesses", "three officials", "one of the survivors" are.
    """
    tokens = t.sentence.tokens
    if tokens[subject].tag == "CD":
        named = found.pronoun is not None or found.proper  # "one of them, Ana Ruiz, said"
        return not named and not some_of(t, subject, words)
    numbers = [tokens[c].lower for c in t.sentence.children[subject] if tokens[c].dep == "nummod"]
    crowd = any(number.isdigit() and int(number) > _FEW for number in numbers) and not known_by_office(found, words)
    return bool(numbers) and (crowd or tokens[subject].lemma in _COUNTED)


def known_by_office(found: Phrase, words: Vocabulary) -> bool:
    """ "12 officials", "20 doctors" may speak together; "14 fishermen" are counted."""
    return kind_of(found, words) not in {"other", "witness"}


def some_of(t: Tree, number: int, words: Vocabulary) -> bool:
    """ "One of the freed hostages", "two of his commanders": some of those who can speak."""
    tokens, children = t.sentence.tokens, t.sentence.children
    of = [c for c in children[number] if c == number + 1 and tokens[c].lower == "of"]
    nouns = [tokens[n].lemma for c in of for n in children[c] if tokens[n].tag == "NNS"]
    return any(noun in words.heads or noun in words.definite["person"] for noun in nouns)


def is_nobody(found: Phrase, words: Vocabulary) -> bool:
    """ "estimates suggest", "initial reports said": a text that is nobody's; "media reports" are somebody's.

    "Our correspondent", without a name, is the report itself.
    """
    if found.head in {"correspondent", "reporter"} and found.name.lower().startswith("our "):
        return True
    if found.head not in words.vague or found.proper or (found.bare and found.definite):
        return False
    return not any(
        w in words.modifiers or w in words.heads or w in words.state or words.names.get(w) in MEDIA
        for w in found.words
        if w != found.head
    )


def can_report(t: Tree, subject: int, found: Phrase, words: Vocabulary) -> bool:
    """True for who can report a figure as an object: people, bodies, places, texts; not "the flood" or "the blast"."""
    token = t.sentence.tokens[subject]
    if found.pronoun is not None:
        return found.pronoun in {"he", "she", "it", "they", "who", "which", "one"}
    if token.tag.startswith("NNP") or token.lemma in words.document or token.lemma in words.tally:
        return True
    return known(found, words) or _named_body(t, subject, words)


def _named_body(t: Tree, noun: int, words: Vocabulary) -> bool:
    """ "the Dawn Front group", "the Lake Aid network"."""
    tokens = t.sentence.tokens
    called = tokens[noun].lemma in words.definite["body"] | words.definite["company"] | words.bodies
    return called and any(tokens[c].dep == "compound" and tokens[c].tag[:3] == "NNP" for c in t.sentence.children[noun])
