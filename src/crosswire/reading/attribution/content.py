"""Which words of a sentence are what a verb reports: read from the tree, cut where another statement begins."""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.model import Span
from crosswire.reading.attribution.openings import counts_on
from crosswire.reading.attribution.phrases import Phrase
from crosswire.reading.attribution.sayings import spans, stretch
from crosswire.reading.attribution.trees import Tree
from crosswire.reading.attribution.vocabulary import Vocabulary

_CONTRAST = frozenset({"while", "whereas", "though", "although"})
_RANGES = frozenset({"between", "from", "over", "around", "about"})
_SUMS = frozenset({"becoming", "bringing", "raising", "taking", "leaving", "making"})
_CONCLUDES = frozenset({"suggest", "imply", "mean", "indicate"})
_SUBJECT = frozenset({"nsubj", "nsubjpass", "expl"})


def clauses_of(t: Tree, verb: int) -> tuple[int, ...]:
    """Clauses under the verb; "reported, citing X, that S" hangs S on as an adverbial clause with "that"."""
    tokens, children = t.sentence.tokens, t.sentence.children
    return tuple(
        c
        for c in children[verb]
        if (tokens[c].dep in {"ccomp", "xcomp"} or (tokens[c].dep == "advcl" and _that(t, c) is not None))
        and not (c < verb and _severed(t, c, verb))
    )


def _severed(t: Tree, clause: int, verb: int) -> bool:
    """ "Norway has four cases; Sweden confirmed nine": the parser hung the first statement on the second.

    So it does over a comma: "the army says 16 died, the rebels claim 50"; no verb reports both a clause and a number.
    """
    if '"' in t.sentence.text:
        return False
    return any(t.sentence.tokens[i].text == ";" for i in range(clause + 1, verb)) or has_number(t, verb)


def has_number(t: Tree, verb: int) -> bool:
    """ "witnesses say 11", "the rebels claim 50 dead": a number is the verb's object."""
    tokens = t.sentence.tokens
    return any(has_digit(t, c) for c in t.sentence.children[verb] if c > verb and tokens[c].dep == "dobj")


def has_digit(t: Tree, noun: int) -> bool:
    """ "50 dead", "50": a phrase that counts."""
    tokens = t.sentence.tokens
    return tokens[noun].tag == "CD" or any(tokens[g].tag == "CD" for g in t.sentence.children[noun])


def _that(t: Tree, clause: int) -> int | None:
    """The "that" which opens a clause."""
    tokens = t.sentence.tokens
    marks = [c for c in t.sentence.children[clause] if tokens[c].dep == "mark" and tokens[c].lower == "that"]
    return marks[0] if marks and marks[0] < clause else None


def clause_content(t: Tree, verb: int, subject: int, clauses: tuple[int, ...], words: Vocabulary) -> tuple[Span, ...]:
    """The clause before the speaker ("S, X said"), after the verb ("X said S"), or both ("S, X said, adding")."""
    found: list[Span | None] = []
    before, after = [c for c in clauses if c < verb], [c for c in clauses if c > verb]
    group, behind = min(t.left[subject], verb) if subject < verb else verb, max(verb, subject) + 1
    if before:
        found.append(stretch(t.sentence, _left_start(t, verb), group - 1))
        found.append(stretch(t.sentence, behind, max(t.right[c] for c in before)))
        found += _trailing(t, verb, behind, words)
    if after:
        first = min(_raised(t, verb, c) for c in after)
        if first <= verb:
            found.append(stretch(t.sentence, first, group - 1))
            first = behind
        found.append(stretch(t.sentence, _opening(t, verb, first, after[0]), _right_end(t, verb, words)))
    return spans(found)


def _raised(t: Tree, verb: int, clause: int) -> int:
    """ "believed 31 to be dead": the number is what is said, too."""
    tokens = t.sentence.tokens
    between = [c for c in t.sentence.children[verb] if verb < c < clause and tokens[c].dep == "dobj"]
    counted = [c for c in between if has_digit(t, c)]
    infinitive = tokens[clause].dep == "xcomp" and any(tokens[c].tag == "TO" for c in t.sentence.children[clause])
    return t.left[counted[0]] if counted and infinitive else t.left[clause]


