"""What stands now, and what stood then: accounts of the ledger, made by other processes and kept here.

The newest account follows the ledger, whoever writes to it; while a newer one is being made the last one is shown.
Other accounts are made when somebody asks and kept while they are asked for; of what is slow to make, an answer that
was right a moment ago is given at once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as Late
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from crosswire.desk.parcels import Parcel, packed, unpacked
from crosswire.desk.processes import NEXT, Ended, Office
from crosswire.desk.revisions import Revisions, identity_of, revision_of
from crosswire.errors import CrosswireError
from crosswire.ledger import Ledger
from crosswire.model import Account, Judgement
from crosswire.pipeline import account
from crosswire.policies import DEFAULT
from crosswire.report.axes import MOMENTS

#: seconds between two looks at whether somebody wrote to the ledger
_GLANCE = 0.25
#: seconds from one account to the next where many write at once: each sends every open page for what is new
_LEAST = 3.0
#: accounts that follow each other without that wait: somebody judges, looks, and judges again; after so many in a row,
#: each out of date when it was there, it is a crowd that writes
_AT_ONCE = 3
#: of the seconds that an account took to make, the share, and the most, for which the next one waits
_BREATH, _LONGEST_BREATH = 0.7, 5.0
#: so many times the time that another account took to make it is shown as it is where many write at once
_WORTH = 10.0
#: seconds for which it waits at most until the pages of the one before are drawn
_DRAWN_WITHIN = 8.0
#: accounts that are kept besides the newest
_KEPT = 12
#: seconds that a reader waits for an account that nobody has asked for before, and for a newer one than there is
_PATIENCE, _GRACE = 120.0, 0.3

_log = logging.getLogger(__name__)


class NotYet(CrosswireError):
    """An account that takes too long to make; asked for again it may be there."""


@dataclass(frozen=True, slots=True)
class View:
    """Which account: by what had been published, by what had been recorded here, and settled under which rule."""

    as_of: str | None = None
    policy: str = DEFAULT
    known_by: str | None = None
    histories: bool = False

    @property
    def newest(self) -> bool:
        """True of the account that follows the ledger."""
        return self == View()


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """An account, what of the ledger it depends on, and what pages have derived from it, gone when it is.

    ``revision`` was read before the account was made: what it names is in it.
    """

    view: View
    revision: str
    account: Account
    kept: dict[str, object] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Differs wherever the account may."""
        view = self.view
        parts = (self.revision, view.as_of or "", view.policy, view.known_by or "", str(view.histories))
        return "|".join(parts)


Listener = Callable[[Told | None, Told], None]


@dataclass(slots=True)
class _Asked:
    """An account besides the newest: the last that is ready, and the one that is being made."""

    told: Told | None = None
    coming: Future[Told] | None = None
    making: Future[tuple[str, Parcel]] | None = None
    begun: float = 0.0
    until: float = 0.0


