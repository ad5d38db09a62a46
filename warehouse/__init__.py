"""A PostgreSQL warehouse of critical-mineral supply-chain facts, each with the document and paragraph that states it.

Data flows one way: ``seeds`` (read, check) → ``plan`` (what will change) → ``load`` (one transaction) → the database →
``reports`` and ``checks``. ``docs/architecture.md`` walks through the rooms.
"""

__version__ = "0.1.0"
