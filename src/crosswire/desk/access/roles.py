"""Who calls, and what they may do: read < add < judge < admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crosswire.desk.access.refusals import Refused
from crosswire.desk.access.wording import one_line

Role = Literal["read", "add", "judge", "admin"]
How = Literal["token", "session", "loopback"]

#: each may do what those before it may
ROLES: tuple[Role, ...] = ("read", "add", "judge", "admin")


def covers(held: Role, needed: Role) -> bool:
    """True if who holds the one role may do what needs the other."""
    return ROLES.index(held) >= ROLES.index(needed)


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who was let in: by a token sent along, by a session opened with one, or from this machine itself.

    ``name`` is the token's; whoever calls from this machine has none but what a form says.  ``token`` is the token's
    number in the ledger.
    """

    name: str
    role: Role
    how: How
    token: int | None = None

    def may(self, role: Role) -> bool:
        """True if the caller's role covers this one."""
        return covers(self.role, role)

    def signature(self, given: str = "") -> str:
        """The name under which a judgement is written: a token's is always in it, so that nobody signs as another.

        Raises Refused (422) where somebody at this machine gives no name.
        """
        said = one_line(given, 80)
        if self.how == "loopback":
            if not said:
                raise Refused(422, "say who you are: a judgement carries a name")
            return said
        return self.name if said in ("", self.name) else f"{said} ({self.name})"


#: whoever sits at the machine on which the desk runs
LOCAL = Caller("local", "admin", "loopback")
