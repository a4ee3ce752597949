"""The commands as a person and a script meet them: output, one-line failures, exit status."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crosswire import cli
from crosswire.cli import run

REPORT = (
    "Gunmen stormed the Orfeo hotel in Nairobi on Saturday, killing 12 people and taking 30 guests hostage, police "
    "said. A security source said four of the attackers had been killed.\n"
)
LATER = "Troops ended the siege of the Orfeo hotel in Nairobi. Police said 15 people had been killed.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "first.txt").write_text(REPORT, encoding="utf-8")
    record = {"text": LATER, "published": "2031-03-10", "publisher": "The Coast Ledger"}
    (tmp_path / "reports" / "later.json").write_text(json.dumps(record), encoding="utf-8")
    return tmp_path


def called(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = run([str(argument) for argument in arguments])
    out, err = capfd.readouterr()
    assert "Traceback" not in err
    return status, out, err


def test_report_as_json(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The published schema, the reports by name, the policy, the figures."""
    status, out, err = called(capfd, "report", folder / "reports", "--format", "json", "--published", "2031-03-09")
    found = json.loads(out)
    assert status == 0 and err == ""
    assert (found["schema"], found["policy"], found["as_of"]) == ("crosswire.report/1", "low-best-high", None)
    assert [document["id"] for document in found["documents"]] == ["first.txt", "later.json"]
    assert {(c["low"], c["status"]) for c in found["claims"] if c["kind"] == "count"} >= {(12, "killed"), (30, "held")}
    assert len(found["incidents"]) == 1


