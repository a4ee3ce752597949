"""Reports added at the desk: pasted, as files, from an address; and no address that only the server can reach."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from crosswire.desk.judging import fetching
from crosswire.desk.judging.fetching import NotFetched, checked, fetched, outward
from crosswire.desk.settings import Settings
from crosswire.ledger import Ledger
from desk_api import caught_up, opened, recorded

PAGE = {"accept": "text/html"}
TEXT = "Nine hikers were rescued from a cave near Tena, Ecuador, on Tuesday, the fire brigade said."


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    return recorded(tmp_path_factory.mktemp("adding") / "crisis.ledger")


@pytest.fixture(scope="module")
def desk(book: str) -> Iterator[TestClient]:
    with opened(book) as client:
        caught_up(client)
        yield client


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """A site at this machine: a page, a page that leads elsewhere, an empty one."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/away":
                self.send_response(302)
                self.send_header("Location", f"http://127.0.0.2:{self.server.server_address[1]}/page")  # type: ignore[attr-defined]
                self.end_headers()
                return
            body = (
                f"<html><title>Cave</title><body><p>{TEXT}</p></body></html>".encode() if self.path != "/none" else b""
            )
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def token(desk: TestClient) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', desk.get("/add", headers=PAGE).text)
    assert found
    return found[1]


def add(desk: TestClient, files: Any = None, **fields: str) -> Any:
    return desk.post("/add", data={"form_token": token(desk), **fields}, files=files, headers=PAGE)


def shown(desk: TestClient, answer: Any) -> str:
    assert answer.status_code == 303, html.unescape(" ".join(re.findall(r'role="alert".*?</div>', answer.text, re.S)))
    caught_up(desk)
    page = desk.get(answer.headers["location"], headers=PAGE)
    assert page.status_code == 200
    return html.unescape(page.text)


# --- adding --------------------------------------------------------------------------------------


def test_pasted_words_show_what_was_read_of_them(desk: TestClient, book: str) -> None:
    given = {
        "text": TEXT,
        "published": "2031-05-06",
        "publisher": "Selva <b> Daily",
        "url": "https://selva.example/cave",
    }
    page = shown(desk, add(desk, **given))
    assert "Report added" in page
    assert re.search(r'<mark class="m-number">Nine</mark>', page)
    assert "rescued" in page
    assert "Tena" in page
    assert "<b> Daily" not in desk.get("/judgements", headers=PAGE).text
    with Ledger(book) as ledger:
        (mine,) = [d for d in ledger.documents() if d.text == TEXT]
    assert (mine.published.value, mine.publisher, mine.url) == ("2031-05-06", "Selva <b> Daily", given["url"])
    again = shown(desk, add(desk, **given))
    assert mine.id in again


def test_megabytes_can_be_pasted(desk: TestClient) -> None:
    words = "The wind came down from the hills and the old road lay empty in the evening light.\n\n" * 13_000
    page = shown(desk, add(desk, text=words + TEXT.replace("Nine", "Eleven"), published="2031-05-06", name="long.txt"))
    assert len(words) > 1_050_000
    assert "Eleven" in page
    assert 'href="/reports/long.txt' in page


def test_files_of_several_kinds_at_once(desk: TestClient) -> None:
    files = [
        ("files", ("river.txt", b"Seven people drowned in the river Napo on Friday, police said.", "text/plain")),
        ("files", ("fire.html", b"<html><body><p>Two people died in a fire in Loja.</p></body></html>", "text/html")),
    ]
    page = shown(desk, add(desk, files, published="2031-05-09"))
    assert "2 reports added" in page
    assert "river.txt" in page
    assert "fire.html" in page
    assert "Seven" in page


@pytest.mark.parametrize(
    ("fields", "files", "said"),
    [
        ({}, None, "nothing to add"),
        ({"text": "A fire.", "published": "soon"}, None, "soon"),
        ({}, [("files", ("x.exe", b"MZ\0\0\1", "application/x-dosexec"))], "x.exe"),
        ({}, [("files", ("../../etc/passwd.pdf", b"%PDF-1.4 cut", "application/pdf"))], "passwd.pdf"),
        ({"url": "file:///etc/passwd"}, None, "no address of the web"),
        ({"url": "http://127.0.0.1:22/"}, None, "is not fetched"),
        ({"url": "http://localhost/"}, None, "is not fetched"),
        ({"url": "http://[::1]/"}, None, "is not fetched"),
        ({"url": "http://169.254.169.254/latest/meta-data/"}, None, "is not fetched"),
        ({"url": "http://0x7f000001/"}, None, "is not fetched"),
    ],
)
def test_a_refusal_is_a_line_on_the_same_form(desk: TestClient, fields: dict[str, str], files: Any, said: str) -> None:
    answer = add(desk, files, publisher="The <i> Post", **fields)
    assert answer.status_code == 422
    (alert,) = re.findall(r'role="alert".*?</div>', answer.text, re.S)
    assert said in html.unescape(alert)
    assert "Traceback" not in answer.text
    assert 'value="The &lt;i&gt; Post"' in answer.text
    if "text" in fields:
        assert ">A fire.</textarea>" in answer.text


