"""A dictionary of documents that outlives the process, in one SQLite file."""

import sqlite3
from collections.abc import Iterator

from pydantic import BaseModel


def open_database(path: str) -> sqlite3.Connection:
    """Open the state file, or a passing one in memory when no path is given.

    Writes survive the death of the process, not a power cut: a simulator need not wait
    for the disk.
    """
    database = sqlite3.connect(path or ":memory:", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = OFF")
    database.execute(
        "CREATE TABLE IF NOT EXISTS document ("
        " kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,"
        " PRIMARY KEY (kind, id))"
    )
    return database


class Shelf[Document: BaseModel]:
    """Documents of one kind by id, in the order in which they were first put."""

    def __init__(self, database: sqlite3.Connection, model: type[Document]) -> None:
        self._database = database
        self._kind = model.__name__
        rows = database.execute(
            "SELECT id, body FROM document WHERE kind = ? ORDER BY rowid",
            [self._kind],
        )
        self._documents = {key: model.model_validate_json(body) for key, body in rows}

    def __iter__(self) -> Iterator[Document]:
        return iter(list(self._documents.values()))

    def __len__(self) -> int:
        return len(self._documents)

    def get(self, key: str) -> Document | None:
        return self._documents.get(key)

    def put(self, key: str, document: Document) -> None:
        self._documents[key] = document
        self._database.execute(
            "INSERT INTO document (kind, id, body) VALUES (?, ?, ?)"
            " ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
            [self._kind, key, document.model_dump_json()],
        )

    def clear(self) -> None:
        self._documents.clear()
        self._database.execute("DELETE FROM document WHERE kind = ?", [self._kind])
