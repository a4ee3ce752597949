"""What kind of source a phrase names: official, military, state media, agency, hospital, witness ..."""

from __future__ import annotations

import re

from crosswire.reading.attribution.mandates import side_of
from crosswire.reading.attribution.phrases import Phrase
from crosswire.reading.attribution.vocabulary import Vocabulary

MEDIA = frozenset({"agency", "outlet", "state media"})

_BRIGADE = re.compile(r"\b([A-Z][\w’'-]+)\s+[Bb]rigades?\b")
#: words before "brigade" that make it an army's or the fire service's
_ARMS = frozenset(
    "infantry armoured armored parachute airborne mechanised mechanized tank marine marines commando fire army "
    "artillery guards mountain assault presidential cavalry engineer engineers logistics medical naval support "
    "special reserve motorised motorized rifle signal first second third fourth fifth sixth seventh eighth ninth "
    "tenth".split()
)
#: "spokesman for Boeing", "commander of the Signatories"
_BODY = re.compile(
    r"\b(?:spokes\w+|president|chief|commander|leader|representative) (?:of|for) (?:the )?([A-Z][\w’'-]+)"
)
#: "a group calling itself the Dawn": no office, no party calls itself something
_SELF_STYLED = re.compile(r"\b(?:calling|calls|call|styling) (?:itself|themselves|himself)\b")
_POSSESSIVE = re.compile(r"[’']s$")
_WORD = re.compile(r"[\w.'’&-]+")


#: generals in no army: "the attorney general"
_CIVIL = frozenset(
    "inspector attorney surgeon director solicitor auditor consul governor prosecutor registrar advocate".split()
)


def kind_of(phrase: Phrase, words: Vocabulary) -> str:
    """The kind of one source, by listed names, then by its noun, then by what modifies it.

    "Yonhap news agency" agency; "the state news agency" state media; "an army spokesman" military;
    "a hospital official" hospital; "Dr. Rosa Lund" hospital; "Mexican officials" official; "Spain" official.
    """
    if phrase.head in words.tally:
        return "tally"
    if phrase.head == "general" and _CIVIL & set(phrase.words):
        return "official"
    if _SELF_STYLED.search(phrase.text):
        return "perpetrator"
    side = side_of(phrase.text, words)
    if side is not None:
        return side
    listed = _listed(phrase, words)
    media = _media(phrase, words, listed)
    if media is not None:
        return media
    if phrase.name.lower() in words.places:
        return "official"
    if listed is not None and phrase.name.lower() in words.names and " " in phrase.name:
        return listed  # "Doctors Without Borders" are no doctors
    if not phrase.proper and phrase.head not in words.deferring and phrase.head in words.heads:
        return words.heads[phrase.head]
    if listed is not None:
        return listed
    modified = next((words.modifiers[w] for w in phrase.words if w in words.modifiers), None)
    if modified is not None and not (modified == "perpetrator" and phrase.proper):
        return modified
    described = _described(phrase, words)
    if described is None and _for_a_body(phrase):
        return "other"
    if described is None and phrase.proper and phrase.head == "marine":
        return "other"  # "Hellas Marine" is a firm's name
    return described or words.heads.get(phrase.head, "other")


def known(phrase: Phrase, words: Vocabulary) -> bool:
    """True for a phrase that a word marks as one who may speak, even where its kind is "other" ("the opposition")."""
    if kind_of(phrase, words) != "other":
        return True
    return any(w in words.modifiers or w in words.heads or w in words.definite["person"] for w in phrase.words)


def _irregular(phrase: Phrase) -> bool:
    """ "the Dawn Brigade": a brigade with a name of its own, neither a number nor an arm of the service."""
    found = _BRIGADE.search(phrase.text)
    return found is not None and found.group(1).lower() not in _ARMS


def _described(phrase: Phrase, words: Vocabulary) -> str | None:
    """The kind by the nouns of the phrase: those that say what somebody is, then weak modifiers, then those that defer.

    "The ministry's spokesman, Dr. Peter Olweny" official by the ministry; "Dr. Rosa Lund" hospital; "rescue workers"
    official, though a worker is a witness.
    """
    skip = {"state", "local"} - {phrase.head} | ({"marine"} if phrase.proper else set())
    if {"fire", "brigade"} <= set(phrase.words):
        skip.add("brigade")  # firefighters
    named = [w for w in phrase.words if w in words.heads and w not in skip]
    firm = [words.heads[w] for w in named if w not in words.deferring and w not in words.weak]
    weak = [words.weak[w] for w in phrase.words if w in words.weak]
    titled = [w for w in named if w not in words.weak and w in words.definite["person"]]
    if firm:
        return "belligerent" if firm[-1] == "military" and _irregular(phrase) else firm[-1]
    if weak and not (weak[0] == "hospital" and titled):
        return weak[0]
    deferring = [w for w in named if w not in words.weak]
    if deferring and set(deferring) <= words.deferring and _for_a_body(phrase):
        return None  # "a spokesman for Boeing": no office speaks
    return words.heads[deferring[-1]] if deferring else None


