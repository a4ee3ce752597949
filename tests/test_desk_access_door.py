"""The door before a small application: who comes in, by what name, from whose page, with how much, how often."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, HTTPException, Query, Request
from pydantic import BaseModel
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from crosswire.desk.access import Bounds, Caller, attachment, concerning, form_token, install, needs, tokens
from crosswire.desk.access import journal as journals
from crosswire.desk.access.headers import CSP
from crosswire.errors import UnknownClaim, UnreadableInput, UnusableLedger
from crosswire.ledger import Ledger

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
AT_HOME = {"base_url": "http://127.0.0.1:8377", "client": ("127.0.0.1", 5)}
ELSEWHERE = {"base_url": "http://desk.example.org", "client": ("192.0.2.7", 5)}


@dataclass(frozen=True)
class Placed:
    host: str = "127.0.0.1"
    port: int = 8377
    hosts: tuple[str, ...] = ()


class Said(BaseModel):
    number: int
    name: str = ""


class Site:
    """An application with a route for each role, over a ledger in a folder, and its visitors."""

    def __init__(self, folder: Path, placed: Placed = Placed(), **given: Any) -> None:
        self.path = folder / "l"
        (folder / "static").mkdir()
        (folder / "static" / "desk.css").write_text("body {}")
        (folder / "secret.txt").write_text("the secret")
        self.ledger = Ledger(self.path)
        self.done: list[str] = []
        self.app = FastAPI()
        self.app.mount("/static", StaticFiles(directory=folder / "static"))
        self._routes()
        self.access = install(self.app, placed, lambda: Ledger(self.path), **given)

    def _routes(self) -> None:
        app = self.app

        @app.get("/", response_class=HTMLResponse)
        async def first(request: Request, caller: Annotated[Caller, Depends(needs("read"))]) -> str:
            return f'<form><input name="form_token" value="{form_token(request)}">{caller.name}|{caller.how}</form>'

        @app.post("/incidents/{id}/judge")
        async def judge(id: str, request: Request, caller: Annotated[Caller, Depends(needs("judge"))]) -> Any:
            form = await request.form()
            self.done.append(f"{id} {caller.signature(str(form.get('name', '')))}")
            concerning(request, "c" + id)
            return {"done": id}

        @app.post("/api/v1/say/{id}")
        async def say(id: str, said: Said, caller: Annotated[Caller, Depends(needs("add"))]) -> Any:
            self.done.append(f"{id} {said.number}")
            return {"done": id}

        @app.delete("/api/v1/say/{id}")
        async def unsay(id: str, caller: Annotated[Caller, Depends(needs("admin"))]) -> Any:
            self.done.append(f"no {id}")
            return {}

        @app.post("/careless")
        async def careless(request: Request) -> Any:
            self.done.append("careless")
            return {"read": len(await request.body())}

        @app.get("/download")
        async def download(name: str) -> Any:
            return PlainTextResponse("x", headers={"Content-Disposition": attachment(name)})

        @app.get("/stream")
        async def stream() -> Any:
            async def events() -> Any:
                for number in range(3):
                    yield f"data: {number}\n\n"
                    await asyncio.sleep(0)

            return StreamingResponse(events(), media_type="text/event-stream")

        @app.get("/api/v1/fail/{how}")
        @app.get("/fail/{how}")
        async def fail(how: str, number: Annotated[int, Query()] = 0) -> Any:
            raise FAILURES[how]

    def token(self, role: str, name: str = "") -> dict[str, str]:
        secret = tokens.add(self.ledger, name or f"the {role}", role)
        return {"Authorization": f"Bearer {secret}"}

    def visitor(self, **where: Any) -> TestClient:
        return TestClient(self.app, follow_redirects=False, **(where or AT_HOME))

    def audit(self) -> list[tuple[str, str, str, str]]:
        rows = journals.rows(self.ledger)
        return [(row.who, row.what, row.about, row.outcome) for row in rows]


FAILURES: dict[str, Exception] = {
    "claim": UnknownClaim("no claim c9"),
    "unreadable": UnreadableInput("/srv/secret/a.pdf", "cut short"),
    "http": HTTPException(404, "no such incident"),
    "bug": ZeroDivisionError("SELECT secret FROM /srv/secret"),
    "locked": UnusableLedger("/srv/secret/l: database is locked"),
    "full": OSError(28, "No space left on device", "/srv/secret"),
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.ledger.close()


@pytest.fixture
def public(tmp_path: Path) -> Iterator[Site]:
    """One that others reach, by any name, so that everybody shows a token."""
    made = Site(tmp_path, Placed("0.0.0.0"))
    yield made
    made.ledger.close()


# --- who comes in ----------------------------------------------------------------------------------


def test_who_sits_at_the_machine_may_all_while_no_token_was_made(site: Site) -> None:
    visitor = site.visitor()
    assert "local|loopback" in visitor.get("/").text
    assert visitor.post("/api/v1/say/1", json={"number": 7}).json() == {"done": "1"}
    assert visitor.delete("/api/v1/say/1").status_code == 200
    assert site.done == ["1 7", "no 1"]


def test_once_a_token_was_made_everybody_shows_one_even_after_it_was_revoked(site: Site) -> None:
    bearer = site.token("read", "Ana")
    assert site.visitor().get("/").status_code == 401
    assert "Ana|token" in site.visitor().get("/", headers=bearer).text
    tokens.revoke(site.ledger, "Ana")
    time.sleep(1.05)
    assert site.visitor().get("/", headers=bearer).status_code == 401
    assert site.visitor().get("/").status_code == 401


def test_loopback_stays_open_where_that_was_said(tmp_path: Path) -> None:
    site = Site(tmp_path, trust_loopback=True)
    bearer = site.token("read")
    assert "local|loopback" in site.visitor().get("/").text
    assert "the read|token" in site.visitor().get("/", headers=bearer).text
    site.ledger.close()


@pytest.mark.parametrize(
    "between",
    [{"X-Forwarded-For": "192.0.2.9"}, {"Forwarded": "for=192.0.2.9"}, {"X-Real-IP": "192.0.2.9"}, {"Via": "1.1 p"}],
)
def test_who_comes_through_a_proxy_is_not_at_the_machine(site: Site, between: dict[str, str]) -> None:
    assert site.visitor().get("/", headers=between).status_code == 401


def test_who_comes_from_another_address_or_by_another_name_is_not(tmp_path: Path) -> None:
    site = Site(tmp_path, Placed(hosts=("desk.example.org",)))
    assert site.visitor(base_url="http://127.0.0.1:8377", client=("192.0.2.7", 5)).get("/").status_code == 401
    assert site.visitor(base_url="http://desk.example.org", client=("127.0.0.1", 5)).get("/").status_code == 401
    site.ledger.close()


def test_nobody_is_let_in_from_loopback_where_others_reach_the_desk(public: Site) -> None:
    assert public.visitor().get("/").status_code == 401


@pytest.mark.parametrize(
    ("role", "may"),
    [("read", [200, 403, 403]), ("add", [200, 200, 403]), ("judge", [200, 200, 403]), ("admin", [200] * 3)],
)
def test_each_role_may_so_much(public: Site, role: str, may: list[int]) -> None:
    visitor, bearer = public.visitor(**ELSEWHERE), public.token(role)
    answers = [
        visitor.get("/", headers=bearer),
        visitor.post("/api/v1/say/1", json={"number": 1}, headers=bearer),
        visitor.delete("/api/v1/say/1", headers=bearer),
    ]
    assert [answer.status_code for answer in answers] == may
    judged = visitor.post("/incidents/1/judge", headers=bearer).status_code
    assert judged == (200 if role in ("judge", "admin") else 403)


def test_a_route_that_asks_for_nothing_is_no_hole(public: Site) -> None:
    visitor = public.visitor(**ELSEWHERE)
    assert visitor.post("/careless").status_code == 401
    assert visitor.post("/careless", headers=public.token("read")).status_code == 403
    assert visitor.get("/openapi.json").status_code == 401
    assert public.done == []


def test_a_strange_token_is_told_how_to_come_in(public: Site) -> None:
    answer = public.visitor(**ELSEWHERE).get("/api/v1/nothing", headers={"Authorization": "Bearer cw_nonsense"})
    assert answer.status_code == 401 and answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "detail", "id"}


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer " + "x" * 5_000,
        "bearer\tx",
        "Bearer cw_é",
    ],
)
def test_what_is_no_token_is_401_and_no_more(public: Site, header: str) -> None:
    assert public.visitor(**ELSEWHERE).get("/", headers={b"Authorization": header.encode()}).status_code == 401  # type: ignore[dict-item]


def test_a_web_socket_is_not_opened(site: Site) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), site.visitor().websocket_connect("/ws"):
        pass


# --- guessing ----------------------------------------------------------------------------------------


def test_guessing_tokens_is_slowed_and_bothers_nobody_else(public: Site) -> None:
    good, late = public.token("read", "Ana"), public.token("read", "Bo")
    guesser, neighbour = (
        public.visitor(**ELSEWHERE),
        public.visitor(base_url="http://d.example", client=("192.0.2.8", 5)),
    )
    assert guesser.get("/", headers=good).status_code == 200
    answers = [guesser.get("/", headers={"Authorization": f"Bearer cw_{n:043d}"}) for n in range(30)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 20
    assert int(answers[-1].headers["retry-after"]) >= 1
    time.sleep(1.1)
    assert guesser.get("/", headers={"Authorization": "Bearer cw_x"}).status_code == 401  # one more, then twice as long
    assert guesser.get("/", headers=late).status_code == 429  # even the right one, of who never was let in there
    assert guesser.post("/login", data={"token": "cw_x"}).status_code == 429
    assert guesser.get("/", headers=good).status_code == 200
    assert neighbour.get("/", headers=late).status_code == 200


def test_guessing_at_the_login_is_slowed(public: Site) -> None:
    guesser = public.visitor(**ELSEWHERE)
    answers = [guesser.post("/login", data={"token": f"cw_{n}"}).status_code for n in range(15)]
    assert answers == [401] * 10 + [429] * 5


# --- sessions ----------------------------------------------------------------------------------------


def logged_in(site: Site, role: str = "judge", **where: Any) -> TestClient:
    visitor = site.visitor(**(where or ELSEWHERE))
    secret = site.token(role, "Ana")["Authorization"].removeprefix("Bearer ")
    answer = visitor.post("/login", data={"token": secret, "next": "/incidents/i1?as_of=2031"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/incidents/i1?as_of=2031")
    return visitor


def test_a_browser_logs_in_and_out(public: Site) -> None:
    visitor = logged_in(public)
    kept = dict(visitor.cookies)
    assert "Ana|session" in visitor.get("/").text
    answer = visitor.post("/logout", data={"form_token": word(visitor)})
    assert answer.status_code == 303 and "Max-Age=0" in answer.headers["set-cookie"]
    assert visitor.get("/").status_code == 401
    for name, value in kept.items():  # whoever kept the cookie does not come in again
        visitor.cookies.set(name, value)
    assert visitor.get("/").status_code == 401


@pytest.mark.parametrize(("scheme", "extra"), [("http", set()), ("https", {"Secure"})])
def test_the_cookie_is_for_the_desk_alone(public: Site, scheme: str, extra: set[str]) -> None:
    visitor = public.visitor(base_url=f"{scheme}://desk.example.org", client=("192.0.2.7", 5))
    secret = public.token("read")["Authorization"].removeprefix("Bearer ")
    cookie = visitor.post("/login", data={"token": secret}).headers["set-cookie"]
    traits = {trait.strip() for trait in cookie.split(";")[1:]}
    assert traits == {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=604800"} | extra
    assert cookie.startswith("__Host-") == (scheme == "https")
    assert secret not in cookie


def test_a_browser_nobody_knows_is_led_to_the_login_and_back(public: Site) -> None:
    visitor = public.visitor(**ELSEWHERE)
    answer = visitor.get("/incidents/i1?as_of=2031-03-12&q=a%22b", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    form = visitor.get(answer.headers["location"])
    assert form.status_code == 200
    assert 'value="/incidents/i1?as_of=2031-03-12&amp;q=a%22b"' in form.text


def test_a_link_from_elsewhere_is_asked_for_once_more_by_the_desks_own_page(public: Site) -> None:
    """The browser sends no SameSite=Strict cookie along with another site's link, though it keeps one."""
    visitor = public.visitor(**ELSEWHERE)
    headers = {"Accept": "text/html", "Sec-Fetch-Site": "cross-site"}
    answer = visitor.get("/a?x=%22%3E%3Cscript%3E", headers=headers)
    assert answer.status_code == 200 and "<script>" not in answer.text
    assert '<meta http-equiv="refresh" content="0; url=/a?x=%22%3E%3Cscript%3E">' in answer.text


