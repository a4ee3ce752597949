"""Who says so: source, cue and content of every attributed passage of a report, with the chain of those who relayed it.

The rooms' path: `verbs`, `relays`, `phrasal` and `plain` find sayings in one sentence, `gaps`
adds those without a verb; `spoken` resolves who speaks; `passages` adds quotations and statements, `turns` what
stands behind a name in a transcript, `continuing` what goes on without a cue; `chains` nests them.
What nobody is named for is the report's own voice and gets no attribution.
"""

from __future__ import annotations

from collections.abc import Sequence

from crosswire.lexicon import Lexicon
from crosswire.model import Attribution, Sentence
from crosswire.reading.attribution.chains import chained, sources_at
from crosswire.reading.attribution.continuing import carried
from crosswire.reading.attribution.passages import with_quotations, with_statements
from crosswire.reading.attribution.quotes import quotations
from crosswire.reading.attribution.spoken import spoken_in
from crosswire.reading.attribution.turns import with_turns
from crosswire.reading.attribution.vocabulary import vocabulary

__all__ = ["attributions", "sources_at", "speaks"]


def attributions(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[Attribution, ...]:
    """Every attributed passage of a report, in text order.

    Sentences without tokens are opaque: only "X said:" and speakers beside quotations are read in them.
    """
    words = vocabulary(lexicon)
    spoken = spoken_in(sentences, words)
    spoken = with_quotations(spoken, quotations(text, sentences), sentences, text, words)
    spoken = with_statements(spoken, sentences, words)
    spoken = with_turns(spoken, sentences, text, words)
    return chained([*spoken, *carried(spoken, sentences)])


def speaks(text: str, lexicon: Lexicon) -> bool:
    """True if a sentence may name a speaker: for a gate before the parser.

    A reporting verb or "according to" stands in it, or it announces what follows ("The picture, from the agency:").
    """
    return "ccording to" in text or text.rstrip().endswith(":") or vocabulary(lexicon).speaks.search(text) is not None
