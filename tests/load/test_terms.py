"""Terms in loads: any file can add words, and a load notices when they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from warehouse.vocabulary import BASE_NAME, Term, base

if TYPE_CHECKING:
    from tests.load.conftest import Small

STREAM: Final = """\
terms:
  - scheme: agreement-kind
    key: streaming agreement
    definition: a buyer pays ahead for a share of the output
    broader: supply contract
    aliases: [stream]
"""
GROUP: Final = "SELECT kind, kind_group FROM mart.dim_agreement WHERE agreement_key = 'tin-pact'"
TERMS: Final = (
    "SELECT scheme, key, label, definition, broader, aliases, flags, broadest, inverse, pattern FROM core.terms"
)


def terms_of(small: Small) -> set[Term]:
    return {
        Term(scheme, key, label, definition, broader, tuple(aliases), tuple(flags), broadest, inverse, pattern)
        for scheme, key, label, definition, broader, aliases, flags, broadest, inverse, pattern in small.rows(TERMS)
    }


def shipped() -> set[Term]:
    return {term for words in base().terms.values() for term in words.values()}


def use_stream(small: Small) -> None:
    small.write(STREAM, "terms.yaml")
    small.edit("pact.yaml", "kind: partnership", "kind: Stream")
    small.load()


def test_first_load_leaves_exactly_the_shipped_words(loaded: Small) -> None:
    assert terms_of(loaded) == shipped()
    assert loaded.rows("SELECT DISTINCT seed_file FROM core.terms") == [(BASE_NAME,)]
    assert loaded("check", "--drift")[0] == 0
    assert loaded.load().startswith("Nothing to change")


def test_added_word_is_loaded_with_what_uses_it_and_counted_as_its_broadest(loaded: Small) -> None:
    use_stream(loaded)
    assert loaded.rows(GROUP) == [("streaming agreement", "supply contract")]
    assert {term.key for term in terms_of(loaded) - shipped()} == {"streaming agreement"}
    assert loaded("check", "--drift")[0] == 0
    assert loaded.load().startswith("Nothing to change")


def test_words_of_files_that_are_not_read_still_count(loaded: Small) -> None:
    use_stream(loaded)
    loaded.edit("pact.yaml", "name: Pact", "name: A pact")
    said = loaded("--verbose", "load")[2]
    assert "reading: 1 of 1 files" in said
    assert loaded.rows(GROUP) == [("streaming agreement", "supply contract")]


def test_change_of_a_word_reads_every_file_and_keeps_the_version_before(loaded: Small) -> None:
    use_stream(loaded)
    loaded.edit("terms.yaml", "broader: supply contract", "broader: partnership")
    said = loaded("--verbose", "load")[2]
    assert "reading: 4 of 4 files" in said
    assert "0 rows added, 1 changed, 0 retired" in said
    assert loaded.rows(GROUP) == [("streaming agreement", "partnership")]
    assert loaded.rows("SELECT key, broadest FROM history.terms") == [("streaming agreement", "supply contract")]
    code, changes, _ = loaded("diff", "3")
    assert (code, "~ terms/agreement-kind/streaming agreement" in changes) == (0, True)


def test_rename_and_change_of_a_word_are_told_in_one_diff(loaded: Small) -> None:
    use_stream(loaded)
    loaded.edit("terms.yaml", "broader: supply contract", "broader: partnership")
    loaded.edit("pact.yaml", "key: tin-pact", "key: tin-treaty\n    moved_from: tin-pact")
    loaded.load()
    code, changes, said = loaded("diff", "3")
    assert code == 0, said
    assert "» agreements/tin-pact → agreements/tin-treaty" in changes
    assert "~ terms/agreement-kind/streaming agreement" in changes


def test_relation_is_told_from_both_sides(loaded: Small) -> None:
    inverse = "SELECT label, inverse FROM mart.dim_term WHERE scheme = 'relation' AND broader = 'subsidiary of'"
    word = "terms:\n  - {scheme: relation, key: arm of, definition: x, broader: subsidiary of, inverse: body of}\n"
    loaded.write(word, "terms.yaml")
    loaded.load()
    assert loaded.rows(inverse) == [("arm of", "body of")]
    assert loaded.load().startswith("Nothing to change")
    loaded.edit("terms.yaml", "body of", "trunk of")
    loaded.load()
    assert loaded.rows(inverse) == [("arm of", "trunk of")]


def test_past_state_shows_the_words_of_then(loaded: Small) -> None:
    use_stream(loaded)
    loaded.edit("terms.yaml", "definition:", "label: Streaming deal\n    definition:")
    loaded.load()
    kinds = {
        run: loaded("report", "run", "agreement-register", "-f", "csv", "--as-of", run)[1].count("Streaming deal")
        for run in ("1", "2", "3")
    }
    assert kinds == {"1": 0, "2": 0, "3": 1}


def test_word_in_use_cannot_go(loaded: Small) -> None:
    use_stream(loaded)
    (loaded.seeds / "terms.yaml").unlink()
    problems = loaded.refused("load")
    assert [problem.split("  ")[:2] for problem in problems] == [["seeds/pact.yaml:3:11", "E-unknown-word"]]
    assert loaded.rows(GROUP) == [("streaming agreement", "supply contract")]


def test_word_goes_with_its_last_use(loaded: Small) -> None:
    use_stream(loaded)
    (loaded.seeds / "terms.yaml").unlink()
    loaded.edit("pact.yaml", "kind: Stream", "kind: partnership")
    loaded.load("--max-retire", "100%")
    assert terms_of(loaded) == shipped()


def test_alias_that_moves_to_another_word_moves_what_uses_it(loaded: Small) -> None:
    use_stream(loaded)
    second = "  - {scheme: agreement-kind, key: swap, definition: x, broader: partnership, aliases: [stream]}\n"
    loaded.write(STREAM.replace("    aliases: [stream]\n", "") + second, "terms.yaml")
    loaded.load()
    assert loaded.rows(GROUP) == [("swap", "partnership")]


def test_shipped_word_edited_by_hand_is_found_and_put_back(loaded: Small) -> None:
    loaded.run_sql("UPDATE core.terms SET definition = 'mine' WHERE key = 'partnership' AND scheme = 'agreement-kind'")
    assert loaded("check", "--drift")[0] == 1
    loaded.load("--restore")
    assert terms_of(loaded) == shipped()


def test_load_with_words_is_undone(loaded: Small) -> None:
    use_stream(loaded)
    code, _, said = loaded("undo", "2")
    assert code == 0, said
    assert loaded.rows(GROUP) == [("partnership", "partnership")]
    assert terms_of(loaded) == shipped()


def test_later_program_brings_its_words_with_the_next_load(loaded: Small) -> None:
    loaded.run_sql("UPDATE ops.seed_files SET sha256 = 'of an earlier program' WHERE path = 'base:vocabulary.yaml'")
    loaded.run_sql("DELETE FROM core.terms WHERE scheme = 'place-kind' AND key = 'district'")
    loaded.run_sql("UPDATE core.terms SET label = 'town' WHERE scheme = 'place-kind' AND key = 'city'")
    loaded.run_sql("UPDATE ops.table_totals SET row_count = row_count - 1 WHERE table_name = 'terms'")
    loaded.load("--restore")
    assert terms_of(loaded) == shipped()
