"""``caseboard query``: SPARQL queries from the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explorer.command_line.run import Run
from graph.errors import ReadError
from graph.rdf.terms import Literal, Prefixes
from graph.rdf.values import write_out
from graph.work.progress import finish

if TYPE_CHECKING:
    from graph.query.engine import Answer, Value

_WIDEST = 60


@click.command("query")
@click.argument("source")
@click.argument("text", metavar="[QUERY]", required=False)
@click.option("-f", "--file", "path", type=click.Path(path_type=Path, allow_dash=True), help="File with the query.")
@click.option("--stored", metavar="NAME", help="A stored query, by its name.")
@click.option("--json", "as_json", is_flag=True, help="SPARQL 1.1 query results as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV with a header line.")
@click.option("--rows", type=click.IntRange(1), default=10_000, show_default=True, help="Largest number of rows.")
@click.option("--seconds", type=click.FloatRange(0.1), default=60.0, show_default=True, help="Time limit in seconds.")
@click.pass_obj
def query(
    state: Run,
    source: str,
    text: str | None,
    path: Path | None,
    stored: str | None,
    as_json: bool,
    as_csv: bool,
    rows: int,
    seconds: float,
) -> None:
    """Query a source in SPARQL. Prefixes of the file need no declaration. The query changes and fetches no data."""
    from graph.query.engine import Bounds
    from graph.query.engines import engine_of
    from graph.work.process import Worker

    asked = _stored(stored, text or path) if stored is not None else _wording(text, path)
    if as_json and as_csv:
        raise click.UsageError("Use only one of --json and --csv.")
    document = state.open(source)
    with Worker(ready=()) as worker:
        answer = finish(engine_of(document.queried, worker).answer(asked, Bounds(rows=rows, seconds=seconds)))
    if as_json:
        from explorer.panels.query_results import write_json

        click.echo(json.dumps(write_json(answer), ensure_ascii=False, indent=1))
    elif as_csv:
        from graph.writing.tables import csv_text

        click.echo(csv_text([answer.variables, *([_raw(value) for value in row] for row in answer.rows)]), nl=False)
    else:
        for line in _lines(answer, document.projection.prefixes):
            click.echo(line)
    if answer.truncated:
        click.echo(f"These are the first {len(answer.rows):,} rows; there are more. Use --rows to see more.", err=True)


def _stored(name: str, other: object) -> str:
    """The text of a stored query."""
    from explorer.panels.query_results import stored_queries

    if other is not None:
        raise click.UsageError("Give one query, either stored or of your own.")
    found = {stored.name: stored.text for stored in stored_queries()}
    if name not in found:
        raise click.UsageError(f"There is no stored query “{name}”. There are: {', '.join(found)}.")
    return found[name]


def _wording(text: str | None, path: Path | None) -> str:
    if (text is None) == (path is None):
        raise click.UsageError("Give one query, either as text after the source or as a file with -f.")
    if path is None:
        return text or ""
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise ReadError(f"{path} could not be read: {why}. Name another file.") from error


def _raw(value: Value) -> str:
    return value.value if isinstance(value, Literal) else value or ""


def _lines(answer: Answer, prefixes: Prefixes) -> list[str]:
    """An answer as text: columns side by side, IRIs as CURIEs."""
    if answer.kind == "truth":
        return ["yes" if answer.is_true else "no"]

    def plain(value: Value) -> str:
        text = write_out(value) if isinstance(value, Literal) else prefixes.shorten(value or "")
        return "".join(c if c.isprintable() else " " for c in text)

    return _side_by_side([answer.variables, *([plain(value) for value in row] for row in answer.rows)])


def _side_by_side(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [min(max(len(cell) for cell in column), _WIDEST) for column in zip(*rows)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
