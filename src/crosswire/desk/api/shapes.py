"""The schemas by which answers are described: the published ones of the report, and what the API puts round them.

An answer refers to the schema that ``crosswire report --format json`` keeps to, so that the two cannot part.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from crosswire.history import KINDS as CHANGES

Schema = dict[str, Any]

#: what an entry of each list is called; and the parts that entries share
ENTRIES = {
    "documents": "Document", "incidents": "Incident", "claims": "Claim", "relations": "Relation", "tallies": "Tally",
    "balances": "Balance", "fates": "Fate", "violations": "Violation", "timeline": "Moment", "actors": "Actor",
    "overlaps": "Overlap", "sources": "Source", "judgements": "Judgement", "unplaced": "Unplaced",
    "warnings": "Warning",
}  # fmt: skip
_PARTS = {
    "span_number": "Number", "group": "Group", "class": "GroupOfAccount", "person": "Person", "source": "Hop",
    "hedge": "Hedge", "time": "Time", "place": "Place", "count": "CountClaim", "event": "EventClaim",
    "act": "SpeechAct", "state": "State",
}  # fmt: skip
_TEXT: Schema = {"type": "string"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_WHOLE: Schema = {"type": "integer"}
_YES: Schema = {"type": "boolean"}


@lru_cache(maxsize=1)
def schemas() -> Schema:
    """Every schema that an answer is described by, under the name it has in the description."""
    whole = json.loads(resources.files("crosswire.report").joinpath("report.schema.json").read_text("utf-8"))
    lists: Mapping[str, Schema] = {name: whole["properties"][name] for name in ENTRIES}
    found: Schema = {_PARTS[name]: schema for name, schema in whole["$defs"].items()}
    found |= {ENTRIES[name]: held["items"] for name, held in lists.items()}
    report = {key: value for key, value in whole.items() if not key.startswith("$")}
    report["properties"] = dict(whole["properties"])
    for name in lists:
        report["properties"][name] = {**lists[name], "items": _ref(ENTRIES[name])}
    found["Report"] = report
    found |= {f"{name.capitalize()}Page": _page(name, _ref(ENTRIES[name])) for name in lists}
    found["JudgementsPage"] = _page("judgements", {"anyOf": [_ref("Judgement"), _ref("JudgementEver")]})
    found["JudgementEver"] = _ever(found["Judgement"])
    found["HistoryPage"] = _page("histories", _ref("History"))
    found["History"] = _history()
    found |= _own()
    return {name: _moved(schema) for name, schema in found.items()}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _moved(value: Any) -> Any:
    """The schema with its references to parts leading to where they lie in the description."""
    if isinstance(value, dict):
        return {
            key: f"#/components/schemas/{_PARTS[inner.removeprefix('#/$defs/')]}"
            if key == "$ref" and isinstance(inner, str) and inner.startswith("#/$defs/")
            else _moved(inner)
            for key, inner in value.items()
        }
    return [_moved(inner) for inner in value] if isinstance(value, list) else value


def _object(says: str, fields: Schema, optional: tuple[str, ...] = ()) -> Schema:
    return {
        "description": says,
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in fields if name not in optional],
        "properties": fields,
    }


def _heading() -> Schema:
    return {
        "revision": {**_TEXT, "description": "The state of the ledger that is told."},
        "as_of": {**_MAYBE_TEXT, "description": "Only what had been published by then; null for all."},
        "known_by": {**_MAYBE_TEXT, "description": "Only what had been recorded here by then; null for all."},
        "policy": {**_TEXT, "description": "The rule that settled the figures."},
    }


def _page(name: str, entry: Schema) -> Schema:
    fields = {
        **_heading(),
        "total": {"type": "integer", "minimum": 0, "description": "How many there are on all pages."},
        "changed": {**_YES, "description": "True if the ledger was written to since the page before."},
        "next": {**_MAYBE_TEXT, "description": "The address of the next page; null on the last."},
        name: {"type": "array", "items": entry},
    }
    return _object("A page of a list.", fields)


def _ever(judgement: Schema) -> Schema:
    found = copy.deepcopy(judgement)
    by = _object("Who took it back.", {"n": _WHOLE, "made_by": _TEXT, "made_at": _TEXT, "reason": _TEXT})
    found["properties"]["withdrawn"] = {"anyOf": [by, {"type": "null"}]}
    found["required"] = [*found["required"], "withdrawn"]
    return {**found, "description": "A judgement, and whether it was taken back."}


def _history() -> Schema:
    """A figure with its changes, as `crosswire history --format json` prints it (docs/history.md)."""
    count: Schema = {"type": ["integer", "null"]}
    extent = {"anyOf": [_object("What a figure was.", {"low": count, "best": count, "high": count}), {"type": "null"}]}
    time = {"anyOf": [_ref("Time"), {"type": "null"}]}
    claim = {
        "id": _TEXT, "document": _TEXT, "publisher": _MAYBE_TEXT, "quote": _TEXT, "start": _WHOLE, "end": _WHOLE,
        "sources": {"type": "array", "items": _object("A hop.", {
            "name": _TEXT, "kind": _TEXT, "anonymous": _YES, "cue": _MAYBE_TEXT})},
    }  # fmt: skip
    clocks = {"event": time, "said": time, "published": _MAYBE_TEXT, "recorded": _MAYBE_TEXT}
    change = {
        "at": _TEXT, "published": _TEXT, "kind": {"enum": [*CHANGES]}, "from": extent, "to": extent,
        "state": _MAYBE_TEXT, "roots": _WHOLE,
        "claim": {"anyOf": [_object("The claim that made it.", claim), {"type": "null"}]},
        "new_claims": {"type": "array", "items": _TEXT},
        "clocks": {"anyOf": [_object("When it happened, was said, published and recorded.", clocks), {"type": "null"}]},
        "reason": _TEXT,
    }  # fmt: skip
    return _object("A figure and how it came to what it is.", {
        "tally": _TEXT, "incident": _object("Where.", {"id": _TEXT, "label": _MAYBE_TEXT}), "status": _TEXT,
        "group": _ref("GroupOfAccount"), "part_of": _MAYBE_TEXT,
        "ended": {**_YES, "description": "True if it is no longer counted by itself."},
        "changes": {"type": "array", "items": _object("One change.", change)},
    })  # fmt: skip


def _found() -> Schema:
    """Hits, as `crosswire find --format json` prints them (docs/finding.md)."""
    spans = {"type": "array", "items": _object("A hit.", {"start": _WHOLE, "end": _WHOLE})}
    passage = _object("A stretch of a report.", {"text": _TEXT, "start": _WHOLE, "end": _WHOLE})
    report = {
        "document": _TEXT, "title": _MAYBE_TEXT, "publisher": _MAYBE_TEXT, "published": _MAYBE_TEXT,
        "url": _MAYBE_TEXT, "snippet": passage, "hits": spans,
    }  # fmt: skip
    count: Schema = {"type": ["integer", "null"]}
    number = _object("Its number.", {"text": _MAYBE_TEXT, "start": _WHOLE, "end": _WHOLE})
    claim = {
        "id": _TEXT, "document": _TEXT, "published": _MAYBE_TEXT, "kind": _TEXT, "event": _MAYBE_TEXT,
        "status": _MAYBE_TEXT, "number": {"anyOf": [number, {"type": "null"}]}, "low": count, "high": count,
        "group": {"anyOf": [_object("Whom.", {"text": _TEXT, "role": _TEXT}), {"type": "null"}]},
        "sources": {"type": "array", "items": _TEXT}, "quote": _TEXT, "start": _WHOLE, "end": _WHOLE,
        "sentence": passage, "hits": spans,
    }  # fmt: skip
    return _object("What was found, the best first.", {
        "schema": {"const": "crosswire.find/1"}, "version": _TEXT, "query": _TEXT,
        "total": _object("How many there are.", {"reports": _WHOLE, "claims": _WHOLE}),
        "reports": {"type": "array", "items": _object("A report.", report)},
        "claims": {"type": "array", "items": _object("A claim.", claim)},
    })  # fmt: skip


def _own() -> Schema:
    """What no report holds."""
    policy = _object("A published rule.", {"name": _TEXT, "summary": _TEXT, "source": _TEXT})
    counts = ("documents", "incidents", "claims", "tallies", "judgements")
    return {
        "Evidence": _evidence(),
        "Policies": _object("The published rules.", {"policies": {"type": "array", "items": policy}}),
        "Found": _found(),
        **_given(),
        "Judged": _object("A judgement that was added.", {
            "n": {**_WHOLE, "description": "Its number."},
            "already": {**_YES, "description": "True if the same stood before."},
            "says": _TEXT, "revision": _TEXT,
        }),
        "Status": _object("How the desk is.", {
            "version": _TEXT, "revision": {**_MAYBE_TEXT, "description": "Of the account that is shown."},
            "ledger_revision": _TEXT, "settling": {**_YES, "description": "True while a newer account is made."},
            "failure": {**_MAYBE_TEXT, "description": "Why no newer account can be made."},
            **{name: {"type": "integer", "minimum": 0} for name in counts},
        }),
        "Problem": _object("Why a request was not done (RFC 9457).", {
            "type": _TEXT, "title": _TEXT, "status": _WHOLE,
            "detail": {**_TEXT, "description": "One line for a person."},
            "id": {**_TEXT, "description": "Under which the server's log has more."},
            "reports": {"type": "array", "items": _became()},
        }, optional=("reports",)),
    }  # fmt: skip


def _evidence() -> Schema:
    maybe_whole: Schema = {"type": ["integer", "null"]}
    hop = {
        "place": {"enum": ["source", "agency", "outlet"]}, "name": _TEXT, "kind": _TEXT, "anonymous": _YES,
        "cue": {**_MAYBE_TEXT, "description": "The word that says so."}, "start": maybe_whole, "end": maybe_whole,
    }  # fmt: skip
    bearing = {
        "id": _TEXT, "side": {"enum": ["support", "dissent"]}, "used": {"type": ["boolean", "null"]},
        "why": _MAYBE_TEXT,
    }  # fmt: skip
    related = {"relation": _ref("Relation"), "claim": {"anyOf": [_ref("Claim"), {"type": "null"}]}}
    return _object("A claim with all that bears on it.", {
        **_heading(), "claim": _ref("Claim"), "document": _ref("Document"),
        "sentence": _object("The sentence in the report.", {"text": _TEXT, "start": _WHOLE, "end": _WHOLE}),
        "chain": {"type": "array", "items": _object("A hop, origin first.", hop)},
        "tallies": {"type": "array", "items": _object("A figure that it bears on.", bearing)},
        "related": {"type": "array", "items": _object("A relation, and the other claim.", related)},
        "judgements": {"type": "array", "items": _ref("Judgement")},
        "unplaced": {**_MAYBE_TEXT, "description": "Why it belongs to no figure."},
    })  # fmt: skip


def _became() -> Schema:
    return _object("What became of one report.", {
        "id": {**_MAYBE_TEXT, "description": "The report's id in the ledger; null where nothing could be read."},
        "claims": {"type": "integer", "minimum": 0},
        "known": {**_YES, "description": "True if the ledger held it already."},
        "published": _MAYBE_TEXT,
        "warnings": {"type": "array", "items": _TEXT},
        "error": {**_MAYBE_TEXT, "description": "Why it could not be read; null where it was."},
    })  # fmt: skip


def _given() -> Schema:
    """What is handed over, and what is said to it."""
    return {
        "Taken": _object("What became of what was handed over.", {
            "revision": _TEXT, "recorded": _WHOLE, "known": _WHOLE, "refused": _WHOLE,
            "reports": {"type": "array", "items": _became()},
        }),
        "Pending": _object("Still being read.", {"pending": {"const": True}, "revision": _TEXT}),
        "GivenReport": {
            "description": "A report; further keys are passed over (docs/formats.md).", "type": "object",
            "required": ["text"],
            "properties": {"text": {**_TEXT, "minLength": 1}, "title": _TEXT, "published": _TEXT, "publisher": _TEXT,
                           "url": _TEXT, "language": _TEXT},
        },
    }  # fmt: skip
