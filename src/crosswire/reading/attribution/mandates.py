"""In whose name somebody says to speak: "a man who said he spoke for the kidnappers"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crosswire.model import Sentence
from crosswire.reading.attribution.vocabulary import Vocabulary

_CLAIMING = frozenset("say claim purport identify describe introduce present".split())
_SPEAKING = frozenset("spoke speak speaks speaking represent represents represented representing".split())
_POSTS = frozenset("spokesman spokeswoman spokesperson member leader commander representative".split())
_LONGEST = 14
_FOR = re.compile(
    r"^\S.*\b(?:sa(?:id|ys|ying)|claim\w*|purport\w*|identif\w+|describ\w+|introduc\w+|present\w*)\b.*\b"
    r"(?:spoke|speaks?|speaking|represent\w*|spokes\w+|member|leader|commander|representative)\b(.*)$"
)
_WORD = re.compile(r"[\w.'’&-]+")
#: whom a caller without a known name to give speaks for
_BANDS = frozenset("group cell brigade front movement they them".split())


def mandate(sentence: Sentence, right: Sequence[int], head: int, last: int) -> int | None:
    """Where the clause behind a speaker ends in which they claim to speak for others; None without one."""
    tokens = sentence.tokens
    if tokens[head].tag not in {"NN", "NNS"}:
        return None
    for child in sentence.children[head]:
        clause = tokens[last + 1 : right[child] + 1] if child > last else ()
        said = tokens[child].dep in {"relcl", "acl"} and tokens[child].lemma in _CLAIMING and len(clause) <= _LONGEST
        whose = any(k.lower in _SPEAKING or k.lemma in _POSTS for k in clause)
        if said and whose and not any(k.text in {",", '"', "“"} for k in clause):
            return right[child]
    return None


def side_of(text: str, words: Vocabulary) -> str | None:
    """The kind of those a speaker so described speaks for: of "the kidnappers" perpetrators; None for others."""
    claimed = _FOR.search(text)
    if claimed is None:
        return None
    named = [word.lower() for word in _WORD.findall(claimed.group(1))]
    kinds = [words.modifiers.get(w) or words.heads.get(w) or words.heads.get(w.removesuffix("s")) for w in named]
    armed = next((kind for kind in kinds if kind in {"perpetrator", "belligerent"}), None)
    band = "perpetrator" if _BANDS & set(named) else "other"
    return armed or next((kind for kind in kinds if kind), band)
