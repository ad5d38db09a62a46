"""The style of the HTML page: light, dark and on paper, with the fonts the reader has."""

from __future__ import annotations

from typing import Final

STYLE: Final = """\
:root { color-scheme: light dark; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --page: #fff; --head: #f6f8fa;
  --link: #0550ae; --here: #fff8c5; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9198a1; --line: #3d444d; --page: #0d1117;
  --head: #161b22; --link: #79c0ff; --here: #3a3000; } }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { padding: 1rem 1.5rem 3rem; }
h1 { font-size: 1.6rem; margin: 0.5rem 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
a { color: var(--link); }
small, dd, caption { color: var(--soft); }
.table { overflow-x: auto; }
table { border-collapse: collapse; }
caption { text-align: left; padding: 0.5rem 0; overflow-wrap: anywhere; }
th, td { border-bottom: 1px solid var(--line); padding: 0.3rem 0.7rem; text-align: start; vertical-align: top;
  max-width: 40rem; overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: plaintext; }
thead th { background: var(--head); overflow-wrap: normal; }
tbody th { font-weight: normal; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.number sup, th.number sup { display: inline-block; min-width: 1.8rem; text-align: left; }
[data-empty]::before { content: "\\2013"; color: var(--soft); }
sup { line-height: 0; margin-left: 0.2rem; }
.sign { border: 1px solid var(--soft); border-radius: 3px; color: var(--soft); font-size: 0.75em; padding: 0 0.2em; }
:target { background: var(--here); }
dt { font-weight: 600; }
dd { margin: 0 0 0.4rem 1.5rem; }
@media print { main { padding: 0; } .table { overflow: visible; } thead { display: table-header-group; }
  tr { break-inside: avoid; } a { color: inherit; text-decoration: none; } thead th { background: none; } }
"""
