"""A plug-in of Datasette: it answers only requests for this machine, as the server of the site does.

Without it, a page of another site could read the tables by DNS rebinding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from datasette import hookimpl

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

HOSTS: Final = frozenset({b"127.0.0.1", b"localhost"})
_MISDIRECTED: Final = {"type": "http.response.start", "status": 421, "headers": []}


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper() -> Callable[[App], App]:
    """Return the function that puts the check of the host before Datasette."""
    return _checked


def _checked(app: App) -> App:
    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ANN401 - the library's own form
        host = dict(scope.get("headers", ())).get(b"host", b"").partition(b":")[0]
        if scope["type"] == "http" and host not in HOSTS:
            await send(_MISDIRECTED)
            await send({"type": "http.response.body", "body": b"Misdirected Request"})
        else:
            await app(scope, receive, send)

    return answer
