"""One mistake of parsers set right: "nine of 14 hostages" is nine, of hostages, and no number "nine of 14"."""

from __future__ import annotations

#: a word as the parser gives it: text, lower, lemma, tag, label, head, first, last
_Word = tuple[str, str, str, str, str, int, int, int]


def grafted(words: list[_Word]) -> list[_Word]:
    """The words with every part made the head of its whole; the very same list where there is nothing to mend.

    The part takes the place of the noun, the noun hangs on "of", and what modifies the noun stays with it.
    """
    places = [k for k, word in enumerate(words) if word[1] == "of" and word[4] == "quantmod" and k]
    found = list(words) if places else words
    for k in places:
        _graft(found, k)
    return found


def _graft(words: list[_Word], of: int) -> None:
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
