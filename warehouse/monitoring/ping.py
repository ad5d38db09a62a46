"""Call an address when a command has ended, as services that watch over schedules expect it."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

import warehouse
from warehouse.errors import UsageError

if TYPE_CHECKING:
    from warehouse.monitoring.outcome import Outcome

PATIENCE: Final = 10.0
"""Seconds for one call, from looking up the name to the answer."""

TRIES: Final = 2
FAILED: Final = "/fail"


@dataclass(frozen=True, slots=True)
class Ping:
    """An address to call: itself after a success, with /fail behind its path after a failure.

    Attributes:
        url: The address, without an account.
        account: The account and password it carried, for HTTP's own way of showing them; None: none.
        where: Its host, which is all that messages say: the rest may be a secret.
    """

    url: str
    account: str | None
    where: str

    @classmethod
    def parse(cls, text: str) -> Ping:
        """Read an address.

        Raises:
            UsageError: It is not one of http or https; what it says is not repeated.
        """
        hint = "Write it like https://hc.example.org/ping/minerals."
        try:
            parts = urlsplit(text.strip())
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise UsageError("the address to call cannot be read", hint=hint) from error
        if parts.scheme not in {"http", "https"} or not host or not text.strip().isprintable() or " " in text.strip():
            raise UsageError("the address to call is none of http or https", hint=hint)
        netloc = f"[{host}]" if ":" in host else host
        netloc += f":{port}" if port else ""
        shown = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        account = b64encode(shown.encode()).decode() if "@" in parts.netloc else None
        return cls(urlunsplit(parts._replace(netloc=netloc, fragment="")), account, netloc)

    def send(self, outcome: Outcome, *, patience: float = PATIENCE) -> str | None:
        """POST the outcome as JSON, once more if it fails; give the reason if that fails too.

        Args:
            outcome: How the command ended.
            patience: Seconds for one try.
        """
        request = self._request(outcome)
        reasons: list[str] = []
        for _ in range(TRIES):
            answers: list[str | None] = []
            calling = threading.Thread(target=lambda into: into.append(_call(request, patience)), args=[answers])
            calling.daemon = True  # looking up a name has no time limit of its own
            calling.start()
            calling.join(patience)
            if answers and answers[0] is None:
                return None
            reasons += [answers[0] or "" if answers else f"no answer within {patience:g} s"]
        return f"{self.where} was not told how it ended: {reasons[-1]}"

    def _request(self, outcome: Outcome) -> Request:
        parts = urlsplit(self.url)
        path = parts.path if outcome.is_success else parts.path.rstrip("/") + FAILED
        headers = {"Content-Type": "application/json", "User-Agent": f"warehouse/{warehouse.__version__}"}
        if self.account:
            headers["Authorization"] = f"Basic {self.account}"
        body = json.dumps(outcome.as_data(), ensure_ascii=False).encode()
        return Request(urlunsplit(parts._replace(path=path)), body, headers, method="POST")  # noqa: S310 - see parse


def _call(request: Request, patience: float) -> str | None:
    """Call once; give the reason if the answer is not 2xx. Nothing but http is spoken, and no redirect followed."""
    opener = OpenerDirector()
    for handler in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPErrorProcessor, HTTPDefaultErrorHandler):
        opener.add_handler(handler())
    try:
        with opener.open(request, timeout=patience):
            return None
    except HTTPError as error:
        with error:
            return f"it answered {error.code}"
    except URLError as error:
        return f"{error.reason}"
    except (OSError, HTTPException, ValueError) as error:
        return type(error).__name__
