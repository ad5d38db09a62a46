from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.sqlfiles import Kind, bind, scan


def parameters(statement: str) -> list[str]:
    return [token.text for token in scan(statement) if token.kind is Kind.PARAMETER]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT :mineral",
        "SELECT a::text, :mineral",
        "SELECT ':no', :mineral",
        "SELECT 'it''s :no', :mineral",
        "SELECT 'a\\', :mineral",
        "SELECT E'a\\':no', :mineral",
        "SELECT e'\\\\', :mineral",
        "SELECT U&'\\0041 :no', :mineral",
        'SELECT "a:no", :mineral',
        'SELECT "a""b:no", :mineral',
        "SELECT $$ :no 'x $$, :mineral",
        "SELECT $q$ :no $$ :no $q$, :mineral",
        "SELECT 1 -- :no 'x\n, :mineral",
        "SELECT 1 /* :no ' */, :mineral",
        "SELECT 1 /* a /* :no */ :no */, :mineral",
        "SELECT (ARRAY[1, 2])[1:2], :mineral",
        "SELECT x[a:b], :mineral",
        "SELECT x[(a):b], :mineral",
        "SELECT x[f(a) :b], :mineral",
        "SELECT x[y[1]:b], :mineral",
        'SELECT x["a":b], :mineral',
        "SELECT x[(a) /* c */ :b], :mineral",
        "SELECT f(a := 1), :mineral",
        "SELECT JSON_OBJECT('k' :v), :mineral",
        "SELECT price$usd$, :mineral, price$usd$",
        "SELECT (:mineral)::text",
        "SELECT :mineral::text",
        "SELECT x[:mineral]",
        "SELECT x[1 + :mineral]",
        "SELECT x LIKE :mineral||'%'",
        "SELECT a=:mineral",
        "SELECT 1.5e3, :mineral",
        "SELECT 이름, :mineral",
        "SELECT note':no', :mineral",
    ],
)
def test_only_the_parameter_is_found(statement: str) -> None:
    assert parameters(statement) == [":mineral"]


def test_two_parameters_beside_each_other() -> None:
    assert parameters("SELECT :a, :b + :a") == [":a", ":b", ":a"]


@pytest.mark.parametrize("statement", ["SELECT 'a", "SELECT E'a\\'", 'SELECT "a', "SELECT $x$ a $$", "SELECT /* /* */"])
def test_what_has_no_end_is_one_token(statement: str) -> None:
    *_, last = scan(statement)
    assert last.kind is Kind.UNTERMINATED
    assert last.end == len(statement)


def test_a_long_unterminated_string_is_read_once() -> None:
    tokens = scan("'" + "a''" * 20_000)
    assert [token.kind for token in tokens] == [Kind.UNTERMINATED]


@given(st.text(alphabet="abe:'\"$/*-[](); \n\\0", max_size=40))
def test_tokens_together_are_the_statement(statement: str) -> None:
    tokens = scan(statement)
    assert "".join(token.text for token in tokens) == statement
    assert [token.offset for token in tokens] == [sum(len(t.text) for t in tokens[:i]) for i in range(len(tokens))]


def test_parameters_are_numbered_once_and_cast() -> None:
    query = bind(scan("SELECT :a, :b, :a ;\n"), {"a": "text", "b": "integer[]"})
    assert query.text == "SELECT $1::text, $2::integer[], $1::text "
    assert query.names == ("a", "b")


def test_places_lead_back_to_the_file() -> None:
    statement = "SELECT :mineral, broken FROM x"
    query = bind(scan(statement), {"mineral": "text"})
    assert query.origin(query.text.index("broken")) == statement.index("broken")
    assert query.origin(query.text.index("$1")) == statement.index(":mineral")
    assert query.origin(query.text.index("::text") + 5) <= statement.index(",")
    assert query.origin(len(query.text) + 9) == len(statement) - 1


@given(st.lists(st.sampled_from([":a", " x", " ", "'s'", ", "]), max_size=12))
def test_every_place_leads_into_the_statement(pieces: list[str]) -> None:
    statement = "SELECT " + "".join(pieces)
    query = bind(scan(statement), {"a": "timestamptz"})
    origins = [query.origin(offset) for offset in range(len(query.text))]
    assert origins == sorted(origins)
    assert all(0 <= origin < len(statement) for origin in origins)
