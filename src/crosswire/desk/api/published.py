"""The OpenAPI description: what every address is asked with and answers, by reference to `shapes`."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from crosswire.desk.api.shapes import Schema, schemas
from crosswire.policies import POLICIES

Responses = dict[int | str, dict[str, Any]]

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
    told = {"X-Crosswire-Revision": {"description": "The state of the ledger.", "schema": {"type": "string"}}}
    if method == "get":
        told["ETag"] = {"description": "Differs wherever the answer does.", "schema": {"type": "string"}}
    schemas = [content.get("schema", {}).get("$ref", "") for content in response.get("content", {}).values()]
    if any(schema.endswith("Page") for schema in schemas):
        told["Link"] = {"description": 'The next page, as `<address>; rel="next"`.', "schema": {"type": "string"}}
    return told
