"""Mistakes that the parser is known to make, set right.

* "nine of 14 hostages" is nine, of hostages, and no number "nine of 14";
* "a colonel and two aides" are two things joined, and no aides "of colonel and two";
* "told us on condition of anonymity that nine had died" tells of nine, and no condition that nine had died;
* "Quoting officials, Reuters said" has Reuters quote officials, and no officials who quote;
* "the four Italians kidnapped in May have been freed" frees Italians, and has no clause "Italians kidnapped";
* "releasing eight of them hours later" releases eight, and no hours.
"""

from __future__ import annotations

#: a word as the parser gives it: text, lower, lemma, tag, label, head, first, last
_Word = tuple[str, str, str, str, str, int, int, int]


def grafted(words: list[_Word]) -> list[_Word]:
    """The words with what is known to be wrong mended; the very same list where there is nothing to mend."""
    parts = [k for k, word in enumerate(words) if word[1] == "of" and word[4] == "quantmod" and k]
    joined = [k for k, word in enumerate(words) if word[4] == "nmod" and word[3] == "NN" and k]
    said = [k for k, word in enumerate(words) if word[4] == "acl" and words[word[5]][1] == "condition"]
    quoting = bool(words) and words[0][1] in {"quoting", "citing"} and words[0][4] == "amod" and words[0][5] > 0
    reduced = [
        k for k, word in enumerate(words) if word[4] == "ccomp" and word[3] in {"VBN", "VBD"} and word[5] > k + 1
    ]
    strayed = [k for k in _parts_of_them(words) if words[k][4] == "nummod" and words[k][5] > k + 2]
    strayed += [k for k in _before_an_aside(words) if words[k][4] == "nummod" and words[k][5] > k + 2]
    found = list(words) if parts or joined or said or quoting or reduced or strayed else words
    for k in reduced:
        _reduced(found, k)
    for k in strayed:
        _acted_on(found, k)
    if quoting:
        _quoting(found)
    for k in said:
        _said(found, k)
    for k in parts:
        _part(found, k)
    for k in joined:
        _joined(found, k)
    return found


def _before_an_aside(words: list[_Word]) -> list[int]:
    """The number of "killed 20 (13 of them children)"."""
    return [
        k - 2
        for k in _parts_of_them(words)
        if k > 2 and words[k - 1][1] in {"(", "-", "--"} and words[k - 2][3] == "CD"
    ]


def _parts_of_them(words: list[_Word]) -> list[int]:
    """The numbers of "eight of them", "two of whom"."""
    pronouns = [k for k, word in enumerate(words) if word[1] in {"them", "whom"} and k > 1 and words[k - 1][1] == "of"]
    return [k - 2 for k in pronouns if words[k - 2][3] == "CD"]


def _reduced(words: list[_Word], clause: int) -> None:
    """``The four Italians kidnapped last week have been freed``: the clause hangs on its subject, that on the verb."""
    verb, noun = words[clause][5], clause - 1
    mine = [word[4] for word in words if word[5] == verb]
    between = {word[1] for word in words[clause:verb]}
    passive = "auxpass" in mine and not {"nsubj", "nsubjpass", "expl", "csubj"} & set(mine)
    own = noun >= 0 and words[noun][4] in {"nsubj", "nsubjpass"} and words[noun][5] == clause
    if passive and own and words[noun][3] in {"NNS", "NNPS"} and not between & {",", '"', ":", ";", "and", "that"}:
        words[noun] = _hung(words[noun], "nsubjpass", verb)
        words[clause] = _hung(words[clause], "acl", noun)


def _acted_on(words: list[_Word], part: int) -> None:
    """``releasing eight of them hours later``, ``killed 20 (13 of them children)``: what stands behind a verb."""
    if part and words[part - 1][3][:2] == "VB":
        words[part] = _hung(words[part], "dobj", part - 1)


def _said(words: list[_Word], clause: int) -> None:
    """``told AFP on condition of anonymity that 15 had died``: the clause hangs on the verb before "on"."""
    condition = words[clause][5]
    on = words[condition][5]
    opened = any(word[1] == "that" and word[4] == "mark" and word[5] == clause for word in words[condition:clause])
    if opened and words[on][1] in {"on", "under"} and words[words[on][5]][3][:2] == "VB":
        words[clause] = _hung(words[clause], "ccomp", words[on][5])


def _quoting(words: list[_Word]) -> None:
    """``Quoting police sources, Dawn said``: the noun is the participle's object."""
    quoted = words[0][5]
    verb = words[quoted][5]
    if quoted + 1 < len(words) and words[quoted + 1][1] == "," and words[verb][3][:2] == "VB" and verb > quoted:
        words[0] = _hung(words[0], "advcl", verb)
        words[quoted] = _hung(words[quoted], "dobj", 0)


def _joined(words: list[_Word], first: int) -> None:
    """``a colonel and two aides``: the first noun takes the second's place, and the second hangs on it."""
    second, joint = words[first][5], first + 1
    if second <= first + 2 or words[joint][3] != "CC" or words[joint][5] != first or words[joint + 1][3] != "CD":
        return
    article = first - 1
    while article and words[article][5] == first:  # "an Algerian colonel"
        article -= 1
    if words[article][3] != "DT" or words[article][5] != second:
        return
    above = first if words[second][5] == second else words[second][5]
    words[article] = _hung(words[article], "det", first)
    words[first] = _hung(words[first], words[second][4], above)
    words[second] = _hung(words[second], "conj", first)


def _part(words: list[_Word], of: int) -> None:
    """The part takes the place of the noun, the noun hangs on "of", and what modifies the noun stays with it."""
    part, whole = of - 1, words[of][5]
    noun = words[whole][5]
    is_number = words[part][3] == "CD" and words[part][4] == "quantmod" and words[part][5] == whole
    if not is_number or words[whole][3] != "CD" or words[whole][4] != "nummod" or noun <= whole:
        return
    above = part if words[noun][5] == noun else words[noun][5]
    words[part] = _hung(words[part], words[noun][4], above)
    words[of] = _hung(words[of], "prep", part)
    words[noun] = _hung(words[noun], "pobj", of)
    for k in range(part):
        if words[k][5] == whole:  # "more than", "some": of the part, before which they stand
            words[k] = _hung(words[k], words[k][4], part)


def _hung(word: _Word, label: str, head: int) -> _Word:
    text, lower, lemma, tag, _, _, first, last = word
    return (text, lower, lemma, tag, label, head, first, last)