def test_a_part_of_a_page_sends_the_whole_page_to_the_login(public: Site) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://desk.example.org/incidents/i1?as_of=2031"}
    answer = public.visitor(**ELSEWHERE).get("/part", headers=headers)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/login?next=/incidents/i1%3Fas_of%3D2031")
    for address in ("https://evil.example//evil.example/x", "//evil.example", "http://[", "x"):
        answer = public.visitor(**ELSEWHERE).get("/part", headers={**headers, "HX-Current-URL": address})
        assert answer.headers["hx-redirect"].startswith("/login?next=/") and "evil" not in answer.headers["hx-redirect"]


def test_nobody_is_sent_to_another_site_after_logging_in(public: Site) -> None:
    secret = public.token("read")["Authorization"].removeprefix("Bearer ")
    for where in ("//evil.example", "https://evil.example/", "/\\evil.example", "/a\r\nSet-Cookie: b=c"):
        answer = public.visitor(**ELSEWHERE).post("/login", data={"token": secret, "next": where})
        assert answer.headers["location"] == "/" and "b=c" not in answer.headers["set-cookie"]


def test_a_login_from_another_sites_page_is_refused(public: Site) -> None:
    secret = public.token("read")["Authorization"].removeprefix("Bearer ")
    headers = {"Origin": "https://evil.example"}
    answer = public.visitor(**ELSEWHERE).post("/login", data={"token": secret}, headers=headers)
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, '"' * 43, "é" * 43, "a" * 10_000])
def test_a_cookie_of_ones_own_making_opens_nothing(public: Site, cookie: str) -> None:
    public.token("admin")
    headers = {b"Cookie": f"crosswire-session-8377={cookie}".encode()}
    assert public.visitor(**ELSEWHERE).get("/", headers=headers).status_code == 401  # type: ignore[arg-type]


