"""Text to sentences, sentences to tokens with heads, offsets always into the untouched text.

`pieces` cuts a text into sentences; `Parser.parse` gives them their words.  What hygiene the parser needs happens on a
copy that it sees, and every repair keeps a map back.  The parser is any spaCy pipeline with a tagger and a parser;
crosswire reads tokens, Penn tags, dependency labels and lemmas from it and nothing else.
"""

from __future__ import annotations

from crosswire.reading.parse.cutting import Piece, pieces
from crosswire.reading.parse.parser import DEFAULT_MODEL, Parser, load_parser

__all__ = ["DEFAULT_MODEL", "Parser", "Piece", "load_parser", "pieces"]
