"""A piece of markup in a container (a feed's item, a mail, a wire item) as paragraphs of text."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

#: elements that begin and end a paragraph: those of HTML and NITF
_BLOCKS = frozenset(
    "address article aside blockquote body block caption center dd div dl dt figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hl1 hl2 hr li main nav ol p pre section table tbody td th thead tr ul body.content".split()
)
_SILENT = frozenset("head iframe noscript object script style svg template textarea title".split())
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
#: more tags than any article's page has: its tree is walked for seconds and weighs hundreds of megabytes
TAGS_LIMIT = 60_000
# a parser compares each attribute of a tag with all before it: the squares add up, a second for every fifty millions
_LONG_TAG, _COMPARISONS, _BRACKETS = re.compile(r"<[^<>]{200,}"), 30_000_000, 2000
_ATTRIBUTE, _BRACKET_IN_VALUE = re.compile(r"[=\s]+"), re.compile(r"=\s{0,9}[\"'][^\"'<>]{0,99}<")

# walking a tree takes a step for each level, at every element: beyond this the squares are felt
_DEEPEST, _FEW = 3000, 3000
#: each of them is looked for to the end of the page
_UNCLOSED = 200
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]{0,40})[^<>]{0,3000}")
#: elements that hold nothing, or that the next of their kind closes
_SHALLOW = frozenset(
    "area base br col dd dt embed hr img input li link meta option p param source td th tr track wbr".split()
)


def prose(markup: str) -> str:
    """The paragraphs of a fragment, a blank line between them; text without markup comes back as it is, trimmed.

    ``<p>Two hurt.</p><p>One held.</p>`` is ``"Two hurt.\\n\\nOne held."``; scripts and styles say nothing.
    """
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    if overgrown(markup):
        return ""
    html: Any = import_module("lxml.html")
    etree: Any = import_module("lxml.etree")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(f"<div>{markup}</div>".encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    return paragraphs(tree)


def overgrown(markup: str, tags: int = TAGS_LIMIT) -> str | None:
    """Why no parser should be given this, or None: more tags, or more attributes in one tag, than anybody writes."""
    if markup.count("<") > tags:
        return f"more than {tags} tags, not read"
    compared = sum(len(_ATTRIBUTE.findall(tag.group())) ** 2 for tag in _LONG_TAG.finditer(markup))
    hidden = sum(1 for _ in _BRACKET_IN_VALUE.finditer(markup))
    unclosed = [markup.count(start) - markup.count(end) for start, end in (("<!--", "-->"), ("<![CDATA[", "]]>"))]
    if max(unclosed) > _UNCLOSED:
        return "comments that never end, not read"
    if compared > _COMPARISONS or hidden > _BRACKETS:
        return "tags of too many attributes, not read"
    return f"tags nested {_DEEPEST} deep, not read" if markup.count("<") > _FEW and _nested(markup) else None


def _nested(markup: str) -> bool:
    """True if so many tags are open at once that no page can mean it."""
    depth = 0
    for tag in _TAG.finditer(markup):
        if tag["close"]:
            depth = max(depth - 1, 0)
        elif tag["name"].lower() not in _SHALLOW and not tag.group().endswith("/"):
            depth += 1
            if depth > _DEEPEST:
                return True
    return False


def paragraphs(tree: Any) -> str:
    """The text below an element, its blocks apart by a blank line, ``<br/>`` a new line."""
    etree: Any = import_module("lxml.etree")
    pieces: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        name = local(element)
        started = event == "start"
        if name in _SILENT:
            silent += 1 if started else -1
        elif not silent and (name in _BLOCKS or name == "br") and (started or name != "br"):
            pieces.append("\n" if name == "br" else "\n\n")
        told = element.text if started and name else element.tail if not started and element is not tree else None
        if told and not silent:
            pieces.append(_SPACE.sub(" ", told))
    return _tidy("".join(pieces))


def local(element: Any) -> str:
    """An element's name without its namespace, in lower case; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _tidy(text: str) -> str:
    lines = [line.strip(" ") for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