# --- other sites' pages ------------------------------------------------------------------------------


def word(visitor: TestClient) -> str:
    found = re.search(r'value="(\w+)"', visitor.get("/").text)
    assert found
    return found[1]


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:9999"},
    {"Origin": "http://localhost:8377"},
    {"Origin": "http://127.0.0.1:8377.evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8377"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_page_of_another_site_changes_nothing_at_this_machine(site: Site, headers: dict[str, str]) -> None:
    visitor = site.visitor()
    known = {"name": "Ana", "form_token": word(visitor)}
    assert visitor.post("/incidents/1/judge", data=known, headers=headers).status_code == 403
    assert visitor.post("/api/v1/say/1", json={"number": 1}, headers=headers).status_code == 403
    assert visitor.delete("/api/v1/say/1", headers=headers).status_code == 403
    assert site.done == []


def test_a_form_carries_the_word_of_the_page_it_was_on(site: Site) -> None:
    visitor, other = site.visitor(), site.visitor()
    known = word(visitor)
    assert word(visitor) == known != word(other)
    own = {"Origin": "http://127.0.0.1:8377", "Sec-Fetch-Site": "same-origin"}
    for wrong in ({}, {"form_token": ""}, {"form_token": "0" * 64}, {"form_token": word(other)}):
        assert visitor.post("/incidents/1/judge", data={"name": "Ana", **wrong}, headers=own).status_code == 403
    assert site.done == []
    assert visitor.post("/incidents/1/judge", data={"name": "Ana", "form_token": known}, headers=own).status_code == 200
    files = {"file": ("a.txt", b"x" * 100_000)}
    told = visitor.post("/incidents/2/judge", data={"name": "Bo", "form_token": known}, files=files, headers=own)
    assert told.status_code == 200
    assert site.done == ["1 Ana", "2 Bo"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", None]
)
def test_json_in_a_forms_clothes_is_refused(site: Site, kind: str | None) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = site.visitor().post("/api/v1/say/1", content=b'{"number": 1}', headers=headers)
    assert answer.status_code == 403 and site.done == []


def test_a_program_at_this_machine_needs_no_word(site: Site) -> None:
    visitor = site.visitor()
    assert visitor.post("/api/v1/say/1", json={"number": 1}).status_code == 200
    assert visitor.post("/careless", headers={"HX-Request": "true"}).status_code == 200
    assert visitor.post("/careless", content=b"x", headers={"X-Requested-With": "curl"}).status_code == 200


def test_a_session_is_no_better_protected_than_it_must_be(public: Site) -> None:
    visitor = logged_in(public)
    known = word(visitor)
    assert visitor.post("/incidents/1/judge", data={}).status_code == 403
    foreign = {"Origin": "https://evil.example"}
    assert visitor.post("/incidents/1/judge", data={"form_token": known}, headers=foreign).status_code == 403
    assert visitor.post("/incidents/1/judge", data={"form_token": known}).status_code == 200
    behind_tls = {"Origin": "https://desk.example.org"}
    assert visitor.post("/incidents/2/judge", data={"form_token": known}, headers=behind_tls).status_code == 200
    assert public.done == ["1 Ana", "2 Ana"]


def test_a_token_in_a_header_needs_no_word(public: Site) -> None:
    headers = {**public.token("judge", "Ana"), "Origin": "https://evil.example"}
    assert (
        public.visitor(**ELSEWHERE).post("/incidents/1/judge", data={"name": "Bo"}, headers=headers).status_code == 200
    )
    assert public.done == ["1 Bo (Ana)"]


# --- names of the desk -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:8377", "", "127.0.0.1 ", "127.0.0.1@evil.example", "a,b"],
)
def test_a_name_that_was_made_to_point_here_is_refused(site: Site, name: str) -> None:
    answer = site.visitor().get("/", headers={"Host": name})
    assert answer.status_code == 421 and "local" not in answer.text
    assert site.visitor().post("/api/v1/say/1", json={"number": 1}, headers={"Host": name}).status_code == 421
    assert site.done == []


