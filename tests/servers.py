"""A PostgreSQL server for the length of a test run: its own folder, a socket in it, nothing synced, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

#: where packagers put the server's programs, beside the search path
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
#: what opens the door to whom: the password of `guest` is asked for, that of the owner is not
DOORS = "local all guest scram-sha-256\nlocal all all trust\n"


class NoServer(Exception):
    """There can be no server here; the message says why."""


class Server:
    """A running server; each `address` is a schema of its own, empty, in a database ordered as English is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def address(self) -> str:
        """Where a ledger can be kept that nobody has used."""
        self._made += 1
        self.tell(f"CREATE SCHEMA s{self._made}")
        return self.at("team", f"&options=-csearch_path%3Ds{self._made}")

    def at(self, database: str, more: str = "", user: str = "owner") -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self.folder), safe='')}{more}"

    def tell(self, *statements: str, database: str = "team") -> None:
        """Say something to a database as its owner, past any ledger."""
        import psycopg

        with psycopg.connect(self.at(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@contextmanager
def running() -> Iterator[Server]:
    """A server, started and at the end stopped; NoServer where there are no programs or nobody to run them."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise NoServer("psycopg is not installed: pip install 'crosswire[postgresql]'") from None
    programs, user = _programs(), _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="crosswire-pg-"))  # a socket's path has to be short
    try:
        if user is not None:
            shutil.chown(folder, user)
        _initialised(programs, folder, user)
        options = f"-F -c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=40"
        control = [f"{programs}/pg_ctl", "-D", f"{folder}/data", "-w", "-s"]
        _run([*control, "-l", f"{folder}/log", "-o", options, "start"], user)
        try:
            server = Server(folder)
            server.tell("CREATE DATABASE team", "CREATE ROLE guest LOGIN PASSWORD 'open sesame'", database="postgres")
            yield server
        finally:
            _run([*control, "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialised(programs: Path, folder: Path, user: str | None) -> None:
    """Ordered by a language where the server knows how to, so that nothing leans on the order of bytes."""
    command = [f"{programs}/initdb", "-D", f"{folder}/data", "-U", "owner", "-A", "trust", "-N", "-E", "UTF8"]
    try:
        _run([*command, "--locale=C", "--locale-provider=icu", "--icu-locale=en-US"], user)
    except NoServer:
        shutil.rmtree(folder / "data", ignore_errors=True)
        _run([*command, "--locale=C"], user)
    (folder / "data" / "pg_hba.conf").write_text(DOORS, "utf-8")


def _programs() -> Path:
    """The folder of the newest initdb of the machine."""
    on_path = shutil.which("initdb")
    found = [path for place in PLACES for path in Path("/").glob(f"{place[1:]}/initdb")]
    found = [Path(on_path).resolve()] if on_path else found
    if not found:
        raise NoServer("no initdb on this machine (Debian: apt-get install postgresql)")
    return max(found, key=lambda path: [int(n) for n in path.as_posix().split("/") if n.isdigit()]).parent


def _unprivileged() -> str | None:
    """Whom to run it as: the server refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise NoServer("a server is not run by root, and there is no user postgres or nobody")


def _run(command: Sequence[str], user: str | None) -> None:
    # no pipe for the output: the server would inherit it, and whoever reads it would wait for the server's end
    with tempfile.TemporaryFile("w+") as said:
        try:
            subprocess.run(
                command, user=user, group=_group(user), extra_groups=[] if user else None, check=True, cwd="/",
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, timeout=60,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:
            said.seek(0)
            reason = (said.read().strip().splitlines() or [str(error)])[-1]
            raise NoServer(f"{Path(command[0]).name}: {reason}") from error


def _group(user: str | None) -> int | None:
    return None if user is None else pwd.getpwnam(user).pw_gid
