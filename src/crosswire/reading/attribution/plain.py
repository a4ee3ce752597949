"""Speakers in sentences that were not parsed: only "X said:", and "X said" beside a quotation."""

from __future__ import annotations

import re
from dataclasses import replace

from crosswire.model import Sentence, Span
from crosswire.reading.attribution.phrases import Phrase, tidy
from crosswire.reading.attribution.sayings import Saying
from crosswire.reading.attribution.vocabulary import Vocabulary

_WORD = re.compile(r"[\w.'’&-]+")
_SMALL = frozenset(
    {"of", "the", "de", "al", "bin", "bint", "von", "van", "da", "del", "la", "for", "and", "ibn", "abu", "el"}
)
_PRONOUN = frozenset({"he", "she", "it", "they"})
#: "the mine's manager, Ivo Hala,"
_TITLED = re.compile(
    r"\s*(?P<title>(?:the|an?)\s+[a-z][\w’' -]{2,40}?),\s+(?P<name>[A-Z][\w’'-]+(?:\s+[A-Z][\w.’'-]+){1,3}?)(?=[,.])"
)
#: two to four capitalised words, then what tells of one person
_OPENING_NAME = re.compile(
    r"[A-Z][\w.’'-]+(?: (?:bin |al-|el-|de |van |von )?[A-Z][\w.’'-]*){1,3}"
    r"(?=, (?:who|whose|an?|the|his|her|\d\d?)\b| (?:is|was|had|has|got|lost|went|came|fled|ran|saw|gave|\w+ed)\b)"
)
_NO_NAME = frozenset("in at on by from after before during since under when while if as a an this that".split())
_CLOSERS = "\"”'’,"
_AUXILIARY = re.compile(r"(?:\s+(?:has|have|had|also|later|earlier|then|previously|further))+$")
#: before a participle these make a passive: "the number is expected"
_PASSIVE = frozenset({"is", "was", "were", "are", "be", "been", "being", "not", "to", "of", "and", "by"})
_BARRED = frozenset({"i", "we", "you", "who", "which", "that", "there"})


def plain_saying(sentence: Sentence, words: Vocabulary) -> Saying | None:
    """The speaker of a sentence without tokens, read from its words alone, or None.

    "Foreign Office Minister Ana Ruiz said:", "“They left,” said the mayor.", "“No,” he said."
    """
    matches = list(words.speaks.finditer(sentence.text))
    announced = sentence.text.rstrip().endswith(":")
    for match in reversed(matches) if announced else sorted(matches, key=lambda m: _inside(sentence.text, m.start())):
        found = _speaker(sentence, match)
        if found is None or found.name.lower() in _BARRED:
            continue
        cue = Span(sentence.start + match.start(), sentence.start + match.end())
        group = Span(min(found.span.start, cue.start), max(found.span.end, cue.end))
        opens = announced and match.end() > len(sentence.text) - 40
        rule = "speaker of an unparsed sentence"
        return Saying(sentence.index, cue, match.group(), found, (), rule, group, opens=opens)
    return None


def plain_subject(sentence: Sentence, words: Vocabulary) -> Phrase | None:
    """The person whose full name opens a sentence without tokens: "Omar Sesay, who is 17, got away."."""
    named = _OPENING_NAME.match(sentence.text)
    if named is None or named.group().split()[0].lower() in _SMALL | _NO_NAME:
        return None
    found = _phrase(sentence.text, named.start(), named.end(), sentence)
    return found if found.name.lower() not in words.places and found.head not in words.bodies else None


def _inside(text: str, place: int) -> bool:
    """True inside of a quotation that a mark behind closes: "... because he shouted," Lund told a meeting."""
    return text[place:].count('"') % 2 == 1 or text[place:].count("”") > text[place:].count("“")


def _speaker(sentence: Sentence, match: re.Match[str]) -> Phrase | None:
    """The name after the verb when a quotation stands before it, else the name before the verb."""
    before, after = sentence.text[: match.start()].rstrip(), sentence.text[match.end() :]
    found = _after(after, match.end(), sentence) if before.endswith(tuple(_CLOSERS)) else None
    return found or _ahead(_AUXILIARY.sub("", before), sentence)


