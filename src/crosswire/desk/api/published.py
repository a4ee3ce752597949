"""The OpenAPI description: the published schema of the report, piece by piece, and what the API puts round it.

An answer is described by a reference to the schema that `crosswire report --format json` keeps to, so that the two
cannot part.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from crosswire.history import KINDS as CHANGES
from crosswire.policies import POLICIES

Schema = dict[str, Any]
Responses = dict[int | str, dict[str, Any]]

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

_SAYS = {
    304: "Not modified: who asks holds it already.",
    400: "A moment, a policy or a search that cannot be made out.",
    401: "Nobody who is known.",
    403: "A role that does not go that far, or a page of another site.",
    404: "No such incident, report, claim or figure.",
    408: "The request did not come in time.",
    409: "The ledger refuses: it was withdrawn before.",
    410: "The list has changed so that the cursor leads nowhere: begin again without it.",
    413: "More than is taken at once.",
    415: "A kind of content that is not read.",
    421: "Not called by its name.",
    422: "What was sent is not what it has to be; the line says what.",
    429: "Too many requests, or wrong tokens; wait as long as Retry-After says.",
    501: "A library that this needs is not installed here.",
    503: "Not ready: still being made, or the ledger is busy; Retry-After says when to ask again.",
    507: "The server's disk is full; nothing was kept.",
}
_ALWAYS = (400, 401, 403, 421, 422, 429, 503)

JUDGEMENT_EXAMPLES: list[Any] = [
    {"type": "set-aside", "a": "c1f2a3b4", "reason": "the wire withdrew the figure", "made_by": "Ana Ruiz"},
    {"type": "same", "a": "c1f2a3b4", "b": "c5d6e7f8", "reason": "one press release", "made_by": "Ana Ruiz"},
    {"type": "group", "a": "c1f2a3b4", "traits": [["role", "militant"], ["nationality", "Algerian"]],
     "reason": "named in the second paragraph", "made_by": "Ana Ruiz"},
    {"type": "report-corrected", "a": "first.txt", "b": "second.txt", "since": "2031-03-10T09:30:00Z",
     "reason": "the agency's own correction", "made_by": "Ana Ruiz"},
]  # fmt: skip
_REPORT_EXAMPLE = {
    "text": "At least 12 people were killed when a bus fell into a ravine near Tulcan on Monday, police said.",
    "title": "Bus falls into ravine", "published": "2031-03-04T18:30:00Z", "publisher": "Andean Wire",
    "url": "https://andean.example/bus",
}  # fmt: skip
#: what a request may hand over
GIVEN: Schema = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "anyOf": [
                    {"$ref": "#/components/schemas/GivenReport"},
                    {"type": "array", "items": {"$ref": "#/components/schemas/GivenReport"}},
                ]
            },
            "examples": {"one": {"value": _REPORT_EXAMPLE}, "several": {"value": [_REPORT_EXAMPLE]}},
        },
        **{
            kind: {"schema": {"type": "string"}}
            for kind in ("application/x-ndjson", "text/plain", "text/markdown", "text/html")
        },
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    },
}


def named(route: APIRoute) -> str:
    """The operation is called as the function that answers it."""
    return route.name


def gives(schema: str) -> Responses:
    """The answer to a request that is done, and to one whose answer is held already."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {200: {"description": "Done.", "content": content}}


def text(media: str) -> Responses:
    """A download, or a text."""
    return {200: {"description": "Done.", "content": {media: {"schema": {"type": "string"}}}}}


def problems(*statuses: int) -> Responses:
    """What else may be answered, as one line in ``detail``."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": _SAYS[status], "content": content} for status in sorted({*statuses, *_ALWAYS})}


def describe(app: FastAPI) -> None:
    """Have ``/openapi.json`` say all of it."""

    def openapi() -> Schema:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title, version=app.version, summary=app.summary, description=_ABOUT, routes=app.routes
            )
            app.openapi_schema = _completed(made)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


_ABOUT = """What reports of crises say, with who says it: the objects of `crosswire.report/1`, list by list and by id.

