"""Copies of documents: what a paragraph is, which file is whose, and texts that cannot be counted."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ConfigurationError, ExitCode, PermissionRefused
from warehouse.texts import UnreadableTextError, list_copies, paragraphs_of, quote_digest, read_text

if TYPE_CHECKING:
    from pathlib import Path


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("one", ("one",)),
        ("one\n", ("one",)),
        ("\n\none\n\n\ntwo\n\n", ("one", "two")),
        ("one\n \t\u00a0\u3000\ntwo", ("one", "two")),
        ("  one  \n", ("  one  ",)),
        ("one\r\n\r\ntwo\r\n", ("one", "two")),
        ("one\rstill one", ("one\rstill one",)),
        ("a\u2028b\u2029c\x0bd\x0ce\x85f", ("a\u2028b\u2029c\x0bd\x0ce\x85f",)),
    ],
    ids=["empty", "no end", "end", "empty lines", "blank lines", "blanks kept", "crlf", "lone cr", "other breaks"],
)
def test_paragraphs_are_lines_with_a_character_that_is_not_blank(text: str, expected: tuple[str, ...]) -> None:
    assert paragraphs_of(text) == expected


def test_text_is_counted_in_code_points_and_told_by_its_bytes(tmp_path: Path) -> None:
    content = "주석\r\n\r\n𝛑 tin".encode()
    path = tmp_path / "tin.txt"
    path.write_bytes(content)
    text = read_text(path)
    assert (text.sha256, text.characters, text.paragraphs) == (digest(content), 11, ("주석", "𝛑 tin"))


def test_quote_digest_is_that_of_its_utf_8() -> None:
    assert quote_digest("주석") == digest("주석".encode())


def test_byte_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "tin.txt"
    path.write_bytes(b"one\ntw\xe9\n")
    with pytest.raises(UnreadableTextError, match=r"tin\.txt, line 2: byte 0xe9 is not UTF-8") as caught:
        read_text(path)
    assert caught.value.exit_code == ExitCode.INVALID_SOURCE


def test_byte_order_mark_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tin.txt"
    path.write_bytes(b"\xef\xbb\xbftin")
    with pytest.raises(UnreadableTextError, match="starts with a byte order mark"):
        read_text(path)


def test_text_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PermissionRefused, match=r"cannot read .*gone\.txt: No such file"):
        read_text(tmp_path / "gone.txt")


def test_copy_is_found_by_its_bytes_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "download (3).TXT").write_bytes(b"tin")
    (tmp_path / "tin-news.txt").write_bytes(b"lead")
    copy = list_copies(tmp_path).find("tin-news", digest(b"tin"))
    assert copy is not None
    assert (copy.path.name, copy.is_changed) == ("download (3).TXT", False)
    assert copy.text().paragraphs == ("tin",)


def test_copy_found_by_its_name_only_has_changed(tmp_path: Path) -> None:
    (tmp_path / "tin-news.txt").write_bytes(b"tin!")
    copy = list_copies(tmp_path).find("tin-news", digest(b"tin"))
    assert copy is not None
    assert (copy.path.name, copy.sha256, copy.is_changed) == ("tin-news.txt", digest(b"tin!"), True)


def test_of_equal_files_the_first_by_name_is_taken(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.txt"):
        (tmp_path / name).write_bytes(b"tin")
    copy = list_copies(tmp_path).find("tin-news", digest(b"tin"))
    assert copy is not None
    assert copy.path.name == "a.txt"


@pytest.mark.parametrize(
    ("name", "content"), [(".tin.txt", b"tin"), ("more/tin.txt", b"tin"), ("tin-news.pdf", b"changed")]
)
def test_hidden_files_subfolders_and_other_names_are_no_copies(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    assert list_copies(tmp_path).find("tin-news", digest(b"tin")) is None


def test_link_that_leads_nowhere_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "tin-news.txt").symlink_to(tmp_path / "gone")
    assert list_copies(tmp_path).find("tin-news", digest(b"tin")) is None


def test_no_folder_says_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no documents folder is named") as caught:
        list_copies(None)
    assert "--documents, WAREHOUSE_DOCUMENTS" in caught.value.hint
    file = tmp_path / "file"
    file.touch()
    for folder in (tmp_path / "gone", file):
        with pytest.raises(ConfigurationError, match=f"no documents folder at {folder}"):
            list_copies(folder)
