"""Tables of nodes and edges, and of any rows, as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from graph.formats.rows import EdgeRow, NodeRow, Scalar
from graph.writing.table_columns import OF_EDGES, OF_NODES, as_text, columns_of, joined, own_columns

_FORMULA = re.compile("[=+\\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


def csv_tables(nodes: Sequence[NodeRow], edges: Sequence[EdgeRow]) -> list[bytes]:
    """Two files of CSV, nodes and edges, with a column for each attribute; several values are joined with "; ".

    They have a byte order mark, without which spreadsheets do not recognise UTF-8, and an apostrophe before text that
    looks like a formula.
    """
    return [_table(nodes, OF_NODES), _table(edges, OF_EDGES)]


def _table(rows: Sequence[NodeRow | EdgeRow], always: Sequence[str]) -> bytes:
    own, cells = own_columns(rows, always)
    said = columns_of(row.attributes for row in rows)
    table: list[list[Scalar]] = [["id", *(column.name for column in (*own, *said))]]
    for row, mine in zip(rows, cells):
        values = (joined(row.attributes.get(column.key, [])) for column in said)
        table.append([row.id, *(mine.get(column.key, "") for column in own), *values])
    return csv_bytes(csv_text(table))


def csv_text(rows: Iterable[Sequence[Scalar]]) -> str:
    """Rows as lines of CSV."""
    text = io.StringIO()
    csv.writer(text).writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def csv_bytes(text: str) -> bytes:
    """CSV in file form: with a byte order mark."""
    return text.encode("utf-8-sig", "replace")


def safe_cell(cell: Scalar) -> str:
    """A cell that no spreadsheet runs as a formula; numbers, including negative ones, stay numbers."""
    text = as_text(cell).replace("\0", "")
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
