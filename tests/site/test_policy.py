from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.site.auditing import audit
from tests.site.small import POLICY, change

if TYPE_CHECKING:
    from pathlib import Path

CSV = '<p><a href="shares.csv" download>Shares as csv</a></p>'
CHARSET = '<meta charset="utf-8">'
META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
LATE = "the policy is not the second element of head"

# What is replaced in the small site's first page, by what, and what is then found.
FAULTS = {
    "late charset": (CHARSET, "", ['head does not begin with <meta charset="utf-8">', LATE]),
    "no policy": (META, "", [LATE, "there are 0 policies, not one"]),
    "two policies": (META, META * 2, ["there are 2 policies, not one"]),
    "default is lax": ("default-src 'none'", "default-src 'self'", ["the policy does not say default-src 'none'"]),
    "no base-uri": ("; base-uri 'none'", "", ["the policy does not say base-uri 'none'"]),
    "no form-action": ("form-action 'self'; ", "", ["the policy does not say form-action 'none' or 'self'"]),
    "unsafe": (
        "script-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        ["the policy allows 'unsafe-inline' in script-src"],
    ),
    "wildcard": ("img-src 'self'", "img-src *", ["the policy allows * in img-src"]),
    "host": (
        "img-src 'self'",
        "img-src https://example.org data:",
        ["the policy allows https://example.org in img-src", "the policy allows data: in img-src"],
    ),
    "directive twice": ("img-src 'self'", "img-src 'self'; img-src 'self'", ["the policy says img-src twice"]),
    "without effect": (
        "; base-uri",
        "; frame-ancestors 'none'; base-uri",
        ["the policy says frame-ancestors, which has no effect in a page"],
    ),
    "inline script": (CSV, "<script>1</script>", ["<script> holds a script"]),
    "inline data": (CSV, '<script type="application/json">{}</script>', []),
    "module": (
        " defer",
        ' type="module"',
        ['<script src="site.js" type="module"> is a module, which no browser loads from a disk'],
    ),
    "inline styles": ("</head>", "<style>p{}</style></head>", ["<style> holds styles"]),
    "style of an element": ("<h2>", '<h2 style="color:red">', ['<h2 style="color:red"> has a style of its own']),
    "handler": ("<h2>", '<h2 onclick="x()">', ['<h2 onclick="x()"> handles onclick']),
    "code as address": (
        '"shares.csv"',
        '" java\nscript:x()"',
        ['<a href=" java script:x()" download> has code in href'],
    ),
    "base": ("</head>", '<base target="_top"></head>', ['<base target="_top"> moves every link of the page']),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_of_a_page_is_found(small_site: Path, fault: str) -> None:
    old, new, expected = FAULTS[fault]
    assert audit(change(small_site, old, new)) == [f"index.html: {what}" for what in expected]