def _for_a_body(phrase: Phrase) -> bool:
    """ "a spokesman for Boeing", "Adrian Rose, a vice president of Transocean": the body decides, if it is known."""
    found = _BODY.search(phrase.text)
    return found is not None and not phrase.name.startswith(found.group(1))


def _media(phrase: Phrase, words: Vocabulary, listed: str | None) -> str | None:
    """Agencies, papers and stations; those that a state runs are state media."""
    if listed in MEDIA:
        return listed
    described = set(phrase.words)
    agency = "agency" in described and "news" in described
    outlet = words.heads.get(phrase.head) == "outlet" or (
        phrase.proper and (any(words.heads.get(w) == "outlet" for w in phrase.words[-6:]) or _paper(phrase, words))
    )
    if outlet and described & {"rights", "monitoring", "relief", "aid"} and phrase.head not in described & words.papers:
        return None
    if not agency and not outlet:
        return None
    if described & words.state or any(w.startswith("state-") for w in described) or "state" in described:
        return "state media"
    return "agency" if agency else "outlet"


def _paper(phrase: Phrase, words: Vocabulary) -> bool:
    """ "the Dunmore Herald", "the news site Burkina24"."""
    parts = phrase.name.lower().split()
    described = set(phrase.words)
    return (len(parts) > 1 and parts[-1] in words.papers) or {"news", "site"} <= described


def _listed(phrase: Phrase, words: Vocabulary) -> str | None:
    """The kind of the longest listed name inside the phrase; short ones count only in capitals ("IS", "WHO")."""
    tokens = [_POSSESSIVE.sub("", token) for token in _WORD.findall(phrase.text or phrase.name)]
    starts = [i for i, token in enumerate(tokens) if token.lower() in words.name_starts]
    for size in range(min(6, len(tokens)), 0, -1) if starts else ():
        for start in starts:
            text = " ".join(tokens[start : start + size])
            kind = words.names.get(text.lower()) if start + size <= len(tokens) else None
            if kind is not None and _written_as_name(text, size, len(tokens)):
                return kind
    return None


def _written_as_name(text: str, size: int, total: int) -> bool:
    """ "civil defence" in small letters is one, "care" is not, "CARE" is."""
    if size > 1 and len(text) > 6:
        return True
    return text[0].isupper() and (len(text) > 4 or text.replace(".", "").isupper() or size == total)


def anonymous(phrase: Phrase, clause: str, words: Vocabulary) -> bool:
    """True for a source that hides: "a security source", "an official who asked not to be named", "a soldier".

    A spokesman speaks for a body and a body is named; several officials are a body.
    """
    lowered = clause.lower()
    if phrase.head in words.anonymous_heads or any(p in lowered for p in words.anonymous_phrases):
        return True
    return phrase.indefinite and not phrase.proper and is_person(phrase, words) and not phrase.head.startswith("spokes")


def _called_body(phrase: Phrase, words: Vocabulary) -> bool:
    """ "Lion Wings, the airline,": a body by what stands beside its name."""
    named = len(phrase.name.split())
    called = words.definite["body"] | words.definite["company"] | words.bodies
    before = phrase.text.removesuffix(phrase.name).rstrip(" ,").split() if phrase.text.endswith(phrase.name) else []
    if before and before[-1] in called:
        return True  # "the ship's operator, Lion Wings"
    place = next((i for i, w in enumerate(phrase.words) if w in {"the", "a", "an"} and i >= named), None)
    stem = phrase.name.lower()
    if place is None or any(w[:3] not in stem for w in phrase.words[named:place]):
        return False
    beside = phrase.words[place + 1 : place + 4]
    if words.definite["person"].intersection(phrase.words[place + 1 : place + 5]):
        return False  # "Captain Rene Luko, the army's spokesman"
    return any(w in called for w in beside)


def is_person(phrase: Phrase, words: Vocabulary) -> bool:
    """True if the phrase is one human being: "Ana Ruiz", "Dr. Lund", "the mayor", not "the Red Cross" or "Spain"."""
    if phrase.plural and " and " in phrase.name:
        return False
    if not phrase.proper:
        return (
            phrase.head in words.definite["person"] or words.heads.get(phrase.head) == "witness"
        ) and not phrase.plural
    name = phrase.name.lower()
    parts = name.replace(",", " ").split()
    if name in words.places or name in words.names or not parts:
        return False
    if any(part in words.titles for part in parts):
        return True
    if _called_body(phrase, words):
        return False
    return not (
        parts[-1] in words.bodies
        or phrase.head in words.bodies
        or (phrase.name.isupper() and len(parts) == 1)
        or " of " in name
    )