def test_two_names_at_once_are_refused(site: Site) -> None:
    status: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    for hosts in ([], [b"127.0.0.1", b"evil.example"], [b"127.0.0.1", b"127.0.0.1"]):
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": "/", "raw_path": b"/", "query_string": b"", "root_path": "", "client": ("127.0.0.1", 5),
            "server": ("127.0.0.1", 8377), "headers": [(b"host", host) for host in hosts],
        }  # fmt: skip
        asyncio.run(site.app(scope, receive, send))
    assert status == [421, 421, 421]


@pytest.mark.parametrize("name", ["localhost:8377", "127.0.0.1", "[::1]:8377", "LocalHost"])
def test_loopback_has_several_names(site: Site, name: str) -> None:
    assert site.visitor().get("/", headers={"Host": name}).status_code == 200


def test_a_name_that_was_allowed_answers(tmp_path: Path) -> None:
    site = Site(tmp_path, Placed(hosts=("desk.example.org",)))
    bearer = site.token("read")
    assert site.visitor(**ELSEWHERE).get("/", headers=bearer).status_code == 200
    assert site.visitor(**ELSEWHERE).get("/", headers={**bearer, "Host": "evil.example"}).status_code == 421
    site.ledger.close()


# --- files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret.txt",
        "/static/..%2fsecret.txt",
        "/static/%2e%2e/secret.txt",
        "/static/%2e%2e%2fsecret.txt",
        "/static/..%5csecret.txt",
        "/static/....//secret.txt",
        "/static//etc/passwd",
        "/static/%00",
        "/static/desk.css%00.txt",
        "/static/" + "a" * 5_000,
        "/static/%ff%fe",
        "/static/",
        "/static",
    ],
)
def test_no_file_beside_the_desks_own_is_shown(public: Site, path: str) -> None:
    answer = public.visitor(**ELSEWHERE).get(path)
    assert answer.status_code in (400, 401, 404, 307) and "the secret" not in answer.text and "root:" not in answer.text


