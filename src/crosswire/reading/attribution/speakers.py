"""Who "he", "the agency" and "the official" are: the speakers and the subjects of the report so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from crosswire.model import Sentence, Source, Span
from crosswire.reading.attribution.kinds import MEDIA, anonymous, is_person, kind_of, known
from crosswire.reading.attribution.phrases import Phrase, phrases_at
from crosswire.reading.attribution.plain import plain_subject
from crosswire.reading.attribution.vocabulary import Vocabulary

#: how many sentences back a pronoun reaches: to a speaker of late, to a subject, to any speaker
_NEAR, _FAR = 2, 6
#: "the group's commander" speaks for those who fight, if any were heard
_OF_GROUP = frozenset(
    {"group", "movement", "militia", "faction", "organisation", "organization", "gang", "cell", "militants", "rebels"}
)
#: "Simon Lund T.D.", "Ana Ruiz MP", "John Roe Jr."
_POST_NOMINAL = re.compile(r",?(?: (?:[A-Z]\.){2,}| (?:MP|TD|QC|KC|OBE|MD|PhD|Jr\.?|Sr\.?|II|III))+$")
_ARMED = frozenset({"perpetrator", "belligerent"})


@dataclass(frozen=True, slots=True)
class Heard:
    """One who spoke or was the subject of a sentence."""

    sentence: int
    phrase: Phrase
    kind: str
    person: bool
    spoke: bool
    anonymous: bool = False
    known: bool = False


@dataclass(slots=True)
class Speakers:
    """The memory of one report, in text order."""

    words: Vocabulary
    report: Sequence[Sentence] = ()
    heard: list[Heard] = field(default_factory=list)
    pending: list[Sentence] = field(default_factory=list)

    def expect(self, sentence: Sentence) -> None:
        """Keep a sentence whose subjects a later pronoun may need; they are read only then."""
        self.pending.append(sentence)

    def _settle(self) -> None:
        """Read the subjects of the sentences kept, in text order before the speakers of the same sentence."""
        if not self.pending:
            return
        kept, self.pending = self.pending, []
        for sentence in kept:
            places = main_subjects(sentence)
            plain = None if sentence.tokens else plain_subject(sentence, self.words)
            for phrase in phrases_at(sentence, places, self.words) if plain is None else [plain]:
                if phrase.proper or known(phrase, self.words):
                    self.note(sentence.index, phrase, False)
        self.heard.sort(key=lambda h: (h.sentence, h.spoke))

    def note(self, sentence: int, phrase: Phrase, spoke: bool) -> None:
        """Remember a speaker or a subject; not pronouns, nor a number that "it" could never mean as a speaker."""
        if phrase.pronoun is None and (spoke or phrase.head not in self.words.tally | {"number"}):
            kind = self.kind(phrase)
            self.heard.append(
                Heard(
                    sentence,
                    phrase,
                    kind,
                    is_person(phrase, self.words),
                    spoke,
                    anonymous(phrase, phrase.text, self.words),
                    known(phrase, self.words),
                )
            )

    def kind(self, phrase: Phrase) -> str:
        """The kind of a phrase, with what was said before of those it points to.

        "the spokesman, Tomasz Rybka" after "a company spokesman"; "the group's commander" after "rebels".
        """
        kind = kind_of(phrase, self.words)
        title = self._bare_title(phrase)
        if title is not None:
            fuller = [h.kind for h in self.heard if title in h.phrase.words and not h.phrase.proper]
            return fuller[-1] if fuller and fuller[-1] != "other" else kind
        if (
            phrase.head in self.words.deferring
            and _OF_GROUP & set(phrase.words)
            and "'s" in phrase.text.replace("’", "'")
        ):
            self._settle()
            armed = [h.kind for h in self.heard if h.kind in _ARMED and not h.person]
            return armed[-1] if armed else kind
        return kind

    def _bare_title(self, phrase: Phrase) -> str | None:
        """ "spokesman", where nothing but "the spokesman" is said of a name."""
        named = set(phrase.name.lower().split())
        rest = [w for w in dict.fromkeys(phrase.words) if w not in named]
        return (
            rest[1]
            if phrase.proper and rest[:1] == ["the"] and rest[1:] and set(rest[1:]) <= self.words.deferring
            else None
        )

    def resolve(self, phrase: Phrase, sentence: int, place: int) -> Phrase | None:
        """The phrase that a pronoun or a bare description stands for; other phrases as they are; None if nobody fits.

        "he" the last person, "it" the last body, "they" the last people; "the official" the last so called.
        """
        serial = self._serial(phrase)
        again = phrase.words[:1] == ("same",) or phrase.name.lower().startswith("same ")
        if phrase.pronoun is not None or phrase.bare or serial or again:
            self._settle()
        if again and not phrase.proper:
            return self._again(phrase) or phrase
        if phrase.pronoun is not None:
            return self._pronoun(phrase.pronoun, sentence, place)
        if phrase.bare or serial:
            found = self._described(phrase, sentence)
            return found or (None if phrase.head in self.words.vague else phrase)
        return self._fuller(phrase)

    def _again(self, phrase: Phrase) -> Phrase | None:
        """ "the same source", "the same official": the last one who spoke and can be called so."""
        spoke = [h for h in self.heard if h.spoke and h.kind not in MEDIA]
        called = [h for h in spoke if phrase.head in h.phrase.words and h.phrase.plural == phrase.plural]
        if (
            not called
            and not phrase.plural
            and phrase.head in self.words.anonymous_heads | self.words.definite["person"]
        ):
            called = [h for h in spoke if h.person or h.anonymous]
        return called[-1].phrase if called else None

    def _serial(self, phrase: Phrase) -> bool:
        """ "an earlier bulletin", "the latest statement": one of those that the last speaker gives."""
        if phrase.head not in self.words.document:
            return False
        parts = phrase.name.lower().split()
        return len(parts) == 2 and parts[0] in self.words.series

    def _fuller(self, phrase: Phrase) -> Phrase:
        """A titled surname is the fuller name said before: "Inspector Lund" after "Inspector Rosa Lund"."""
        parts = phrase.name.split()
        if not phrase.proper or len(parts) != 2 or not is_person(phrase, self.words):
            return phrase
        title = parts[0].lower()
        if title not in self.words.titles and title not in self.words.heads:
            return phrase
        self._settle()
        for one in reversed(self.heard):
            names = _POST_NOMINAL.sub("", one.phrase.name).split()
            if one.person and len(names) > 1 and names[-1] == parts[-1] and names != parts:
                return one.phrase
        return self._in_full(phrase, parts[-1]) or phrase

    def _in_full(self, phrase: Phrase, surname: str) -> Phrase | None:
        """ "Minister Lund" is the Simon Lund whom another sentence of the report names, if it names one such."""
        found: dict[str, Span] = {}
        full = re.compile(rf"\b(?!(?:The|Of|By)\b)([A-Z][\w’'-]+) {re.escape(surname)}\b")
        for sentence in self.report:
            for match in full.finditer(sentence.text) if not sentence.heading else ():
                first = match.group(1).lower()
                if not {first, first + "."} & self.words.titles and first not in self.words.heads:
                    found.setdefault(match.group(), Span(sentence.start + match.start(), sentence.start + match.end()))
        if len(found) != 1:
            return None
        name, span = found.popitem()
        return replace(phrase, name=name, span=span, words=(*phrase.words, *name.lower().split()))

    def _pronoun(self, pronoun: str, sentence: int, place: int) -> Phrase | None:
        fits = {
            "he": _person,
            "she": _person,
            "him": _person,
            "her": _person,
            "it": self._bodily,
            "they": _several,
            "them": _several,
            "one": _speaking,
        }.get(pronoun)
        return None if fits is None else self._nearest(fits, sentence, place)

    def _bodily(self, heard: Heard) -> bool:
        """A body; also the short name of one: "it added" after "Lion said", which is "Lion Shipping"."""
        name = heard.phrase.name + " "
        short = heard.spoke and heard.phrase.proper and " " not in heard.phrase.name
        return _body(heard) or (short and any(not h.person and h.phrase.name.startswith(name) for h in self.heard))

    def _nearest(self, fits: Callable[[Heard], bool], sentence: int, place: int) -> Phrase | None:
        """The last speaker or subject of late that fits, else a speaker further back."""
        for spoke, reach in ((False, _NEAR), (True, _FAR)):
            for one in reversed(self.heard):
                if sentence - one.sentence > reach:
                    break
                if not fits(one) or (spoke and not one.spoke) or one.phrase.span.end > place:
                    continue
                if not _told_of(one, sentence):
                    return one.phrase
        return None

    def _described(self, phrase: Phrase, sentence: int) -> Phrase | None:
        """The last speaker called so: "the minister" Health Minister Ana Ruiz, "the source" a security source;
        of "the statement" or "the report" whoever spoke last.
        """
        noun, definite = phrase.head, self.words.definite
        if noun in self.words.document:
            late = [h for h in self.heard if h.spoke and sentence - h.sentence <= _NEAR]
            return late[-1].phrase if late else None
        called = [h for h in self.heard if _called(h.phrase, noun) and h.phrase.name != phrase.name]
        spoke = [h for h in called if h.spoke]
        if noun.endswith("old"):
            return self._nearest(_person, sentence, phrase.span.start)
        if noun in definite["person"]:
            singular = [h for h in spoke or called if h.person or not h.phrase.proper]
            return singular[-1].phrase if singular else None
        if noun in definite["body"] | definite["company"] | definite["media"]:
            named = [h for h in spoke or called if h.phrase.proper or h.phrase.name.lower() != h.phrase.name]
            carriers = [h for h in called if h.kind in MEDIA and h.phrase.head == noun and not named]
            return (named or carriers)[-1].phrase if named or carriers else self._body_of_kind(noun, sentence)
        return None

    def _body_of_kind(self, noun: str, sentence: int) -> Phrase | None:
        definite = self.words.definite
        for one in reversed(self.heard):
            if (
                sentence - one.sentence > _FAR
                or one.person
                or not self._is_body(one.phrase)
                or one.phrase.name.lower() in self.words.places
            ):
                continue
            just_told = sentence - one.sentence == 1 and noun not in definite["media"] | definite["company"]
            if not (one.spoke or just_told):  # "Boko Haram overran the base. The group said"
                continue
            if noun in definite["media"]:
                if one.kind in MEDIA:
                    return one.phrase
            elif noun in definite["company"]:
                if one.kind in {"company", "other"} and one.spoke:
                    return one.phrase
            elif one.kind not in MEDIA:
                return one.phrase
        return None

    def _is_body(self, phrase: Phrase) -> bool:
        """ "Oxfam", "Doctors Without Borders", and without capitals "civil defence", "the coast guard"."""
        if phrase.proper or phrase.name.lower() in self.words.names:
            return True
        return not phrase.plural and phrase.head in self.words.bodies

    def source(self, phrase: Phrase, clause: str, cue: str | None) -> Source:
        """The source a phrase makes; the kind of a bare surname is that of its fuller name before."""
        kind, hidden = self.kind(phrase), anonymous(phrase, clause, self.words)
        if kind == "other" and phrase.proper:
            self._settle()
            fuller = [h.kind for h in self.heard if h.kind != "other" and _short_for(phrase, h)]
            kind = fuller[-1] if fuller else kind
        return Source(phrase.name, kind, hidden, phrase.span, cue)


def _short_for(phrase: Phrase, heard: Heard) -> bool:
    """ "Choi" after "Choi Bong", "Lund" after "Rosa Lund", "DDM" after "the Department of Disaster Management"."""
    names = heard.phrase.name.split()
    if phrase.name.isupper() and len(phrase.name) > 2:
        return phrase.name in names or phrase.name == "".join(w[0] for w in names if w[0].isupper())
    return heard.person and (phrase.name.split()[-1] in names or phrase.name in names)


def _told_of(heard: Heard, sentence: int) -> bool:
    """ "Neither guard was hurt, she said": somebody of whom she tells."""
    same = heard.sentence == sentence and not heard.spoke
    return same and heard.person and not (heard.phrase.proper or heard.phrase.definite)


def _called(phrase: Phrase, noun: str) -> bool:
    """ "Health Minister Ana Ruiz" and "the prime minister" are called minister, "the minister's car" is not."""
    return noun in phrase.words and len(phrase.words) > 1 and (phrase.proper or phrase.head == noun)


def _person(heard: Heard) -> bool:
    return heard.person and (heard.phrase.proper or not heard.phrase.plural)  # "he" is no "two Slovenians"


def _body(heard: Heard) -> bool:
    named = heard.phrase.proper and " " in heard.phrase.name and " and " not in heard.phrase.name  # "Lion Wings"
    return not heard.person and (named or not heard.phrase.plural) and (heard.phrase.proper or heard.known)


def _several(heard: Heard) -> bool:
    return heard.phrase.plural and heard.known


def _speaking(heard: Heard) -> bool:
    """ "One said": one of those who spoke."""
    return heard.phrase.plural and heard.known and heard.spoke


def main_subjects(sentence: Sentence) -> tuple[int, ...]:
    """Subjects of the main clause, of clauses coordinated with it, and of one that a closing "it said" governs."""
    tokens = sentence.tokens
    return tuple(
        k.i
        for k in tokens
        if k.dep in {"nsubj", "nsubjpass"} and k.tag[:2] == "NN" and k.lower not in _NOBODY and _main(sentence, k.head)
    )


_NOBODY = frozenset(
    {
        *"one two three four five six seven eight nine ten eleven twelve".split(),
        "none",
        "any",
        "nobody",
        "nothing",
        "something",
        "everything",
        "anything",
    }
)


def _main(sentence: Sentence, verb: int) -> bool:
    token = sentence.tokens[verb]
    above = sentence.tokens[token.head]
    return token.dep == "ROOT" or (
        above.dep == "ROOT" and (token.dep == "conj" or (token.dep == "ccomp" and verb < above.i))
    )