Every answer is that of one account: the newest, or with `as_of`, `known_by` and `policy` another.
`X-Crosswire-Revision` names the state of the ledger that it tells. Lists come in pages: follow `next`. Every GET has an
ETag. A request that is not done is answered in one line (`detail`, RFC 9457)."""


def _completed(made: Schema) -> Schema:
    components = made.setdefault("components", {})
    components["schemas"] = {**components.get("schemas", {}), **schemas()}
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token of this desk: `cw_` and 43 signs."},
    }
    # at the machine itself none is needed
    made["security"] = [{"token": []}, {}]
    made["tags"] = [{"name": name, "description": says} for name, says in _TAGS.items()]
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _finished(path, method, operation)
    return made


_TAGS = {
    "Account": "What the reports come to: incidents, figures, sums, what happened.",
    "Claims": "Every assertion, its evidence, and how assertions stand to each other.",
    "Reports": "What was read, who is heard in it, and handing over more.",
    "Judgements": "What people decided, by name and for a reason.",
    "Exports": "Files for other programs.",
    "State": "Whether the desk is well.",
}


def _finished(path: str, method: str, operation: Schema) -> None:
    """What is said of every operation alike."""
    operation.pop("security", None)
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "policy":
            parameter["schema"] = {"enum": [*POLICIES], "default": parameter["schema"].get("default"), "type": "string"}
        if parameter["name"] in ("as_of", "known_by", "published", "since"):
            parameter["examples"] = {"day": {"value": "2031-03-04"}, "moment": {"value": "2031-03-04T18:30:00Z"}}
    if method == "get":
        operation["responses"]["304"] = {"description": _SAYS[304]}
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            response.setdefault("headers", {}).update(_headers(method, response))
        if status == "307":
            response["description"] = "Under another id now; Location says where."
            response.pop("content", None)


def _headers(method: str, response: Schema) -> Schema:
    told = {"X-Crosswire-Revision": {"description": "The state of the ledger.", "schema": _TEXT}}
    if method == "get":
        told["ETag"] = {"description": "Differs wherever the answer does.", "schema": _TEXT}
    schemas = [content.get("schema", {}).get("$ref", "") for content in response.get("content", {}).values()]
    if any(schema.endswith("Page") for schema in schemas):
        told["Link"] = {"description": 'The next page, as `<address>; rel="next"`.', "schema": _TEXT}
    return told


# --- schemas -------------------------------------------------------------------------------------


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
    hop = {
        "place": {"enum": ["source", "agency", "outlet"]},
        "name": _TEXT,
        "kind": _TEXT,
        "anonymous": _YES,
        "cue": {**_MAYBE_TEXT, "description": "The word that says so."},
        "start": {"type": ["integer", "null"]},
        "end": {"type": ["integer", "null"]},
    }
    bearing = {
        "id": _TEXT,
        "side": {"enum": ["support", "dissent"]},
        "used": {"type": ["boolean", "null"]},
        "why": _MAYBE_TEXT,
    }
    related = {"relation": _ref("Relation"), "claim": {"anyOf": [_ref("Claim"), {"type": "null"}]}}
    taken = {
        "id": {**_MAYBE_TEXT, "description": "The report's id in the ledger; null where nothing could be read."},
        "claims": {"type": "integer", "minimum": 0},
        "known": {**_YES, "description": "True if the ledger held it already."},
        "published": _MAYBE_TEXT,
        "warnings": {"type": "array", "items": _TEXT},
        "error": {**_MAYBE_TEXT, "description": "Why it could not be read; null where it was."},
    }
    policy = _object("A published rule.", {"name": _TEXT, "summary": _TEXT, "source": _TEXT})
    return {
        "Evidence": _object("A claim with all that bears on it.", {
            **_heading(), "claim": _ref("Claim"), "document": _ref("Document"),
            "sentence": _object("The sentence in the report.", {"text": _TEXT, "start": _WHOLE, "end": _WHOLE}),
            "chain": {"type": "array", "items": _object("A hop, origin first.", hop)},
            "tallies": {"type": "array", "items": _object("A figure that it bears on.", bearing)},
            "related": {"type": "array", "items": _object("A relation, and the other claim.", related)},
            "judgements": {"type": "array", "items": _ref("Judgement")},
            "unplaced": {**_MAYBE_TEXT, "description": "Why it belongs to no figure."},
        }),
        "Policies": _object("The published rules.", {"policies": {"type": "array", "items": policy}}),
        "Found": _found(),
        "Taken": _object("What became of what was handed over.", {
            "revision": _TEXT, "recorded": _WHOLE, "known": _WHOLE, "refused": _WHOLE,
            "reports": {"type": "array", "items": _object("One report.", taken)},
        }),
        "Pending": _object("Still being read.", {"pending": {"const": True}, "revision": _TEXT}),
        "Judged": _object("A judgement that was added.", {
            "n": {**_WHOLE, "description": "Its number."},
            "already": {**_YES, "description": "True if the same stood before."},
            "says": _TEXT, "revision": _TEXT,
        }),
        "Status": _object("How the desk is.", {
            "version": _TEXT, "revision": {**_MAYBE_TEXT, "description": "Of the account that is shown."},
            "ledger_revision": _TEXT, "settling": {**_YES, "description": "True while a newer account is made."},
            "failure": {**_MAYBE_TEXT, "description": "Why no newer account can be made."},
            **{name: {"type": "integer", "minimum": 0}
               for name in ("documents", "incidents", "claims", "tallies", "judgements")},
        }),
        "Problem": _object("Why a request was not done (RFC 9457).", {
            "type": _TEXT, "title": _TEXT, "status": _WHOLE,
            "detail": {**_TEXT, "description": "One line for a person."},
            "id": {**_TEXT, "description": "Under which the server's log has more."},
            "reports": {"type": "array", "items": _object("One report.", taken)},
        }, optional=("reports",)),
        "GivenReport": {
            "description": "A report; further keys are passed over (docs/formats.md).", "type": "object",
            "required": ["text"],
            "properties": {"text": {**_TEXT, "minLength": 1}, "title": _TEXT, "published": _TEXT, "publisher": _TEXT,
                           "url": _TEXT, "language": _TEXT},
        },
    }  # fmt: skip