def test_the_desks_own_files_are_for_everybody(public: Site) -> None:
    answer = public.visitor(**ELSEWHERE).get("/static/desk.css")
    assert answer.status_code == 200 and answer.text == "body {}"


def test_an_address_with_nothing_in_it_is_refused(site: Site) -> None:
    assert site.visitor().get("/?q=%00").status_code == 400
    assert site.visitor().get("/a%0d%0ab").status_code == 400


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: b=c", 'a"; filename=b', "../../x", "\u202etxt.exe", "é\x00", ""])
def test_a_downloads_name_puts_no_header_in(site: Site, name: str) -> None:
    answer = site.visitor().get("/download", params={"name": name.replace("\x00", "")})
    assert answer.status_code == 200 and "set-cookie" not in answer.headers
    assert re.fullmatch(
        r'attachment; filename="[^"/\\]+"; filename\*=UTF-8\'\'[\w.~%-]+', answer.headers["content-disposition"]
    )


# --- how much and how often --------------------------------------------------------------------------


def pieces(number: int, size: int = 1_000) -> Iterator[bytes]:
    for _ in range(number):
        yield b"x" * size


@pytest.fixture
def tight(tmp_path: Path) -> Iterator[Site]:
    bounds = Bounds(body=10_000, reads=1.0, reads_burst=5, writes=1.0, writes_burst=3, body_seconds=5.0)
    made = Site(tmp_path, Placed("0.0.0.0"), bounds=bounds)
    yield made
    made.ledger.close()


