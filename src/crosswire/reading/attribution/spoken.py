"""Sayings with their speakers known: pronouns and bare descriptions resolved in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crosswire.model import Sentence, Source, Span
from crosswire.reading.attribution.authors import OWNERS
from crosswire.reading.attribution.gaps import with_gapped
from crosswire.reading.attribution.headlines import headline_sayings
from crosswire.reading.attribution.idioms import idiom_sayings
from crosswire.reading.attribution.kinds import MEDIA, is_person
from crosswire.reading.attribution.phrasal import phrasal_sayings
from crosswire.reading.attribution.phrases import Phrase
from crosswire.reading.attribution.plain import plain_saying
from crosswire.reading.attribution.relays import quoting
from crosswire.reading.attribution.sayings import Saying
from crosswire.reading.attribution.speakers import Speakers
from crosswire.reading.attribution.trees import tree
from crosswire.reading.attribution.verbs import verb_sayings
from crosswire.reading.attribution.vocabulary import Vocabulary

#: "Latest from the fire service: ..."
_CAPTION = re.compile(r"[^:.;]{0,60}\b(?:from|by) [^:.;]{3,60}:")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A saying whose sources are known: origin first; ``content`` may grow by quotations and following paragraphs."""

    sentence: int
    cue: Span
    group: Span
    content: tuple[Span, ...]
    sources: tuple[Source, ...]
    rule: str
    opens: bool = False
    quoted: bool = False
    carried: bool = False
    resolved: bool = False


def spoken_in(sentences: Sequence[Sentence], words: Vocabulary) -> list[Spoken]:
    """All sayings of a report, in text order, with resolved speakers."""
    memory = Speakers(words, sentences)
    found: list[Spoken] = []
    late: list[Spoken] = []
    paragraph = -1
    for sentence in sentences:
        here = _of_sentence(sentence, memory, words)
        if sentence.paragraph == paragraph:
            here = [_relayed(one, late) for one in here]
        late = here or (late if sentence.paragraph == paragraph else [])
        paragraph = sentence.paragraph
        found += here
    return found


def _relayed(one: Spoken, late: Sequence[Spoken]) -> Spoken:
    """ "Khan told The Daily Star. He said ...": the paper carries the second saying too, in the same paragraph."""
    if len(one.sources) != 1 or not one.resolved:
        return one
    before = next((b for b in late if same(b.sources[0].name, one.sources[0].name) and len(b.sources) > 1), None)
    carriers = tuple(s for s in before.sources[1:] if s.kind in MEDIA) if before is not None else ()
    return replace(one, sources=(*one.sources, *carriers))


def _of_sentence(sentence: Sentence, memory: Speakers, words: Vocabulary) -> list[Spoken]:
    memory.expect(sentence)
    if not sentence.tokens:
        plain = plain_saying(sentence, words)
        sayings = [] if plain is None else [plain]
    else:
        sayings = _others_own(sayings_of(sentence, words)) if _may_speak(sentence, words) else []
    resolved: dict[int, Phrase | None] = {}
    for k, saying in enumerate(sayings):
        if saying.speaker.pronoun is None:
            resolved[k] = memory.resolve(saying.speaker, sentence.index, saying.group.start)
    for k, saying in enumerate(sayings):
        if k not in resolved:
            others = [(s, resolved.get(j)) for j, s in enumerate(sayings) if j != k]
            near = _enclosing(saying, others, words) or _earlier(saying, others, words)
            resolved[k] = near or memory.resolve(saying.speaker, sentence.index, saying.group.start)
    found = []
    for k, saying in enumerate(sayings):
        who = resolved[k]
        if who is not None:
            memory.note(sentence.index, who, True)
            one = _spoken(saying, who, sentence, memory)
            found.append(replace(one, resolved=who is not saying.speaker))
    return found


def _others_own(sayings: Sequence[Saying]) -> list[Saying]:
    """The sayings but those of the speaker's own people: "She said her own men had counted 19" is hers alone."""
    kept = []
    for one in sayings:
        mine = one.speaker.pronoun is None and one.speaker.name.lower().split()[:1][0] in OWNERS
        if not mine or not any(span.holds(one.cue) for other in sayings for span in other.content if other is not one):
            kept.append(one)
    return kept