def _ahead(before: str, sentence: Sentence) -> Phrase | None:
    """The name that ends just before the verb: capitalised words, or "the/a" and up to four words."""
    found = list(_WORD.finditer(before))
    if not found or found[-1].end() != len(before) or found[-1].group().lower() in _PASSIVE:
        return None
    first = len(found) - 1
    if found[first].group().lower() in _PRONOUN:
        return _phrase(before, found[first].start(), found[first].end(), sentence)
    if found[first].group()[:1].isupper():
        return _phrase(before, found[_name_start(before, found)].start(), found[-1].end(), sentence)
    for back in range(1, 6):
        if first - back >= 0 and found[first - back].group().lower() in {"the", "a", "an"}:
            return _phrase(before, found[first - back].start(), found[-1].end(), sentence)
    return None


def _name_start(before: str, found: list[re.Match[str]]) -> int:
    """First word of the run of capitalised words that ends the text, small words at its head left out."""
    first = len(found) - 1
    while first > 0 and _joined(before, found, first) and _nameish(found[first - 1].group()):
        first -= 1
    while found[first].group().lower() in _SMALL and first < len(found) - 1 and found[first].group() != "The":
        first += 1
    return first


def _joined(before: str, found: list[re.Match[str]], place: int) -> bool:
    return before[found[place - 1].end() : found[place].start()] == " "


def _nameish(word: str) -> bool:
    return word[:1].isupper() or word.lower() in _SMALL


def _after(after: str, offset: int, sentence: Sentence) -> Phrase | None:
    """The name right after the verb: "said Rosa Lund", "said the mayor", "said the mine's manager, Ivo Hala"."""
    titled = _TITLED.match(after)
    if titled:
        named = _phrase(sentence.text, offset + titled.start("name"), offset + titled.end("name"), sentence)
        return replace(named, words=(*_lower(titled["title"]), *named.words))
    found = list(_WORD.finditer(after[:80]))
    if not found or after[: found[0].start()].strip():
        return None
    last = 0
    head = found[0].group()
    if head.lower() in {"the", "a", "an"} and len(found) > 1:
        last = 1
        if found[1].group().endswith(("'s", "’s")) and len(found) > 2:
            last = 2
    elif not head[:1].isupper() and head.lower() not in _PRONOUN:
        return None
    while (
        last + 1 < len(found)
        and after[found[last].end() : found[last + 1].start()] == " "
        and _nameish(found[last + 1].group())
    ):
        last += 1
    while last and found[last].group() in _SMALL:
        last -= 1
    return _phrase(sentence.text, offset + found[0].start(), offset + found[last].end(), sentence)


def _lower(text: str) -> tuple[str, ...]:
    return tuple(word.lower().removesuffix("'s").removesuffix("’s") for word in _WORD.findall(text))


def _phrase(text: str, first: int, last: int, sentence: Sentence) -> Phrase:
    raw = text[first:last]
    if raw.endswith(".") and len(raw.split()[-1]) > 4:
        raw, last = raw[:-1], last - 1
    article = re.match(r"(?:the|an?)\s+", raw, re.I)
    start = first + (article.end() if article and article.end() < len(raw) else 0)
    parts = [w.lower() for w in _WORD.findall(raw)]
    proper = raw.split()[-1][:1].isupper() and parts[-1] not in _PRONOUN
    return Phrase(
        name=tidy(raw),
        span=Span(sentence.start + start, sentence.start + last),
        words=tuple(parts),
        head=parts[-1],
        proper=proper,
        plural=not proper and parts[-1].endswith("s"),
        definite=parts[0] == "the",
        indefinite=parts[0] in {"a", "an"},
        bare=parts[0] == "the" and len(parts) == 2,
        pronoun=parts[0] if len(parts) == 1 and parts[0] in _PRONOUN else None,
        text=raw,
    )
