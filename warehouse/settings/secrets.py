"""The search for secrets in database addresses, and their replacement by ***."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

_NAMES: Final = "password|sslpassword|oauth_client_secret|scram_client_key|scram_server_key"
"""Parameters of libpq that are secrets; listed here because importing libpq would slow down every start."""

_IN_URI: Final = re.compile(r"(\b[a-z][\w+.-]*:/{1,2}[^\s:@/?]*:)[^\n]*@", re.IGNORECASE)
_IN_QUERY: Final = re.compile(rf"([?&](?:{_NAMES})=)[^\s]*", re.IGNORECASE)
_IN_PAIRS: Final = re.compile(rf"(\b(?:{_NAMES})\s*=\s*)(?:'(?:[^'\\]|\\.)*(?:'|$)|(?:\\.|\S)*)", re.IGNORECASE)
_PATTERNS: Final = (_IN_URI, _IN_QUERY, _IN_PAIRS)


def masked(text: str) -> str:
    """Return a text with *** in place of each password in an address; if in doubt, mask more.

    Args:
        text: An address in any of libpq's forms, or a message that may quote one.
    """
    for pattern in _PATTERNS:
        text = pattern.sub(lambda match: f"{match[1]}***{'@' if match[0].endswith('@') else ''}", text)
    return text


def holds_secret(address: str) -> bool:
    """Return whether an address contains a password itself, even percent-encoded, and not only the name of its file."""
    return any(pattern.search(text) for text in (address, unquote(address)) for pattern in _PATTERNS)
