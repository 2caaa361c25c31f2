"""``caseboard check``: evidence, values and shapes of a source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explorer.command_line.run import Run
from graph.errors import ReadError
from graph.rdf.terms import CB
from resources import FOLDER

if TYPE_CHECKING:
    from graph.analysis.evidence_coverage import Coverage, Rules
    from graph.rdf.source import Quads


@click.command("check")
@click.argument("source")
@click.option(
    "--shapes",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="File of SHACL shapes to judge the source by, instead of its own.",
)
@click.option(
    "--texts",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of the texts that evidence refers to.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def check(state: Run, source: str, shapes: Path | None, texts: Path | None, as_json: bool) -> None:
    """Check evidence, values and shapes. The exit status is 1 if something is missing or wrong."""
    from graph.analysis.evidence_coverage import cover
    from graph.analysis.texts import TextLibrary
    from graph.work.process import Worker

    document = state.open(source)
    rules = _rules_for(document.projection.stated, shapes)
    library = TextLibrary([texts]) if texts else None
    with Worker() as worker:
        coverage = state.follow(cover(document.projection, rules, library, worker))
    state.status = 0 if coverage.is_complete else 1
    if as_json:
        click.echo(json.dumps(coverage.as_json(), ensure_ascii=False, indent=1))
        return
    for line in _lines(coverage, rules):
        click.echo(line)


def _rules_for(quads: Quads, path: Path | None) -> list[Rules]:
    """The shapes of a file, or else those in the data and, for data in the words of Caseboard's ontology, Bromley's."""
    from graph.analysis.evidence_coverage import Rules
    from graph.analysis.shapes import has_shapes, uses

    if path is not None:
        try:
            return [Rules(path.read_bytes(), path.name)]
        except OSError as error:
            raise ReadError(f"{path} could not be read: {error.strerror}. Name another file.") from error
    found = [Rules(None)] if has_shapes(quads) else []
    if uses(quads, CB):
        bromley = FOLDER / "bromley" / "shapes.ttl"
        found.append(Rules(bromley.read_bytes(), bromley.name))
    return found


def _lines(coverage: Coverage, rules: list[Rules]) -> list[str]:
    if coverage.has_evidence:
        lines = [
            f"{coverage.with_evidence:,} of {coverage.resources:,} resources have evidence.",
            f"{coverage.statements_with_evidence:,} of {coverage.statements:,} statements have evidence.",
        ]
    else:
        lines = ["No resource and no statement has evidence."]
    if not rules:
        lines.append("The source has no shapes; --shapes FILE names some to judge it by.")
    elif not coverage.shapes:
        lines.append("Nothing in the source is a target of the shapes.")
    lines += [f"  no evidence: {name}" for name in (*coverage.without, *coverage.statements_without)]
    lines += [f"  {violation}" for violation in coverage.violations]
    if coverage.is_complete:
        return [*lines, "Nothing is wrong." if not coverage.has_evidence else "Nothing is missing."]
    return [*lines, "Something is wrong." if coverage.violations else "Something is missing."]
