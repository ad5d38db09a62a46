"""The registers of the synthetic seeds: records that exist once, whatever the number of facts."""

from __future__ import annotations

from typing import Any, Final

Record = dict[str, Any]

PLACES: Final = ("north", "south", "east", "west", "upland", "lowland", "coast", "island")
ELEMENTS: Final = (
    ("yttrium", "Y", 39),
    ("lanthanum", "La", 57),
    ("cerium", "Ce", 58),
    ("praseodymium", "Pr", 59),
    ("neodymium", "Nd", 60),
    ("samarium", "Sm", 62),
    ("gadolinium", "Gd", 64),
    ("terbium", "Tb", 65),
    ("dysprosium", "Dy", 66),
)
PRODUCTS: Final = ("magnets", "oxides", "alloys")
MINERALS: Final = (*(name for name, _, _ in ELEMENTS), *(f"rare-earth-{product}" for product in PRODUCTS))
STAGES: Final = ("acquisition", "mining", "separation", "purification", "production", "recycling")
CURRENCIES: Final = (("KRW", "South Korean won", 0), ("USD", "United States dollar", 2), ("EUR", "euro", 2))
UNITS: Final = (("count", "count"), ("year", "a"), ("ton-per-year", "ton/year"))
INDICATORS: Final = (("contract-term", "Contract term", "year"), ("annual-capacity", "Annual capacity", "ton-per-year"))
REFERENCE: Final = "handbook"


def registers() -> list[tuple[str, list[Record]]]:
    """Return each family with its records; each family goes into its own file."""
    return [
        (
            "documents",
            [{"key": REFERENCE, "kind": "reference", "title": "Handbook: a synthetic one", "language": "en"}],
        ),
        ("places", [_place(number, name) for number, name in enumerate(PLACES)]),
        ("currencies", [_currency(*currency) for currency in CURRENCIES]),
        ("units", [_cited({"key": key, "name": key.replace("-", " "), "symbol": symbol}) for key, symbol in UNITS]),
        ("minerals", _minerals()),
        ("supply_chain_stages", [_stage(number, name) for number, name in enumerate(STAGES, start=1)]),
        ("indicators", [_indicator(*indicator) for indicator in INDICATORS]),
    ]


def _cited(record: Record) -> Record:
    return {**record, "cite": f"{REFERENCE}#{record['key']}", "basis": "reference"}


def _place(number: int, name: str) -> Record:
    return _cited(
        {
            "key": f"place-{name}",
            "kind": "country",
            "name": f"Place {name.title()}",
            "iso_code": f"X{'ABCDEFGH'[number]}",
        }
    )


def _currency(code: str, name: str, minor_units: int) -> Record:
    return _cited({"key": code.lower(), "code": code, "name": name, "minor_units": minor_units})


def _minerals() -> list[Record]:
    group = _cited({"key": "rare-earths", "kind": "group", "name": "rare earths"})
    elements = [
        _cited(
            {
                "key": name,
                "kind": "element",
                "name": name,
                "symbol": symbol,
                "atomic_number": protons,
                "parent": "rare-earths",
            }
        )
        for name, symbol, protons in ELEMENTS
    ]
    products = [
        _cited(
            {
                "key": f"rare-earth-{name}",
                "kind": "product",
                "name": f"rare earth {name}",
                "parent": "rare-earths",
            }
        )
        for name in PRODUCTS
    ]
    return [group, *elements, *products]


def _stage(position: int, key: str) -> Record:
    record = _cited(
        {
            "key": key,
            "name": key.title(),
            "definition": f"What is done in {key}: a synthetic text",
            "position": position,
        }
    )
    return {**record, "synonyms": [{"words": f"synthetic {key}", "cite": f"{REFERENCE}#{key}"}]}


def _indicator(key: str, name: str, unit: str) -> Record:
    return _cited({"key": key, "name": name, "definition": f"{name} of a synthetic agreement", "unit": unit})
