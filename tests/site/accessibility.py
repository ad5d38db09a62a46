"""What axe-core says about an open page, and what sticks out of the window: in light and dark, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.site.browsing import NARROW, WIDE

if TYPE_CHECKING:
    from typing import Literal

    from playwright.sync_api import Page, ViewportSize

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = ("serious", "critical")
LOOKS: list[tuple[Literal["light", "dark"], ViewportSize]] = [
    ("light", WIDE),
    ("dark", WIDE),
    ("light", NARROW),
    ("dark", NARROW),
]

RUN = """async ([tags, impacts]) => {
  const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false };
  const { violations } = await axe.run(document, options);
  return violations.filter((found) => impacts.includes(found.impact)).flatMap((found) => found.nodes.map((node) =>
    `${found.id} (${found.impact}): ${node.target.join(" ")} ${node.html.slice(0, 120)}: ${node.failureSummary}`));
}"""

# An element sticks out when no box around it scrolls or cuts, and none of what it holds sticks out as well.
OUT = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const sticks = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.right > root.clientWidth + 0.5 || box.left < -0.5);
  };
  const kept = (element) => {
    for (let above = element.parentElement; above && above !== document.body; above = above.parentElement)
      if (getComputedStyle(above).overflowX !== "visible") return true;
    return false;
  };
  const out = [...document.body.querySelectorAll("*")].filter((element) => sticks(element) && !kept(element));
  const inner = out.filter((element) => !out.some((other) => other !== element && element.contains(other)));
  const line = (element) => {
    const box = element.getBoundingClientRect();
    const tag = element.cloneNode(false).outerHTML.slice(0, 120);
    return `${tag} reaches from ${Math.round(box.left)} to ${Math.round(box.right)}`;
  };
  return [`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`, ...inner.slice(0, 10).map(line)];
}"""


def violations(page: Page, axe: str, impacts: tuple[str, ...] = GRAVE) -> list[str]:
    """Run axe-core, whose source is given, in an open page; give a line for each node with a violation that counts."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {axe} }}")  # no script tag: the policy of the page forbids it, and rightly
    return [" ".join(line.split()) for line in page.evaluate(RUN, [TAGS, list(impacts)])]


def overflow(page: Page) -> list[str]:
    """Say how much wider than the window the page is, and which elements stick out; nothing when it fits."""
    return [str(line) for line in page.evaluate(OUT)]


def in_all_looks(page: Page, axe: str) -> list[str]:
    """Load an open page anew in every look; give what is wrong in words, with the looks in which it is."""
    found: dict[str, list[str]] = {}
    for scheme, size in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        page.reload()
        for line in [*violations(page, axe), *overflow(page)]:
            found.setdefault(line, []).append(f"{scheme} {size['width']}x{size['height']}")
    return [f"{line} [{', '.join(looks)}]" for line, looks in found.items()]
