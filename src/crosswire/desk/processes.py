"""The processes behind the desk: the one that answers browsers neither reads reports nor settles accounts.

A clerk records (it has the parser), a teller keeps the newest account, an archivist rebuilds past ones.  Each does one
thing at a time, in the order asked, is started when it is first asked, and again if the system killed it.  All end with
the process that answers, however that ends, and let it go first where both want the processor.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import connection, get_context, parent_process
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from crosswire.databases import asked
from crosswire.errors import CrosswireError

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

P = ParamSpec("P")
R = TypeVar("R")

#: how much these processes stand back (nice(2)) behind the one that answers: somebody waits for what the first does,
#: many look for what the second makes, and the rest may take its time
SOON, NEXT, LATER = 5, 10, 15
#: seconds that a writer of the desk waits for others before somebody is told to come again
_OTHERS = 10
#: seconds that a process may take to finish what it is at when the desk closes
_PARTING = 3.0
#: how many processes are started for one thing that none of them began
_TRIES = 3
#: what a process says when it has what it is asked, and nobody else may do it
_BEGUN = b"begun"


class Ended(BrokenProcessPool, CrosswireError):
    """The process that was at it was ended by the system, or the desk closes; asked for again it may succeed."""

    def __init__(self) -> None:
        super().__init__("what was being done here was cut short; try again")


class Office:
    """One process that does what it is given, in order; use it in a ``with``.

    ``patient`` lets it finish what it is at when it is closed; one that only reads need not.  ``behind`` is how much it
    stands back where others want the processor.
    """

    def __init__(self, *, patient: bool = False, behind: int = LATER) -> None:
        self._patient = patient
        self._behind = behind
        self._asked: queue.SimpleQueue[tuple[Future[Any], bytes] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._process: BaseProcess | None = None
        self._line: Any = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """The answer, when it is there; ``work`` and all it takes and gives can be pickled.

        A process that was killed is replaced; what it was at has then failed, with `Ended`.  What is cancelled before
        its turn is not done.
        """
        packed = pickle.dumps((work, args, kwargs), pickle.HIGHEST_PROTOCOL)
        found: Future[R] = Future()
        with self._lock:
            if self._closed:
                raise Ended
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="office", daemon=True)
                self._thread.start()
            self._asked.put((found, packed))
        return found

    def close(self) -> None:
        """What has not begun fails; what has may be finished within seconds where the office is patient."""
        with self._lock:
            self._closed = True
            thread, process = self._thread, self._process
            self._asked.put(None)
        if process is not None and not self._patient:
            process.terminate()
        if thread is not None:
            thread.join(_PARTING)
        if process is not None and process.is_alive():
            process.terminate()
            process.join(1)

    # --- on this side ----------------------------------------------------------------------------

    def _serve(self) -> None:
        while (given := self._asked.get()) is not None:
            found, packed = given
            if not found.set_running_or_notify_cancel():
                continue
            try:
                answer = self._answer(packed)
            except BaseException as error:
                found.set_exception(error)
            else:
                found.set_result(answer)
        with suppress(queue.Empty):
            while True:
                left = self._asked.get_nowait()
                if left is not None and left[0].set_running_or_notify_cancel():
                    left[0].set_exception(Ended())
        self._let_go()

    def _answer(self, packed: bytes) -> object:
        self._hand_over(packed)
        try:
            done, value = pickle.loads(self._line.recv_bytes())
        except (EOFError, OSError):
            self._let_go()
            raise Ended from None
        if not done:
            assert isinstance(value, BaseException)
            raise value
        return value

    def _hand_over(self, packed: bytes) -> None:
        """Returns once the process has what it is asked; one that was gone before it had is replaced.

        Whether it lives is not asked: the system may call a process alive that was killed and has not wholly ended.
        """
        for _ in range(_TRIES):
            with suppress(EOFError, OSError):
                line = self._running()
                line.send_bytes(packed)
                line.recv_bytes()
                return
            self._let_go()
        raise Ended

    def _running(self) -> Any:
        with self._lock:
            if self._closed:
                raise Ended
            if self._process is None:
                context = get_context("spawn")
                self._line, other = context.Pipe()
                self._process = context.Process(
                    target=_work, args=(other, self._behind), name="crosswire office", daemon=True
                )
                self._process.start()
                other.close()
            return self._line

    def _let_go(self) -> None:
        with self._lock:
            process, self._process = self._process, None
            if self._line is not None:
                self._line.close()
        if process is not None:
            process.join(_PARTING)  # its line is closed: it ends by itself


# --- on the other side ---------------------------------------------------------------------------


def _work(line: Any, behind: int) -> None:
    """Do what is asked until nobody asks any more."""
    _begin(behind)
    while True:
        try:
            asked = line.recv_bytes()
        except (EOFError, OSError):
            return
        with suppress(OSError):
            line.send_bytes(_BEGUN)
            line.send_bytes(_told(asked))


def _told(asked: bytes) -> bytes:
    """The answer, or the failure, as it travels back; one that cannot travel is told in words."""
    try:
        work, args, kwargs = pickle.loads(asked)
        return pickle.dumps((True, work(*args, **kwargs)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        failure = _travelling(error)
    return pickle.dumps((False, failure), pickle.HIGHEST_PROTOCOL)


def _travelling(error: Exception) -> Exception:
    """The error itself where it comes back from pickling as what it was."""
    with suppress(Exception):
        if isinstance(pickle.loads(pickle.dumps(error)), type(error)):
            return error
    return CrosswireError(str(error)) if isinstance(error, CrosswireError) else RuntimeError(type(error).__name__)


def _begin(behind: int) -> None:
    """What every process behind the desk does first.

    Ctrl-C is for the process that answers; when that is gone, however it went, so is this one.
    """
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        os.nice(behind)
    wait_briefly()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def wait_briefly() -> None:
    """In this process who writes to a ledger waits for others no longer than somebody before a page would."""
    asked.PATIENCE = min(asked.PATIENCE, _OTHERS)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
