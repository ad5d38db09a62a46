"""The page that lies beside the files of an export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from warehouse.dictionary import rules

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPENED: Final = {
    "csv": """\
```sql
-- DuckDB
SELECT sum(contract_value_krw) FROM read_csv('data/wide_money.csv');
```

```python
# pandas: keys and texts as text, nothing guessed
pandas.read_csv("data/wide_money.csv", dtype=str, keep_default_na=False, na_values=[""])
```

```r
# R
readr::read_csv("data/wide_money.csv", na = "")
```
""",
    "parquet": """\
```sql
-- DuckDB
SELECT sum(contract_value_krw) FROM 'data/wide_money.parquet';
```

```python
# pandas: with exact decimals
pandas.read_parquet("data/wide_money.parquet", dtype_backend="pyarrow")
```

```r
# R
arrow::read_parquet("data/wide_money.parquet")
```
""",
}


def text(state: str, formats: Sequence[str]) -> str:
    """Write the page.

    Args:
        state: Which state of the warehouse it is, as a sentence.
        formats: The formats of the files.
    """
    kept = "".join(f"- **{rule.title}.** {rule.text}\n" for rule in rules.RULES)
    opened = "\n".join(f"## Open the {form} files\n\n{_OPENED[form]}" for form in formats)
    return (
        f"# {rules.TITLE}\n\n{rules.ABOUT} {state}\n\n"
        "`data/` holds a file for each table and view, rows in the order of their key; names that begin with `wide_`"
        " are the ones to begin with. `datapackage.json` (Data Package 2.0) says what every column means, its type,"
        " unit and what no value stands for, which columns are keys, and size, digest and rows of each"
        " file. Times are UTC."
        " In csv, no value is nothing between two commas.\n\n"
        f"{opened}\n## Before you add up\n\n{kept}"
    )
