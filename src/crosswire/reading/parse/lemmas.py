"""Lemmas by form and Penn tag: WordNet's rules and the pipeline's own exceptions, and our irregular forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from crosswire.lexicon import standard

_POS = {"N": "noun", "V": "verb", "J": "adj", "R": "adv", "M": "verb"}


def lemmatiser(nlp: Any) -> Callable[[str, str], str]:
    """WordNet's rules and exceptions from the pipeline's own tables, by form and Penn tag, cached.

    spaCy's component runs per token and needs a further component for parts of speech; a cached
    table look-up gives the same lemma for a fraction of the time.
    """
    rules = _rules(nlp)

    @lru_cache(maxsize=50_000)
    def lemma(lower: str, tag: str) -> str:
        pos, irregular = _POS.get(tag[:1], ""), _irregular()
        if not pos or (tag in {"NNP", "NN", "VB", "JJ", "RB"} and lower not in irregular):
            return lower
        if lower in irregular and pos in {"verb", "adj"}:
            return irregular[lower]
        return rules[pos].lemma(lower) if rules else lower

    return lemma


@lru_cache(maxsize=1)
def _irregular() -> Mapping[str, str]:
    """Fetched with the first word, so that a parser can be loaded before the word lists are."""
    irregular: Mapping[str, str] = standard().table("morphology")["irregular"]
    return irregular


@dataclass(frozen=True, slots=True)
class _Rules:
    """WordNet's lemma tables for one part of speech."""

    exceptions: Mapping[str, Sequence[str]]
    endings: Sequence[tuple[str, str]]
    index: frozenset[str]

    def lemma(self, lower: str) -> str:
        """The exception's lemma, else the first rule's result that is a word, else the form itself."""
        irregular = self.exceptions.get(lower)
        if irregular:
            return irregular[0]
        for old, new in self.endings:
            if lower.endswith(old) and len(lower) > len(old):
                form = lower[: len(lower) - len(old)] + new
                if form in self.index:
                    return form
        return lower


def _rules(nlp: Any) -> dict[str, _Rules]:
    """The pipeline's own tables as plain values: its list of nouns alone is 55,000 words to search through."""
    if "lemmatizer" not in nlp.pipe_names:
        return {}
    lookups = nlp.get_pipe("lemmatizer").lookups
    exceptions, endings, index = (lookups.get_table(f"lemma_{name}", {}) for name in ("exc", "rules", "index"))
    nlp.remove_pipe("lemmatizer")
    return {
        pos: _Rules(dict(exceptions.get(pos, {})), list(endings.get(pos, [])), frozenset(index.get(pos, ())))
        for pos in set(_POS.values())
    }
