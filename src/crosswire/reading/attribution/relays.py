"""Who carried the words: "told Reuters", "cited by ANI", "citing police", "AP quoted him as saying"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosswire.model import Span
from crosswire.reading.attribution.authors import agent_of, owner
from crosswire.reading.attribution.kinds import MEDIA, kind_of
from crosswire.reading.attribution.phrases import Phrase, phrase_at, phrase_of
from crosswire.reading.attribution.sayings import Saying, spans, stretch
from crosswire.reading.attribution.subjects import speaker
from crosswire.reading.attribution.trees import Tree
from crosswire.reading.attribution.vocabulary import Vocabulary

_AUDIENCE = frozenset({"reporter", "journalist", "press", "media", "correspondent", "conference"})
_ALLOWED = frozenset({"allow", "authorise", "authorize", "permit", "empower", "clear"})
_AUDIENCE_DEPS = frozenset({"dobj", "dative", "iobj"})


def relays_of(t: Tree, verb: int, subject: int, content: Sequence[Span], words: Vocabulary) -> tuple[Phrase, ...]:
    """Media that the speaker told, spoke to or appeared on; and those that cite the speaker.

    "told AFP", "in remarks to al-Ikhbariya television", "speaking on state radio", "the gunmen, cited by ANI,".
    """
    found = [*_citing_the_speaker(t, subject, words), *_told(t, verb, subject, content, words)]
    seen: dict[str, Phrase] = {}
    for phrase in found:
        seen.setdefault(phrase.name.lower(), phrase)
    return tuple(seen.values())


def _citing_the_speaker(t: Tree, subject: int, words: Vocabulary) -> Iterator[Phrase]:
    tokens = t.sentence.tokens
    named = [c for c in t.sentence.children[subject] if tokens[c].dep == "appos"]
    for child in (*t.sentence.children[subject], *(g for c in named for g in t.sentence.children[c])):
        lemma = tokens[child].lemma
        agent = agent_of(t, child) if tokens[child].tag == "VBN" and lemma in words.passed_on | words.met else None
        carrier = None if agent is None else phrase_at(t, agent, words)
        if carrier is not None and (lemma in words.passed_on or kind_of(carrier, words) in MEDIA):
            yield carrier


def _told(t: Tree, verb: int, subject: int, content: Sequence[Span], words: Vocabulary) -> Iterator[Phrase]:
    """Media among the objects and adjuncts of the verb, outside of what is said and of the speaker's own phrase."""
    tokens = t.sentence.tokens
    for i in range(t.left[verb], t.right[verb] + 1):
        token = tokens[i]
        if (
            not token.tag.startswith("N")
            or (token.tag[:3] != "NNP" and token.lemma in words.frame | words.document)
            or t.left[subject] <= i <= t.right[subject]
        ):
            continue
        if not (
            token.dep == "pobj"
            or (token.dep in _AUDIENCE_DEPS and token.head == verb and tokens[verb].lemma in {"tell", "inform"})
        ):
            continue
        if any(span.start <= token.start < span.end for span in content) or not _adjunct(t, verb, i):
            continue
        phrase = phrase_at(t, i, words)
        own = tokens[t.left[i]].tag == "PRP$"
        if own and token.tag[0] == "N" and tokens[i - 1].tag[:3] == "NNP":
            phrase = phrase_of(t, t.left[i] + 1, i)  # "through its Amaq agency"
        elif own or tokens[t.left[i]].lower == "this":
            continue  # "on its website" is the speaker's own, "this newspaper" the one that prints it
        phrase = _short(t, phrase)
        if kind_of(phrase, words) in MEDIA and (token.tag.startswith("NNP") or token.lemma not in _AUDIENCE):
            yield phrase


def _short(t: Tree, medium: Phrase) -> Phrase:
    """ "told the BBC of long queues": the BBC; "the Voice of Lera" keeps its name."""
    tokens, (first, last) = t.sentence.tokens, medium.tokens
    of = next((i for i in range(first + 1, last) if tokens[i].lower in {"of", "about"}), None)
    return medium if of is None or tokens[of + 1].text[0].isupper() else phrase_of(t, first, of - 1)


def _adjunct(t: Tree, verb: int, i: int) -> bool:
    """True if the noun hangs on the verb itself or on "remarks", "interview", "speaking" beside it."""
    tokens = t.sentence.tokens
    node = i
    for _ in range(7):
        if node == verb:
            return True
        if tokens[node].dep in {"ccomp", "conj", "relcl", "nsubj", "parataxis"} or tokens[node].head == node:
            return False
        if tokens[node].lemma in _ALLOWED:
            return False  # "because he was not allowed to talk to the media"
        node = tokens[node].head
    return False


