"""A parsed sentence with the reach of every subtree: what the rooms of attribution read."""

from __future__ import annotations

from dataclasses import dataclass

from crosswire.model import Sentence, Span


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed sentence with the first and last token of every subtree."""

    sentence: Sentence
    left: tuple[int, ...]
    right: tuple[int, ...]


def tree(sentence: Sentence) -> Tree:
    """The sentence with the reach of every subtree: each token widens those above it until one holds it already."""
    heads = [token.head for token in sentence.tokens]
    left = list(range(len(heads)))
    right = list(left)
    for i, head in enumerate(heads):
        node = i
        while head != node:
            if i < left[head]:
                left[head] = i
            elif i > right[head]:
                right[head] = i
            else:
                break
            node, head = head, heads[head]
    return Tree(sentence, tuple(left), tuple(right))


def slice_of(t: Tree, span: Span) -> str:
    """The words of a span of the sentence."""
    return t.sentence.text[span.start - t.sentence.start : span.end - t.sentence.start]