def test_too_large_a_body_is_refused_by_its_length_or_as_it_comes(tight: Site) -> None:
    visitor, bearer = tight.visitor(**ELSEWHERE), tight.token("add")
    assert visitor.post("/careless", content=b"x" * 10_000, headers=bearer).json() == {"read": 10_000}
    told = visitor.post("/careless", content=b"x" * 10_001, headers=bearer)
    assert told.status_code == 413 and "0.01 MB" in told.text
    assert visitor.post("/careless", content=pieces(10), headers=tight.token("add", "b")).json() == {"read": 10_000}
    assert visitor.post("/careless", content=pieces(11), headers=tight.token("add", "c")).status_code == 413
    api = visitor.post("/api/v1/say/1", content=pieces(11), headers={**bearer, "Content-Type": "application/json"})
    assert api.status_code == 413 and api.json()["status"] == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "x", "9" * 400, "²"])
def test_a_length_that_is_none_is_refused(site: Site, length: str) -> None:
    headers = {b"Content-Length": length.encode("latin-1"), b"X-Requested-With": b"x"}
    answer = site.visitor().post("/careless", content=b"x", headers=headers)  # type: ignore[arg-type]
    assert answer.status_code in (400, 413) and "careless" not in site.done


def test_a_form_larger_than_allowed_is_refused_before_it_is_taken_apart(tmp_path: Path) -> None:
    site = Site(tmp_path, bounds=Bounds(body=10_000))
    visitor = site.visitor()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.post("/careless", content=pieces(500), headers=headers).status_code == 413
    site.ledger.close()


def test_a_body_that_does_not_come_is_not_waited_for(tmp_path: Path) -> None:
    site = Site(tmp_path, bounds=Bounds(body_seconds=0.2))
    status: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])

    async def receive() -> Any:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"x", "more_body": True}

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/careless", "raw_path": b"/careless", "query_string": b"", "root_path": "",
        "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 8377),
        "headers": [(b"host", b"127.0.0.1:8377"), (b"x-requested-with", b"x")],
    }  # fmt: skip
    begun = time.monotonic()
    asyncio.run(site.app(scope, receive, send))
    assert status == [408] and time.monotonic() - begun < 3
    site.ledger.close()


def test_who_asks_too_often_waits_and_others_do_not(tight: Site) -> None:
    one, two = tight.token("add", "one"), tight.token("add", "two")
    visitor = tight.visitor(**ELSEWHERE)
    answers = [visitor.get("/", headers=one) for _ in range(8)]
    assert [answer.status_code for answer in answers].count(200) in (5, 6)
    assert answers[-1].status_code == 429 and int(answers[-1].headers["retry-after"]) >= 1
    assert visitor.get("/", headers=two).status_code == 200
    posts = [visitor.post("/careless", headers=two).status_code for _ in range(6)]
    assert posts[:3] == [200] * 3 and posts[-1] == 429
    strangers = [visitor.get("/").status_code for _ in range(8)]
    assert strangers[0] == 401 and strangers[-1] == 429


def test_two_hundred_readers_at_this_machine_are_not_too_many(site: Site) -> None:
    import httpx

    async def read() -> set[int]:
        transport = httpx.ASGITransport(site.app, client=("127.0.0.1", 5))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8377") as visitor:
            answers = [await visitor.get("/") for _ in range(int(site.access.bounds.reads_burst) + 200)]
            return {answer.status_code for answer in answers}

    assert asyncio.run(read()) == {200}


