"""A PostgreSQL warehouse of critical-mineral supply-chain facts, each with the document and paragraph that states it.

Data flows one way: ``seeds`` (read, check) → ``plan`` (what will change) → ``load`` (one transaction) → the database →
``reports`` and ``checks``. ``docs/architecture.md`` walks through the rooms. Programs begin with ``open_project``;
``docs/notebook.md`` shows how.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.api import Answer, Project, open_project

__all__ = ["Answer", "Project", "__version__", "open_project"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:  # noqa: ANN401 - functions and classes
    """Import the interface for programs when somebody asks for it."""
    if name in __all__:
        from warehouse import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