def test_what_was_read_is_told_beside_what_was_not(desk: TestClient) -> None:
    files = [
        ("files", ("good.txt", b"Six people were freed in Manta on Sunday, the army said.", "text/plain")),
        ("files", ("bad.exe", b"MZ\0\0\1", "application/x-dosexec")),
    ]
    answer = add(desk, files, published="2031-05-10")
    assert answer.status_code == 422
    assert "bad.exe" in answer.text
    assert 'href="/reports/good.txt"' in answer.text


def test_a_report_nobody_added_is_not_there(desk: TestClient) -> None:
    assert desk.get("/added?report=no-such", headers=PAGE).status_code == 404


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "not an address",
    ],
)  # fmt: skip
def test_addresses_of_this_machine_and_its_network_are_not_outward(address: str) -> None:
    assert not outward(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "64:ff9b::909:909"])
def test_addresses_that_anybody_reaches_are_outward(address: str) -> None:
    assert outward(address)


@pytest.mark.parametrize(
    "url",
    [
        "", "cave", "ftp://x.example/", "//x.example/", "http://", "http://a:b@x.example/", "http://x.example:0/",
        "http://x.example:99999/", "http://x.example/a b", "http://x.example/\r\nHost: y", "http://x.example/é",
        "https://x.example/" + "a" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(NotFetched):
        checked(url)


def test_this_machine_is_fetched_only_where_whoever_runs_the_desk_says_so(site: str) -> None:
    assert TEXT in fetched(f"{site}/page", inward=True).decode()
    with pytest.raises(NotFetched, match="is not fetched"):
        fetched(f"{site}/page")
    with pytest.raises(NotFetched, match="empty"):
        fetched(f"{site}/none", inward=True)
    assert not Settings("x").inward


def test_a_redirect_leads_to_no_address_that_could_not_be_asked_for(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def but_one(address: str) -> bool:
        asked.append(address)
        return address == "127.0.0.1"

    monkeypatch.setattr(fetching, "outward", but_one)
    with pytest.raises(NotFetched, match=r"127\.0\.0\.2 is an address of this machine"):
        fetched(f"{site}/away")
    assert asked == ["127.0.0.1", "127.0.0.2"]


def test_a_name_is_resolved_once_and_connected_to_as_it_was_looked_at(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers with another address the second time leads nowhere else."""
    port = int(site.rpartition(":")[2])
    given = iter(["127.0.0.1", "127.0.0.9", "127.0.0.9"])
    real = fetching.socket.getaddrinfo

    def turning(host: str, *args: Any, **kwargs: Any) -> Any:
        return real(next(given) if host == "turns.example" else host, *args, **kwargs)

    monkeypatch.setattr(fetching.socket, "getaddrinfo", turning)
    monkeypatch.setattr(fetching, "outward", lambda address: address == "127.0.0.1")
    assert TEXT in fetched(f"http://turns.example:{port}/page").decode()


def test_an_address_is_added_with_what_it_answers(site: str, tmp_path: Path) -> None:
    from crosswire.desk import access
    from crosswire.desk.app import application

    settings = Settings(recorded(tmp_path / "crisis.ledger"), inward=True)
    app = application(settings)
    if not hasattr(app.state, "access"):
        access.install(app, settings, lambda: Ledger(settings.ledger))
    at_home = {"client": ("127.0.0.1", 5), "follow_redirects": False}
    with TestClient(app, "http://127.0.0.1:8377", raise_server_exceptions=False, **at_home) as desk:  # type: ignore[arg-type]
        caught_up(desk)
        page = shown(desk, add(desk, url=f"{site}/page", published="2031-05-06"))
        assert "Nine" in page
        with Ledger(settings.ledger) as ledger:
            assert [d.url for d in ledger.documents() if d.title == "Cave"] == [f"{site}/page"]