def test_only_so_many_slow_requests_are_worked_on_at_once(tmp_path: Path) -> None:
    site = Site(tmp_path, bounds=Bounds(at_once=1, patience=0.1))

    @site.app.get("/export/slow")
    async def slow() -> Any:
        await asyncio.sleep(0.6)
        return {}

    import httpx

    async def both() -> list[tuple[int, bool]]:
        transport = httpx.ASGITransport(site.app, client=("127.0.0.1", 5))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8377") as visitor:
            asked = [visitor.get("/export/slow"), visitor.get("/export/slow"), visitor.get("/")]
            return [(a.status_code, "retry-after" in a.headers) for a in await asyncio.gather(*asked)]

    assert sorted(asyncio.run(both())) == [(200, False), (200, False), (503, True)]
    assert site.visitor().get("/export/slow").status_code == 200  # the place is free again
    site.ledger.close()


# --- what every answer says --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/static/desk.css", "/fail/bug", "/api/v1/fail/http", "/login", "/%00"]
)
def test_every_answer_keeps_the_browser_in_bounds(site: Site, path: str) -> None:
    headers = site.visitor().get(path).headers
    assert headers["content-security-policy"] == CSP and "unsafe" not in CSP
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cache-control"] == "private, no-cache"
    assert "access-control-allow-origin" not in headers


def test_events_stream_through(site: Site) -> None:
    with site.visitor().stream("GET", "/stream") as answer:
        assert list(answer.iter_lines())[::2] == ["data: 0", "data: 1", "data: 2"]
        assert answer.headers["content-security-policy"] == CSP


@pytest.mark.parametrize("way", ["token", "session"])
def test_a_stream_ends_when_its_readers_token_does(tmp_path: Path, way: str) -> None:
    site = Site(tmp_path, Placed("0.0.0.0"), bounds=Bounds(recheck=0.1))

    @site.app.get("/endless")
    async def endless() -> Any:
        async def events() -> Any:
            for number in range(200):
                if number == 5:
                    with Ledger(site.path) as own:
                        tokens.revoke(own, "Ana")
                yield f"data: {number}\n\n"
                await asyncio.sleep(0.05)

        return StreamingResponse(events(), media_type="text/event-stream")

    visitor = logged_in(site) if way == "session" else site.visitor(**ELSEWHERE)
    headers = {} if way == "session" else site.token("read", "Ana")
    told = visitor.get("/endless", headers=headers).text.split()
    assert "5" in told and "150" not in told
    site.ledger.close()


