"""What can go wrong, as a tree.

::

    CrosswireError
    ├── UnreadableInput      a report that cannot be read: missing, binary, cut short, too large
    ├── UnknownPolicy        a settling rule nobody published
    ├── UnknownClaim         an id that the ledger does not hold
    ├── UnknownIncident      an incident that the account does not tell, or a beginning that fits several
    ├── UnusableLedger       a file that is missing, no ledger of crosswire, or written by a later crosswire
    ├── NoJudgement          a judgement that is nobody's, or could never bear on anything
    ├── NothingToFind        a search without a word to look for
    ├── NoMoment             a time that is neither an ISO date nor an ISO instant
    ├── MissingExtra         a command needs a library that is not installed
    ├── MissingModel         the parser named by CROSSWIRE_MODEL is not installed
    └── BrokenLexicon        a word list that does not say what it must

Every message is one line that a person can act on; the command line prints it and goes on.
"""


class CrosswireError(Exception):
    """Any failure that crosswire foresees."""


class UnreadableInput(CrosswireError):
    """A report could not be read; ``path`` names it, ``reason`` says why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class UnknownPolicy(CrosswireError):
    """A policy name that no published rule carries."""


class UnknownClaim(CrosswireError):
    """A claim or document id that the ledger does not hold."""


class UnknownIncident(CrosswireError):
    """An incident that the account does not tell, or the beginning of several ids."""


class UnusableLedger(CrosswireError):
    """A ledger file that is missing, no ledger of crosswire, or written by a later crosswire."""


class NoJudgement(CrosswireError):
    """A judgement without a name or a reason, or one that could never bear on anything; the message says why."""


class NothingToFind(CrosswireError):
    """A search that holds no word, or more words than any question has."""


class NoMoment(CrosswireError):
    """A time that is neither an ISO date nor an ISO instant."""


class MissingExtra(CrosswireError):
    """A library that only some installations have is not here; the message says how to install it."""


class MissingModel(CrosswireError):
    """The parser's pipeline is not installed."""


class BrokenLexicon(CrosswireError):
    """A word list lacks a field or holds a value of the wrong type."""
