"""A small site with which nothing is wrong, for tests that break one thing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"

PAGE = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>TITLE</title>
<link rel="icon" href="UPbars.svg">
<link rel="stylesheet" href="UPsite.css">
<script src="UPsite.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the facts</a>
<header><p>Metals</p></header>
<nav aria-label="Pages"><ul><li><a href="UPindex.html">All metals</a></li>
<li><a href="UPmetals/cerium.html#price">Cerium</a></li></ul></nav>
<main id="main">
<h1>TITLE</h1>
INSIDE
</main>
<footer><p><a href="https://example.org/paper">The paper</a></p></footer>
</body>
</html>
"""

INDEX = """<form action="search.html"><label for="q">Search</label> <input id="q" name="q"> <button>Go</button></form>
<h2>Shares</h2>
<div role="region" aria-label="Shares" tabindex="0" class="scroll">
<table><caption>Shares of metals</caption>
<thead><tr><th scope="col">Metal</th><th scope="col">Share</th></tr></thead>
<tbody><tr><th scope="row">Cerium</th><td>80</td></tr></tbody></table>
</div>
<h3>As a chart</h3>
<img src="bars.svg" alt="Cerium has 80 percent" width="40" height="20">
<svg role="img" viewBox="0 0 40 20" width="40" height="20"><title>Cerium</title>
<rect class="bar" width="9" height="9"/></svg>
<p><a href="shares.csv" download>Shares as csv</a></p>"""

SEARCH = """<p>Nothing was asked.</p><p><a href="index.html">Back</a></p>"""

CERIUM = """<h2 id="price">Price</h2>
<p>Cheap.</p>"""

STYLE = """:root { color-scheme: light dark; }
body { background: light-dark(#fff, #111); color: light-dark(#111, #eee); font: 1rem/1.5 sans-serif; }
a { color: light-dark(#0645ad, #9ecbff); display: inline-block; min-height: 1.5rem; }
.scroll { overflow-x: auto; }
.bar { fill: light-dark(#0645ad, #9ecbff); }
"""

SCRIPT = 'document.documentElement.dataset.script = "ran";\n'
BARS = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#777"/></svg>\n'


def page(title: str, inside: str, *, up: str = "") -> str:
    return PAGE.replace("TITLE", title).replace("UP", up).replace("INSIDE", inside)


def write(folder: Path) -> Path:
    """Write the site into a new folder; give the folder."""
    (folder / "metals").mkdir(parents=True)
    texts = {
        "index.html": page("Metals", INDEX),
        "search.html": page("Search", SEARCH),
        "metals/cerium.html": page("Cerium", CERIUM, up="../"),
        "site.css": STYLE,
        "site.js": SCRIPT,
        "bars.svg": BARS,
        "shares.csv": "metal,share\ncerium,80\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def change(folder: Path, old: str, new: str, name: str = "index.html") -> Path:
    """Replace one piece of text in a file of the site, which must be there exactly once; give the folder."""
    text = (folder / name).read_text("utf-8")
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new), "utf-8")
    return folder