class Standing:
    """The accounts of one ledger; `start` follows it, `close` lets go."""

    def __init__(self, ledger: str) -> None:
        self.ledger = ledger
        self._teller, self._archivist, self._chronicler = Office(behind=NEXT), Office(), Office()
        self._revisions = Revisions()
        self._lock = threading.RLock()  # a callback may come in the thread that asked
        self._newest: Told | None = None
        self._failure: CrosswireError | None = None
        self._made_at = self._breath = 0.0
        self._in_a_row = 0
        self._drawing: Callable[[], bool] = bool
        self._first = threading.Event()
        self._end = threading.Event()
        self._others: OrderedDict[View, _Asked] = OrderedDict()
        self._listeners: list[Listener] = []
        self._thread = threading.Thread(target=self._follow, name="standing", daemon=True)

    def start(self) -> None:
        """Follow the ledger from now on."""
        self._thread.start()

    def close(self) -> None:
        """Follow it no longer; who still waits is told that it is not yet there."""
        self._end.set()
        for office in (self._teller, self._archivist, self._chronicler):
            office.close()
        if self._thread.is_alive():
            self._thread.join(5)
        self._first.set()

    def listen(self, listener: Listener) -> None:
        """Call it, from another thread, with the account before and the new one each time that a new one is there.

        It must be quick: the next account waits for it.
        """
        self._listeners.append(listener)

    def wait_while(self, drawing: Callable[[], bool]) -> None:
        """While this is true the account after the next may come later: what is shown of the last is not yet drawn."""
        self._drawing = drawing

    def told(self, view: View | None = None, patience: float = _PATIENCE) -> Told:
        """The account of a view; waits so many seconds for one that has to be made.

        Raises NotYet when that takes longer, and what else kept it from being made.
        """
        view = view or View()
        newest = self.newest(patience)
        return newest if view.newest else self._other(view, patience)

    def ready(self, view: View) -> Told | None:
        """The account of a view where nobody has to wait for it, else None."""
        newest = self._newest
        if newest is None or view.newest:
            return newest
        with self._lock:
            asked = self._others.get(view)
        told = asked.told if asked else None
        return told if told and told.revision == self._revisions.of(view.as_of, view.known_by) else None

    def newest(self, patience: float = _PATIENCE) -> Told:
        """The last account that is ready; waits only for the first."""
        if not self._first.wait(patience):
            raise NotYet("the first account is still being made; try again in a moment")
        if self._newest is None:
            raise self._failure or NotYet("the account is not ready; try again in a moment")
        return self._newest

    def supposing(self, judgement: Judgement, patience: float) -> Told:
        """What the newest account would be with one more judgement; made each time, and written nowhere.

        Raises NotYet when that takes longer.
        """
        made = self._archivist.ask(supposed, self.ledger, judgement)
        try:
            revision, parcel = made.result(patience)
        except (Late, CancelledError, Ended):
            made.cancel()
            raise NotYet("the account that this would make is not ready; try again in a moment") from None
        return Told(View(), revision, unpacked(parcel))

    @property
    def last(self) -> Told | None:
        """The last account that is ready, without waiting for one."""
        return self._newest

    @property
    def failure(self) -> CrosswireError | None:
        """Why the newest account could not be made, if it could not; the one before is then still told."""
        return self._failure

    def crowded(self) -> bool:
        """True while reports come faster than accounts may follow each other, or than they can be made."""
        return self._in_a_row >= (1 if self._breath > _BREATH else _AT_ONCE)  # the breath of an account of a second

    # --- other views -----------------------------------------------------------------------------

    def _other(self, view: View, patience: float) -> Told:
        revision = self._revisions.of(view.as_of, view.known_by)
        with self._lock:
            asked = self._others.setdefault(view, _Asked())
            self._others.move_to_end(view)
            while len(self._others) > _KEPT:
                dropped = self._others.popitem(last=False)[1]
                if dropped.making is not None:
                    dropped.making.cancel()
            before = asked.told
            if before is not None and (
                before.revision == revision or (self.crowded() and time.monotonic() < asked.until)
            ):
                return before
            coming = asked.coming or self._ask(view, revision, asked)
        try:
            return coming.result(patience if not before else 0.0 if self.crowded() else _GRACE)
        except (Late, CancelledError, Ended):
            if before is not None:
                return before
            raise NotYet("this account is still being made; try again in a moment") from None

    def _ask(self, view: View, revision: str, asked: _Asked) -> Future[Told]:
        coming: Future[Told] = Future()
        office = self._chronicler if view.histories else self._archivist
        asked.making = office.ask(sent, self.ledger, view)
        asked.coming, asked.begun = coming, time.monotonic()
        asked.making.add_done_callback(partial(self._arrived, view, revision, asked, coming))
        return coming

    def _arrived(
        self, view: View, revision: str, asked: _Asked, coming: Future[Told], made: Future[tuple[str, Parcel]]
    ) -> None:
        """In the office's thread: keep it, then let those go on who wait for it."""
        failure = CancelledError() if made.cancelled() else made.exception()
        told = None if failure else Told(view, revision, unpacked(made.result()[1]))
        with self._lock:
            asked.coming = asked.making = None
            asked.until = asked.begun + max(_WORTH * (time.monotonic() - asked.begun), _LEAST)
            asked.told = told or asked.told
        if told is not None:
            coming.set_result(told)
        else:
            coming.set_exception(failure)

    # --- following -------------------------------------------------------------------------------

    def _follow(self) -> None:
        while not self._end.is_set():
            try:
                held_by = identity_of(self.ledger)
                with Ledger(self.ledger, must_exist=True) as ledger:
                    self._watch(ledger, held_by)
            except Ended:
                self._failure = NotYet("the account is not ready; try again in a moment")
            except CrosswireError as error:
                self._failure = error
            except Exception as error:  # whatever it is, the desk goes on showing what it has
                _log.exception("the account could not be made")
                self._failure = NotYet(f"the account could not be made ({type(error).__name__}); trying again")
            finally:
                self._first.set()
            self._end.wait(1.0)

    def _watch(self, ledger: Ledger, held_by: tuple[int, int] | None) -> None:
        """Until the file is another or gone; then whoever follows begins anew."""
        made = False
        while not self._end.is_set() and identity_of(self.ledger) == held_by:
            seen = self._revisions.look(ledger)
            moved = not made or self._newest is None or self._newest.revision != seen
            # the first follows nothing, however long it took
            self._in_a_row = self._in_a_row + 1 if moved and made else 0
            if moved:
                made = self._renew() or made
                self._failure = None
                self._rest()
            self._failure = None
            self._end.wait(_GLANCE)

    def _renew(self) -> bool:
        """Make the newest account; what is written meanwhile is in the next one, all of it together."""
        begun = time.monotonic()
        before, asked = self._newest, self._teller.ask(sent, self.ledger, View())
        while not asked.done() and not self._end.is_set():
            with suppress(Late):
                asked.result(_GLANCE)
        if self._end.is_set():
            return False
        revision, parcel = asked.result()
        found = unpacked(parcel)
        if before is None or (before.revision, before.account) != (revision, found):
            self._newest = now = Told(View(), revision, found)
            self._first.set()
            self._announce(before, now)
        self._made_at, self._breath = begun, min(_BREATH * (time.monotonic() - begun), _LONGEST_BREATH)
        return True

    def _rest(self) -> None:
        """What comes alone is told at once; of what comes fast, the next account tells all that came meanwhile."""
        since = time.monotonic() - self._made_at
        if not self.crowded():
            self._end.wait(self._breath)
            return
        self._end.wait(max(self._breath, _LEAST - since))
        until = self._made_at + _DRAWN_WITHIN
        while self._drawing() and time.monotonic() < until and not self._end.is_set():
            self._end.wait(0.1)
        # as long again, in which those who ask are only answered
        drawn = time.monotonic() - self._made_at - max(since + self._breath, _LEAST)
        self._end.wait(min(max(drawn, 0.0), max(until - time.monotonic(), 0.0)))

    def _announce(self, before: Told | None, now: Told) -> None:
        for listener in self._listeners:
            try:
                listener(before, now)
            except Exception:  # what hears of an account must not keep others from hearing of it
                _log.exception("a listener failed")


def settled(ledger: str, view: View) -> tuple[str, Account]:
    """The account of a view and the revision from which on it was made, in a process of its own."""
    with Ledger(ledger, must_exist=True) as held:
        revision = revision_of(held)
        moments = MOMENTS if view.histories else 0
        return revision, account(held, as_of=view.as_of, policy=view.policy, memory=view.known_by, moments=moments)


def supposed(ledger: str, judgement: Judgement) -> tuple[str, Parcel]:
    """The newest account with one judgement more, ready for its way."""
    with Ledger(ledger, must_exist=True) as held:
        return revision_of(held), packed(account(held, supposed=(judgement,)))


def sent(ledger: str, view: View) -> tuple[str, Parcel]:
    """The same, ready for its way to the process that shows it."""
    revision, found = settled(ledger, view)
    return revision, packed(found)
