"""The index of the search: words, the files they lie in, and that a script can hold whatever a source says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.publish.building import Index
from warehouse.publish import search
from warehouse.publish.output import Files
from warehouse.publish.search import EXACT, Search, bucket_of, inside_of, words_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("POSCO International", ["posco", "international"]),
        ("a b cd a cd", ["cd"]),
        ("희토류 영구자석", ["희토류", "영구자석"]),
        ("稀土", ["稀土"]),
        ("\u7a00 a \uac15", ["稀", "강"]),
        ("\uff32\uff25\uff25 \uff11\uff12\uff13", ["ree", "123"]),
        ("e\u0301clair", ["éclair"]),
        ("don't U.S. 99.3%", ["don", "99"]),
        ("x\u0335yz", ["yz"]),
        ("Straße STRASSE", ["straße", "strasse"]),
        ("🧲magnet🧲", ["magnet"]),
        ("½ ² Ⅷ", ["viii"]),
        ("<script>alert(1)</script>", ["script", "alert"]),
        ("", []),
        ("\u202e\u0000\u2028!", []),
    ],
)
def test_text_is_cut_into_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("word", "ends"),
    [
        ("영구자석", ["구자석", "자석", "석"]),
        ("稀土", ["土"]),
        ("posco그룹", ["osco그룹", "sco그룹", "co그룹", "o그룹", "그룹", "룹"]),
        ("magnet", []),
        ("شركة", []),
        ("稀" * 300, ["稀" * min(8, 300 - start) for start in range(1, 300)]),
    ],
)
def test_word_without_spaces_is_found_from_inside(word: str, ends: list[str]) -> None:
    assert inside_of(word) == ends


def test_name_is_in_the_index_as_a_whole(tmp_path: Path) -> None:
    files, scratch = Files(tmp_path / "site"), tmp_path / "scratch"
    (tmp_path / "site").mkdir()
    scratch.mkdir()
    made = Search(files, scratch, 8000)
    made.add("POSCO Group", "group", "a.html", names=["POSCO Group", "POSCO", "POSCO", "!"])
    made.add("Magnets for POSCO", "contract", "b.html")
    made.finish()
    made.close()
    index = Index(tmp_path / "site")
    assert index.words[f"{EXACT}posco"] == index.words[f"{EXACT}posco group"] == [0]
    assert index.bucket_of[f"{EXACT}posco"] == bucket_of("posco", 16)
    assert index.words["posco"] == [0, 1]
    assert sum(word.startswith(EXACT) for word in index.words) == 2


def test_bucket_is_that_of_the_first_two_characters() -> None:
    assert [bucket_of(word, 256) for word in ("posco", "po", "희토류", "𠮷野", "ß")] == [
        bucket_of(word, 256) for word in ("poland", "port", "희토", "𠮷野家", "ß")
    ]
    assert bucket_of("po", 1) == 0
    assert bucket_of("a", 2**32) == 0xE40C292C, "FNV-1a"


HOSTILE = (
    '</script><script>alert("x")</script> & \u2028 \u2029 ]]> <!-- \\ \' \t \n \x00 \ud7ff 稀土 __proto__ constructor'
)


def indexed(folder: Path, titles: list[str], facts: int = 0) -> Index:
    files, scratch = Files(folder / "site"), folder / "scratch"
    (folder / "site").mkdir()
    scratch.mkdir()
    made = Search(files, scratch, facts)
    for number, title in enumerate(titles):
        made.add(title, f"detail of {title}", f"page-{number}.html", also=f"key-{number}")
    made.finish()
    made.close()
    return Index(folder / "site")


def test_whatever_a_source_says_is_harmless_in_a_script(tmp_path: Path) -> None:
    index = indexed(tmp_path, [HOSTILE])
    assert index.entries == [(HOSTILE, f"detail of {HOSTILE}", "page-0.html")]
    for path in (tmp_path / "site").rglob("*.js"):
        text = path.read_text("utf-8")
        assert not {character for character in "<>&\u2028\u2029\x00" if character in text}
        assert len(text.splitlines()) == text.count("\n")
    assert {"proto", "constructor", "稀土"} <= index.words.keys()


def test_every_entry_is_found_by_each_of_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "BLOCK", 3)
    titles = ["희토류 POSCO", "rare earth", "Rare metals of earth", "İzmir", "x", "ﬁne ﬀ", "12,000 t", "rare"]
    index = indexed(tmp_path, titles, facts=8000)
    assert index.meta == {"buckets": 16, "block": 3, "count": len(titles)}
    assert [title for title, _, _ in index.entries] == titles
    for number, title in enumerate(titles):
        for word in words_of(f"{title} key-{number}"):
            assert number in index.words[word]
            assert index.bucket_of[word] == bucket_of(word, 16)
    assert index.words["rare"] == [1, 2, 7], "in the order in which they were added"


def test_number_of_files_follows_from_the_facts(tmp_path: Path) -> None:
    for facts, buckets in ((0, 1), (318, 1), (1000, 2), (100_000, 128), (10_000_000, 256)):
        folder = tmp_path / str(facts)
        folder.mkdir()
        assert indexed(folder, ["rare earth"], facts).meta["buckets"] == buckets
        assert json.dumps(buckets)