def test_the_same_input_gives_the_same_bytes(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """In every format, from one process or two, from memory or a ledger."""
    for form in cli.FORMATS:
        command = ["report", folder / "reports", "--format", form, "--published", "2031-03-09"]
        first = called(capfd, *command)
        assert first[0] == 0 and first[1]
        assert called(capfd, *command, "--jobs", "2") == first
        assert called(capfd, *command, "--ledger", folder / f"{form}.db") == first
        assert called(capfd, "report", "--format", form, "--ledger", folder / f"{form}.db") == first


def test_text_is_the_default_and_plain_when_piped(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """No colour codes, 80 columns."""
    status, out, _ = called(capfd, "report", folder / "reports" / "first.txt")
    assert status == 0 and "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 80


def test_output_goes_to_a_file(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing on standard output then."""
    target = folder / "out.html"
    status, out, _ = called(capfd, "report", folder / "reports", "--format", "html", "--output", target)
    assert (status, out) == (0, "") and target.read_text(encoding="utf-8").startswith("<!")


def test_as_of_leaves_out_what_came_later(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """And names the undated."""
    status, out, err = called(capfd, "report", folder / "reports", "--format", "json", "--as-of", "2031-03-10")
    found = json.loads(out)
    assert status == 0 and found["as_of"] == "2031-03-10"
    assert [document["id"] for document in found["documents"]] == ["later.json"]
    assert [w["document"] for w in found["warnings"]] == ["first.txt"] and err.startswith("first.txt: no date")
    _, out, _ = called(capfd, "report", folder / "reports", "--format", "json", "--as-of", "2031-03-09")
    assert json.loads(out)["documents"] == []


def test_what_cannot_be_read_is_named_and_the_rest_is_done(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Status 1, one line each, the account of the others in full."""
    (folder / "cut.json").write_text('{"text": "Nine d')
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 40)
    inputs = [folder / "cut.json", folder / "noise.txt", folder / "none.txt", folder / "reports" / "first.txt"]
    status, out, err = called(capfd, "report", *inputs, "--format", "json")
    lines = [line for line in err.splitlines() if "weekdays" not in line]
    assert status == 1 and len(lines) == 3
    for name in ("cut.json", "noise.txt", "none.txt"):
        assert sum(name in line for line in lines) == 1
    assert [document["id"] for document in json.loads(out)["documents"]] == ["first.txt"]


def test_what_is_only_odd_is_done_with_a_warning(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """An empty report and one in another language: status 0, a line and an entry each."""
    (folder / "empty.txt").write_text("")
    (folder / "ru.txt").write_text(
        "Паром затонул в проливе, погибли сорок человек, сообщила береговая охрана.", "utf-8"
    )
    status, out, err = called(capfd, "report", folder / "empty.txt", folder / "ru.txt", "--format", "json")
    found = json.loads(out)
    assert status == 0 and found["claims"] == [] and found["incidents"] == []
    assert {w["document"] for w in found["warnings"]} == {"empty.txt", "ru.txt"}
    assert len(err.splitlines()) == 2


def test_who_is_still_missing_is_no_part_of_who_was(capfd: pytest.CaptureFixture[str]) -> None:
    """In the example 32 foreigners have not been found, and days later five are still missing: two counts."""
    example = Path(__file__).resolve().parents[1] / "examples" / "in-amenas"
    _, out, _ = called(capfd, "report", example, "--format", "json")
    found = json.loads(out)
    earlier, later = (
        next(c["id"] for c in found["claims"] if words in c["quote"])
        for words in ("32 foreigners have not been found", "five foreigners are still missing")
    )
    between = [r for r in found["relations"] if {r["a"], r["b"]} == {earlier, later}]
    assert [(r["type"], r["rule"]) for r in between] == [("differs", "counted-later")]


def test_the_same_warning_many_times(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A folder without dates: the first few by name and how many more; in the JSON an entry each."""
    for number in range(12):
        (tmp_path / f"{number:02}.txt").write_text(f"Police said {number + 3} people drowned on Friday off Cape Lorne.")
    status, out, err = called(capfd, "report", tmp_path, "--format", "json")
    lines = err.splitlines()
    assert status == 0 and len(json.loads(out)["warnings"]) == 12
    assert [line[:7] for line in lines[:5]] == [f"{number:02}.txt:" for number in range(5)]
    assert len(lines) == 6 and lines[5].startswith("and 7 more reports: no date")


@pytest.mark.parametrize(
    "arguments",
    [
        ["report"],
        ["report", "first.txt", "--format", "docx"],
        ["report", "first.txt", "--policy", "loudest-voice"],
        ["report", "first.txt", "--as-of", "yesterday"],
        ["report", "first.txt", "--published", "soon"],
        ["report", "first.txt", "--jobs", "0"],
        ["report", "first.txt", "--jobs", "many"],
        ["report", "first.txt", "--output", "no/such/folder/out.txt"],
        ["report", "first.txt", "--colour"],
        ["record", "first.txt"],
        ["record", "--ledger", "x.db"],
        ["show", "c1"],
        ["show", "--ledger", "x.db"],
        ["summarise", "first.txt"],
    ],
)
def test_wrong_usage(
    arguments: list[str], folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 2, one line on standard error, nothing on standard output, nothing read and nothing made."""
    monkeypatch.chdir(folder / "reports")
    status, out, err = called(capfd, *arguments)
    assert (status, out) == (2, "") and len(err.splitlines()) == 1
    assert sorted(path.name for path in Path().iterdir()) == ["first.txt", "later.json"]


def test_without_a_command_the_help_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    """One line says where the help is; asked for, it is shown."""
    status, out, err = called(capfd)
    assert status == 2 and out == "" and "--help" in err and len(err.splitlines()) == 1
    assert called(capfd, "--help")[0] == 0


def test_record_prints_one_line_a_report_and_changes_nothing_twice(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The second time every report is known."""
    command = ["record", folder / "reports", "--ledger", folder / "x.db", "--published", "2031-03-09"]
    status, out, _ = called(capfd, *command)
    assert status == 0 and [line.split(":")[0] for line in out.splitlines()] == ["first.txt", "later.json"]
    before = called(capfd, "report", "--ledger", folder / "x.db", "--format", "json")
    _, again, _ = called(capfd, *command)
    assert [line.endswith("(known)") for line in again.splitlines()] == [True, True]
    assert called(capfd, "report", "--ledger", folder / "x.db", "--format", "json") == before


def test_show(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A claim by its id or its beginning, a report, a report's text byte for byte; what is not there is status 1."""
    ledger = folder / "x.db"
    called(capfd, "record", folder / "reports", "--ledger", ledger)
    _, out, _ = called(capfd, "report", "--ledger", ledger, "--format", "json")
    twelve = next(claim for claim in json.loads(out)["claims"] if claim.get("low") == 12)
    status, shown, _ = called(capfd, "show", twelve["id"], "--ledger", ledger)
    assert status == 0 and "killing «12» people" in shown and "police (official)" in shown
    assert called(capfd, "show", twelve["id"][:9], "--ledger", ledger)[1] == shown
    assert called(capfd, "show", "first.txt", "--ledger", ledger, "--text")[:2] == (0, REPORT)
    assert twelve["id"] in called(capfd, "show", "first.txt", "--ledger", ledger)[1]
    for missing in (["c000000000000"], ["c"], ["nothing.txt", "--text"]):
        status, out, err = called(capfd, "show", *missing, "--ledger", ledger)
        assert (status, out) == (1, "") and len(err.splitlines()) == 1


def test_a_ledger_that_is_none(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A missing one, or another file: one line that names it, and the file is left alone."""
    other = folder / "reports" / "first.txt"
    for command in (["report", "--ledger", folder / "none.db"], ["report", other, "--ledger", other]):
        status, out, err = called(capfd, *command)
        assert (status, out) == (1, "") and str(command[-1]) in err and len(err.splitlines()) == 1
    assert other.read_text(encoding="utf-8") == REPORT and not (folder / "none.db").exists()


def test_a_failure_nobody_foresaw_is_one_line(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless CROSSWIRE_DEBUG asks for all of it."""
    from crosswire import pipeline

    def broken(*_: object, **__: object) -> None:
        raise RecursionError("maximum depth\nand more")

    monkeypatch.setattr(pipeline, "account", broken)
    status, out, err = called(capfd, "report", folder / "reports" / "first.txt")
    assert (status, out) == (1, "") and "RecursionError: maximum depth" in err and len(err.splitlines()) == 1
    monkeypatch.setenv("CROSSWIRE_DEBUG", "1")
    with pytest.raises(RecursionError):
        run(["report", str(folder / "reports" / "first.txt")])


def command(*arguments: str | Path, **options: object) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-c", "from crosswire.cli import main; main()", *map(str, arguments)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


def test_a_reader_that_leaves_early_is_no_failure(folder: Path) -> None:
    """``crosswire report ... | head -1`` says nothing on standard error."""
    process = command("report", folder / "reports", "--format", "html", "--published", "2031-03-09")
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 0


def test_an_interruption_is_one_line(folder: Path) -> None:
    """Ctrl-C while reading: status 130, no traceback."""
    fifo = folder / "wait.txt"
    os.mkfifo(fifo)
    process = command("report", fifo)
    assert process.stderr is not None
    writer = fifo.open("wb")  # returns once the command has opened the other end
    process.send_signal(signal.SIGINT)
    errors = process.stderr.read()
    writer.close()
    assert process.wait(60) == 130 and errors.splitlines() == [b"crosswire: interrupted"]


def test_a_locale_without_letters_changes_no_byte(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Output is UTF-8 whatever the terminal says."""
    (folder / "orfeo.txt").write_text(REPORT.replace("Orfeo", "Orféo"), encoding="utf-8")
    expected = called(capfd, "report", folder / "orfeo.txt", "--format", "json")[1].encode()
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    out, _ = command("report", folder / "orfeo.txt", "--format", "json", env=environment).communicate(timeout=60)
    assert out == expected


def test_help_needs_nothing_heavy() -> None:
    """Neither the parser nor the page reader is imported to show help."""
    code = (
        "import sys; from crosswire.cli import run; run(['--help']); "
        "print([m for m in ('spacy', 'trafilatura', 'jinja2', 'py3langid', 'numpy', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_two_plain_reports_load_no_more_than_they_need(folder: Path) -> None:
    """Plain English text needs the parser alone: no page reader, no language guesser."""
    code = (
        "import sys; from crosswire.cli import run; run(sys.argv[1:]); "
        "print([m for m in ('trafilatura', 'py3langid', 'htmldate', 'lxml') if m in sys.modules])"
    )
    arguments = [sys.executable, "-c", code, "report", str(folder / "reports")]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_version_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = called(capfd, "--version")
    assert (status, err) == (0, "") and out.startswith("crosswire ") and out.split()[1][0].isdigit()