def _trailing(t: Tree, verb: int, behind: int, words: Vocabulary) -> Iterator[Span | None]:
    """What goes on behind a closing speaker.

    "S, X said, with 12 missing"; "S, X said, and 12 are missing"; "S, X said, bringing the toll to 12".
    """
    tokens, children = t.sentence.tokens, t.sentence.children
    for c in children[verb]:
        first = t.left[c]
        told = tokens[c].lower in _SUMS or any(tokens[i].tag == "CD" for i in range(first, t.right[c] + 1))
        if first < behind or not told:
            continue
        with_them = tokens[first].lower in {"with", *_SUMS} and tokens[first - 1].text == ","
        also = tokens[first - 1].lower == "and" and tokens[first - 2].text == "," and tokens[c].lemma not in words.cues
        shared = tokens[c].dep == "conj" and tokens[c].tag in {"VBD", "VBN"}  # "S, X said, and sickened 900"
        if with_them or (also and (shared or any(tokens[g].dep in _SUBJECT for g in children[c]))):
            yield stretch(t.sentence, first, _right_end(t, c, words) if also else t.right[c])


def _opening(t: Tree, verb: int, first: int, clause: int) -> int:
    """Start of the clause: its "that", else moved back to "that", a colon or a quotation mark after the verb."""
    tokens = t.sentence.tokens
    that = _that(t, clause)
    if that is not None and that > verb:
        return that
    if _ranged(t, verb, clause):
        return verb + 1
    for i in range(first - 1, verb, -1):
        if (tokens[i].lower == "that" and tokens[i].tag in {"IN", "DT"}) or tokens[i].text in {":", '"'}:
            return i
    return first


def _ranged(t: Tree, verb: int, clause: int) -> bool:
    """ "said between 30 and 40 gunmen had come": the subject of the clause was hung on the verb of speech."""
    tokens = t.sentence.tokens
    if tokens[clause].dep != "ccomp" or tokens[verb + 1].head != verb:
        return False
    return tokens[verb + 1].lower in _RANGES and tokens[verb + 2].tag == "CD"