def cited(t: Tree, verb: int, words: Vocabulary) -> Phrase | None:
    """ "X reported, citing police": police; a video or a letter counts only when somebody's is named."""
    tokens = t.sentence.tokens
    for child in range(t.left[verb], t.right[verb] + 1):
        if tokens[child].lemma not in {"cite", "quote"} or tokens[child].tag != "VBG":
            continue
        if tokens[child].head != verb and tokens[tokens[child].head].head != verb:
            continue
        for item in t.sentence.children[child]:
            if tokens[item].dep in {"dobj", "ccomp", "nsubj"} and tokens[item].tag[0] == "N":
                phrase = phrase_at(t, item, words)
                owned = owner(t, item, phrase, words)
                if owned is not phrase or phrase.head not in words.document:
                    return owned
    return None


def quoting(t: Tree, words: Vocabulary) -> Iterator[Saying]:
    """ "AP quoted him as saying", "was quoted by Xinhua as saying": the quoted is the origin, the quoting the relay."""
    tokens = t.sentence.tokens
    for token in tokens:
        if token.lemma not in {"quote", "cite"} or not token.tag.startswith("VB") or token.tag == "VBG":
            continue
        found = _quoted_as(t, token.i, words) or _quoted_in_a_row(t, token.i)
        if found is not None:
            yield found


def _quoted_as(t: Tree, verb: int, words: Vocabulary) -> Saying | None:
    tokens = t.sentence.tokens
    children = t.sentence.children[verb]
    as_saying = [
        g for c in children if tokens[c].lower == "as" for g in t.sentence.children[c] if tokens[g].tag == "VBG"
    ]
    as_saying += [
        g
        for c in children
        if tokens[c].dep == "dobj"
        for p in t.sentence.children[c]
        if tokens[p].lower == "as"
        for g in t.sentence.children[p]
        if tokens[g].tag == "VBG"
    ]
    if not as_saying:
        return None
    passive = [c for c in children if tokens[c].dep == "nsubjpass"]
    active = [c for c in children if tokens[c].dep == "nsubj"]
    objects = [c for c in children if tokens[c].dep == "dobj"]
    if passive:
        origin, carrier = passive[0], agent_of(t, verb)
    elif active and objects:
        origin, carrier = objects[0], active[-1]  # "news agency Interfax quoted": two subjects in a row
    elif tokens[verb].dep == "acl" and tokens[verb].tag == "VBN":
        origin, carrier = tokens[verb].head, agent_of(t, verb)
    else:
        return None
    who = speaker(t, origin, words)
    relays = () if carrier is None else (phrase_at(t, carrier, words),)
    return None if who is None else _quotation(t, verb, as_saying[0], who, relays)


def _quoted_in_a_row(t: Tree, verb: int) -> Saying | None:
    """The same read from the words alone, where the tree is wrong: "IRNA quoted governor Reza Amiri as saying that"."""
    tokens = t.sentence.tokens
    last = min(len(tokens) - 1, verb + 12)
    end = next((i for i in range(verb + 2, last) if tokens[i].lower == "as" and tokens[i + 1].tag == "VBG"), None)
    first = verb
    while first > 0 and (tokens[first - 1].tag[:2] in {"NN", "JJ"} or tokens[first - 1].tag in {"DT", "POS"}):
        first -= 1
    if end is None or first == verb or tokens[verb + 1].lower == "by" or tokens[end - 1].tag[:2] not in {"NN", "PR"}:
        return None
    who, carrier = phrase_of(t, verb + 1, end - 1), phrase_of(t, first, verb - 1)
    content = spans([stretch(t.sentence, end + 2, len(tokens) - 1)]) or spans([stretch(t.sentence, 0, first - 1)])
    group, cue = t.sentence.span(first, end + 1), t.sentence.span(verb, verb)
    return Saying(t.sentence.index, cue, tokens[verb].text, who, content, "quoted as saying", group, (carrier,))


def _quotation(t: Tree, verb: int, saying: int, who: Phrase, relays: tuple[Phrase, ...]) -> Saying:
    tokens = t.sentence.tokens
    content: list[Span | None] = []
    if t.right[saying] > saying:
        content.append(stretch(t.sentence, saying + 1, t.right[saying]))
    first = min([who.tokens[0], verb, *(r.tokens[0] for r in relays)])
    first -= first > 0 and tokens[first - 1].tag == "DT"
    if first > 1 and tokens[first - 1].text in {",", '"'} and not content:
        content.append(stretch(t.sentence, 0, first - 1))
    group = t.sentence.span(first, saying)
    cue = t.sentence.span(verb, verb)
    return Saying(t.sentence.index, cue, tokens[verb].text, who, spans(content), "quoted as saying", group, relays)