def _may_speak(sentence: Sentence, words: Vocabulary) -> bool:
    """True if a word of the sentence can carry a saying; spares the tree of most sentences."""
    if sentence.heading or sentence.text.rstrip(" .").endswith((":", ")")) or _CAPTION.match(sentence.text):
        return True
    owned = False
    for k in sentence.tokens:
        if k.lemma in words.cues or k.lower in words.signs or k.lower in words.said_forms:
            return True
        owned = owned or k.text == ":" or k.lower in words.owned or k.lemma in words.owned
    return owned and any(k.tag == "CD" for k in sentence.tokens)  # "the ministry's toll of 12"


def sayings_of(sentence: Sentence, words: Vocabulary) -> list[Saying]:
    """Sayings of one parsed sentence, by the place of their cue."""
    t = tree(sentence)
    if sentence.heading:
        apart = list(headline_sayings(t, words))
        if apart:
            return apart
    verbs = [*verb_sayings(t, words), *quoting(t, words)]
    found = [*with_gapped(t, verbs, words), *phrasal_sayings(t, words, verbs), *idiom_sayings(t, words)]
    return sorted(found, key=lambda s: (s.cue.start, s.cue.end))


def _enclosing(saying: Saying, others: Sequence[tuple[Saying, Phrase | None]], words: Vocabulary) -> Phrase | None:
    """ "Spain says it has confirmed": the pronoun inside what is said is the one who says it, if it can be."""
    for other, who in others:
        if who is None or not any(span.holds(saying.cue) for span in other.content):
            continue
        if saying.speaker.pronoun in ({"he", "she"} if is_person(who, words) else {"it", "they"}):
            return who
    return None


def _earlier(saying: Saying, others: Sequence[tuple[Saying, Phrase | None]], words: Vocabulary) -> Phrase | None:
    """ "The Red Cross has registered 90; 30 more are waiting, it says": who spoke before in the same sentence."""
    for other, who in reversed(others):
        if saying.speaker.pronoun == "one":
            continue
        if who is None or other.cue.start > saying.cue.start or who.plural != (saying.speaker.pronoun == "they"):
            continue
        if (saying.speaker.pronoun in {"he", "she"}) == is_person(who, words):
            return who
    return None


def _spoken(saying: Saying, who: Phrase, sentence: Sentence, memory: Speakers) -> Spoken:
    """The saying with its chain: whom the speaker cites, the speaker, the media that carried it."""
    clause = f"{saying.speaker.text} {_aside(saying, sentence)}"
    sources = [memory.source(who, clause if who is saying.speaker else who.text, saying.word)]
    if saying.origin is not None:
        origin = memory.resolve(saying.origin, sentence.index, saying.cue.start)
        if origin is not None and origin.name.lower() != who.name.lower():
            sources.insert(0, memory.source(origin, origin.text, "citing"))
    for relay in saying.relays:
        carrier = memory.resolve(relay, sentence.index, saying.cue.start)
        if carrier is not None:
            memory.note(sentence.index, carrier, False)
            sources.append(memory.source(carrier, carrier.text, saying.word))
    return Spoken(
        saying.sentence, saying.cue, saying.group, saying.content, distinct(sources), saying.rule, saying.opens
    )


def _aside(saying: Saying, sentence: Sentence) -> str:
    """Words of the sentence outside of what is said: where anonymity is asked for."""
    kept = []
    place = sentence.start
    for span in (*saying.content, Span(sentence.end, sentence.end)):
        kept.append(sentence.text[max(0, place - sentence.start) : max(0, span.start - sentence.start)])
        place = max(place, span.end)
    return " ".join(kept)


def distinct(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Sources in order, one who appears twice (by a fuller or shorter name) only once, by the fuller."""
    kept: list[Source] = []
    for source in sources:
        twin = next((k for k, one in enumerate(kept) if same(source.name, one.name)), None)
        if twin is None:
            kept.append(source)
        elif len(source.name) > len(kept[twin].name):
            kept[twin] = replace(source, cue=kept[twin].cue)
    return tuple(kept)


def same(a: str, b: str) -> bool:
    """ "Mahecic" and "UN refugee spokesman Andrej Mahecic" are one; "police" and "police union" are not taken apart."""
    first, second = a.lower().split(), b.lower().split()
    short, long = (first, second) if len(first) <= len(second) else (second, first)
    if long[-len(short) :] == short:
        return True
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    return (
        shorter.isupper()
        and len(shorter) > 1
        and shorter.replace(".", "") in "".join(w[0] for w in longer.split() if w[0].isupper())
    )


def grown(one: Spoken, content: tuple[Span, ...], quoted: bool = True) -> Spoken:
    """The saying with more content."""
    return replace(one, content=content, quoted=one.quoted or quoted)