def with_colon(t: Tree, verb: int, subject: int, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The content with what follows a colon shortly after the verb, when nothing else is said in between.

    "At least 27 dead, the ministry said: 14 in Oruro"; "what the nurse told the committee: two cooks were ill".
    """
    tokens = t.sentence.tokens
    behind = max(verb, subject) + 1
    for i in range(behind, min(len(tokens) - 1, behind + 9)):
        if tokens[i].tag.startswith("VB") or tokens[i].text in {",", ";", '"'}:
            break
        if tokens[i].text == ":":
            rest = stretch(t.sentence, i + 1, len(tokens) - 1)
            return content if any(s.end > tokens[i].start for s in content) else spans([*content, rest])
    return content


def counted_on(t: Tree, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The content with what counts on behind its semicolon: "said it had treated 1,400; 11 died"."""
    tokens = t.sentence.tokens
    end = content[-1].end if content else -1
    mark = next((k.i for k in tokens if k.text == ";" and k.start == end), None)
    if mark is None or mark + 2 >= len(tokens) or '"' in t.sentence.text:
        return content
    last = next((k.i - 1 for k in tokens[mark + 1 :] if k.text == ";"), len(tokens) - 1)
    rest = stretch(t.sentence, mark + 1, last)
    if rest is None or not counts_on(t.sentence.text[rest.start - t.sentence.start : rest.end - t.sentence.start]):
        return content
    return (*content[:-1], Span(content[-1].start, rest.end))


def _left_start(t: Tree, verb: int) -> int:
    """First token of the verb's clause, without the conjunction that ties it to the one before."""
    tokens = t.sentence.tokens
    first = _quoted_alone(t, verb) or t.left[verb]
    while first < verb and tokens[first].dep in {"cc", "punct"} and tokens[first].text not in {'"', "'"}:
        first += 1
    return first


def _quoted_alone(t: Tree, verb: int) -> int | None:
    """Start of the quotation that closes before the speaker and opens after a semicolon.

    "Three died in the night; "two are stable," a spokesman said": the first clause is the report's.
    """
    tokens = t.sentence.tokens
    marks = [k.i for k in tokens[:verb] if k.text == '"']
    if len(marks) < 2 or len(marks) % 2 or marks[-2] == 0:
        return None
    return marks[-2] if tokens[marks[-2] - 1].text == ";" else None


def figure_content(t: Tree, verb: int, who: Phrase, words: Vocabulary) -> tuple[Span, ...]:
    """What follows a verb that takes a figure: "reported 45 dead in the north and 12 in the south".

    A place speaks for itself only: "Ohio has confirmed nine cases, three in Texas" ends before "three".
    """
    end = _right_end(t, verb, words)
    if who.name.lower() in words.places:
        end = _elsewhere(t, verb, end, words)
    end = _inferred(t, verb, end)
    return spans([stretch(t.sentence, verb + 1, end)])


def _inferred(t: Tree, verb: int, end: int) -> int:
    """ "has registered 127 survivors, which suggests that 200 were aboard": the report draws the conclusion."""
    tokens = t.sentence.tokens
    for i in range(verb + 2, end):
        if tokens[i].lower == "which" and tokens[i - 1].text == "," and tokens[tokens[i].head].lemma in _CONCLUDES:
            return i - 1
    return end


def framed_content(t: Tree, verb: int, words: Vocabulary) -> tuple[Span, ...]:
    """ "said in a statement that S", where the parser hung S on the statement: from "that" on."""
    tokens = t.sentence.tokens
    for i in range(verb + 1, min(t.right[verb], verb + 12) + 1):
        if tokens[i].lower == "that" and tokens[i].dep == "mark":
            frame = tokens[tokens[i].head].head
            if tokens[frame].lemma in words.frame | words.document and tokens[frame].dep == "pobj":
                return spans([stretch(t.sentence, i, _right_end(t, verb, words))])
    return ()


def _elsewhere(t: Tree, verb: int, end: int, words: Vocabulary) -> int:
    tokens = t.sentence.tokens
    for i in range(verb + 2, end - 2):
        if tokens[i].text == "," and tokens[i + 1].tag == "CD" and tokens[i + 2].lower == "in":
            return i if tokens[i + 3].lower in words.places else end
    return end


def _right_end(t: Tree, verb: int, words: Vocabulary, own: int | None = None) -> int:
    """Last token of what the verb reports: its subtree, up to the first statement beside it.

    "Officials said no one died, but the source said five": ends before "but".  A cue of the statement's
    ``own`` bounds nothing: "Five are dead, Lund said, and three are missing".
    """
    for i in _beside(t, verb):
        if i == own:
            continue
        spliced = _spliced(t, i, words)
        if spliced is not None:
            return max(verb, spliced - 1)
        if _parts(t, verb, i, words):
            return max(verb, _before(t, i))
    return t.right[verb]


def _spliced(t: Tree, clause: int, words: Vocabulary) -> int | None:
    """Where a second speaker begins whom the parser made govern the first one's clause ("..., the rebels claim 50")."""
    tokens, children = t.sentence.tokens, t.sentence.children
    if tokens[clause].lemma not in words.say or not has_number(t, clause):
        return None
    starts = [t.left[c] for c in children[clause] if tokens[c].dep == "nsubj"]
    governed = any(tokens[c].dep == "ccomp" and starts and c < starts[0] for c in children[clause])
    return starts[0] if governed else None


def _beside(t: Tree, verb: int) -> Iterator[int]:
    """Clauses after the verb that are coordinated or contrasted with it, or with what it governs."""
    tokens = t.sentence.tokens
    for i in range(verb + 1, t.right[verb] + 1):
        if t.left[i] > verb and (tokens[i].dep in {"conj", "parataxis", "ccomp"} or _contrasts(t, i)):
            yield i


def _contrasts(t: Tree, child: int) -> bool:
    """ "while Spain confirmed two", "whereas": a second statement beside the first."""
    tokens = t.sentence.tokens
    return tokens[child].dep == "advcl" and any(
        tokens[c].dep == "mark" and tokens[c].lower in _CONTRAST for c in t.sentence.children[child]
    )


def _parts(t: Tree, verb: int, clause: int, words: Vocabulary) -> bool:
    """True if the clause is a statement of its own: another speaker, or its own subject after "but" or a semicolon."""
    tokens = t.sentence.tokens
    own = any(tokens[c].dep in _SUBJECT for c in t.sentence.children[clause])
    cue = tokens[clause].lemma in words.cues and tokens[clause].tag.startswith("VB")
    joint = [tokens[i].lower for i in range(_before(t, clause) + 1, t.left[clause] + 1)]
    apart = bool({";", "but", "while", "whereas", "though", "although"} & set(joint))
    if tokens[clause].dep == "ccomp":
        return cue and own and ";" in joint
    if tokens[clause].head == verb and tokens[clause].dep == "conj":
        return cue or (own and apart)
    return cue and own and (apart or "," in joint)


def _before(t: Tree, child: int) -> int:
    """Last token before the clause of ``child`` and before its conjunction."""
    tokens = t.sentence.tokens
    place = t.left[child] - 1
    while place > 0 and (tokens[place].dep in {"cc", "punct", "mark"}) and tokens[place].text not in {'"', ")"}:
        place -= 1
    return place


def interrupted(t: Tree, verb: int, subject: int, words: Vocabulary) -> tuple[Span, ...]:
    """The clause around a speaker set between commas, or before one that closes the sentence.

    "The blast, officials said, killed five"; "which, officials said, killed five".
    """
    tokens = t.sentence.tokens
    first = min(t.left[subject], verb)
    head = tokens[verb].head
    if (
        tokens[verb].dep in {"parataxis", "ccomp", "advcl", "dep", "relcl"}
        and head != verb
        and not first <= head <= t.right[verb]
    ):
        if first == 0 or tokens[first - 1].text not in {",", '"', "-", "(", "--", "'"}:
            return ()
        if tokens[verb].dep in {"advcl", "relcl"} and any(tokens[c].dep == "mark" for c in t.sentence.children[verb]):
            return ()
        start = t.left[head] if t.left[head] < first - 1 else _clause_start(t, first - 1)
        before = stretch(t.sentence, start, first - 1)
        return spans([before, stretch(t.sentence, t.right[verb] + 1, _right_end(t, head, words, verb))])
    spliced = tokens[verb].dep == "conj" and tokens[first - 2].dep != "cc" and t.left[head] < first
    if (
        (tokens[verb].dep == "ROOT" or spliced)
        and first > 2
        and tokens[first - 1].text == ","
        and _closes(t, verb, subject)
    ):
        told = any(k.tag.startswith("VB") or k.tag == "CD" for k in tokens[:first])
        return spans([stretch(t.sentence, t.left[head] if spliced else 0, first - 1)]) if told else ()
    return ()


def _clause_start(t: Tree, comma: int) -> int:
    """First token after the boundary before the comma: "while five passengers, the airline said, were treated"."""
    tokens = t.sentence.tokens
    for i in range(comma - 1, -1, -1):
        if tokens[i].text in {",", ";", ":", '"'} or tokens[i].dep in {"mark", "cc"}:
            return i + 1
    return 0


def _closes(t: Tree, verb: int, subject: int) -> bool:
    """Nothing but adjuncts of time and place after the verb."""
    return not any(k.tag in {"VBD", "VBZ", "VBP"} for k in t.sentence.tokens[max(verb, subject) + 1 :])
