"""The desk at an address: bound before anything else, so that a port that is taken is said in one line."""

from __future__ import annotations

import gc
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from crosswire.desk.app import application
from crosswire.desk.processes import wait_briefly
from crosswire.desk.settings import Settings
from crosswire.errors import CrosswireError

if TYPE_CHECKING:
    import uvicorn

#: requests that wait for an answer while others are answered
_QUEUE = 1024


class NoAddress(CrosswireError):
    """The address cannot be answered at: taken, or none of this machine's."""


def run(settings: Settings, say: Callable[[str], None]) -> bool:
    """Answer until somebody ends it; ``say`` is told in one line where.  False if it could not start or failed."""
    import uvicorn

    # whoever draws a page lets the others go first a thousand times a second, and what an account holds, which is much
    # and has no circles, is not looked through for garbage with every other account
    sys.setswitchinterval(0.001)
    gc.set_threshold(50_000, 20, 1_000)
    wait_briefly()
    app = application(settings)
    with _bound(settings) as door:
        host, port = door.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        say(f"the desk of {app.state.desk.name} is at http://{shown}:{port}/ (Ctrl-C ends it)")
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3
        )
        app.state.desk.make_ready()
        server = _server(config, app.state.desk.part)
        server.run(sockets=[door])
    return server.started


def _server(config: uvicorn.Config, part: Callable[[], None]) -> uvicorn.Server:
    """A server that calls ``part`` before it waits for what is still being answered: events never end by themselves."""
    import uvicorn

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            part()
            await super().shutdown(sockets)

    return Server(config)


def _bound(settings: Settings) -> socket.socket:
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        # with its protocol, by which asyncio knows a line that must not wait (TCP_NODELAY) until a packet is full
        door = socket.socket(*family[:3])
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(family[4])
        door.listen(_QUEUE)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NoAddress(f"http://{settings.host}:{settings.port}: cannot be answered at ({reason})") from error
    return door