# --- failures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ("claim", 404, "no claim c9"),
        ("unreadable", 422, "a.pdf: cut short"),
        ("http", 404, "no such incident"),
        ("bug", 500, "something went wrong here"),
        ("locked", 503, "somebody else has been writing"),
        ("full", 507, "disk is full"),
    ],
)
@pytest.mark.parametrize("prefix", ["/api/v1", ""])
def test_a_failure_is_one_line_for_programs_and_for_people(
    site: Site, prefix: str, how: str, status: int, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = site.visitor().get(f"{prefix}/fail/{how}")
    assert answer.status_code == status and words in answer.text
    for hidden in ("Traceback", "/srv", "SELECT", "ZeroDivision", ".py"):
        assert hidden not in answer.text
    if prefix:
        told = answer.json()
        assert told["status"] == status and "\n" not in told["detail"]
        if status >= 500:  # the log has all of it under the same id
            assert told["id"] in caplog.text
    else:
        assert answer.headers["content-type"].startswith("text/html")
    assert ("retry-after" in answer.headers) == (status == 503)


def test_what_is_not_valid_is_told_by_its_name_without_being_repeated(site: Site) -> None:
    answer = site.visitor().post("/api/v1/say/1", json={"number": "<script>alert(1)</script>"})
    assert answer.status_code == 422 and "body.number: " in answer.json()["detail"]
    assert "script" not in answer.text
    assert (
        site.visitor().post("/api/v1/say/1", content=b"{", headers={"Content-Type": "application/json"}).status_code
        == 422
    )


def test_the_application_draws_its_own_problems_or_a_plain_one_is_shown(tmp_path: Path) -> None:
    def drawn(request: Request, problem: Any) -> HTMLResponse:
        if "bug" in request.url.path:
            raise RuntimeError("/srv/secret")
        return HTMLResponse(f"<b>{problem.line}</b>")

    site = Site(tmp_path, render_error=drawn)
    answer = site.visitor().get("/fail/http")
    assert (answer.status_code, answer.text) == (404, "<b>no such incident</b>")
    plain = site.visitor().get("/fail/bug")
    assert plain.status_code == 500 and "srv" not in plain.text and "something went wrong" in plain.text
    site.ledger.close()


def test_words_of_strangers_are_text_in_a_problems_page(site: Site) -> None:
    FAILURES["hostile"] = HTTPException(400, "<script>alert(1)</script>\u202e")
    answer = site.visitor().get("/fail/hostile")
    assert "<script>" not in answer.text and "&lt;script&gt;" in answer.text and "\u202e" not in answer.text


def test_a_ledger_that_is_gone_is_503_and_files_are_still_there(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.ledger.close()
    site.path.unlink()
    site.path.write_text("no database at all, but a page of text that somebody put here")
    answer = site.visitor().get("/")
    assert answer.status_code == 503 and str(tmp_path) not in answer.text
    assert site.visitor().get("/static/desk.css").status_code == 200


# --- the audit log -----------------------------------------------------------------------------------


def test_what_changes_something_and_what_is_refused_is_written_down(public: Site) -> None:
    judge, reader = public.token("judge", "Ana"), public.token("read", "Bo")
    visitor = public.visitor(**ELSEWHERE)
    visitor.get("/", headers=judge)
    visitor.post("/incidents/i7/judge?note=a-query", data={"name": "Cy", "reason": "a reason"}, headers=judge)
    visitor.post("/incidents/i8/judge", headers=reader)
    visitor.get("/")
    visitor.post("/api/v1/say/9", json={"number": "x"}, headers=judge)
    assert public.audit() == [
        ("Ana", "POST /incidents/{id}/judge", "id=i7 ci7", "200"),
        ("Bo", "POST /incidents/i8/judge", "", "refused 403"),
        ("nobody", "GET /", "", "refused 401"),
        ("Ana", "POST /api/v1/say/{id}", "id=9", "failed 422"),
    ]
    everything = repr(public.ledger.base.all("SELECT * FROM desk_audit"))
    assert "192.0.2.7" in everything
    for kept_out in ("cw_", "a reason", "a-query", "Bearer"):
        assert kept_out not in everything


def test_the_door_lets_go_of_the_ledger_when_the_desk_ends(site: Site) -> None:
    with site.visitor() as visitor:
        assert visitor.post("/api/v1/say/1", json={"number": 1}).status_code == 200
        before = {thread for thread in threading.enumerate() if thread.name.startswith("crosswire-access")}
    assert len(before & set(threading.enumerate())) <= len(before) - 2  # of this site, one that read and one that wrote


def test_a_login_is_written_down_without_the_token(public: Site) -> None:
    visitor = logged_in(public)
    visitor.get("/")
    assert [row[1:] for row in public.audit()] == [("POST /login", "", "303")]
    assert "cw_" not in repr(public.ledger.base.all("SELECT * FROM desk_audit"))


def test_an_address_of_a_strangers_making_is_one_line_of_the_log(public: Site) -> None:
    public.visitor(**ELSEWHERE).get("/a%20%20forged%20200%e2%80%ae" + "x" * 1_000)
    ((who, what, *_),) = public.audit()
    assert who == "nobody"
    assert "\n" not in what and "\u202e" not in what and len(what) <= 200


def test_a_thousand_refusals_are_a_few_rows(public: Site) -> None:
    visitor = public.visitor(**ELSEWHERE)
    for _ in range(100):
        visitor.get("/")
    assert len(public.audit()) == 20


def test_a_judgement_goes_through_while_the_log_cannot_be_written(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(journals, "_WAITS", 20)
    with sqlite3.connect(site.path, isolation_level=None) as other:
        site.visitor().post("/api/v1/say/1", json={"number": 1})
        other.execute("BEGIN IMMEDIATE")
        assert site.visitor().post("/api/v1/say/2", json={"number": 2}).status_code == 200
        other.execute("ROLLBACK")
    assert "not yet in the audit log" in caplog.text
    site.visitor().post("/api/v1/say/3", json={"number": 3})
    assert [row[2] for row in site.audit()] == ["id=1", "id=2", "id=3"]


def test_routes_say_in_the_open_api_that_they_take_a_token(site: Site) -> None:
    described = site.visitor().get("/openapi.json").json()
    assert described["paths"]["/api/v1/say/{id}"]["post"]["security"] == [{"HTTPBearer": []}]
    assert described["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    assert "/login" not in described["paths"]
