"""``caseboard diff``: the difference of two sources."""

from __future__ import annotations

import json
from pathlib import Path

import click

from explorer.command_line.run import Run


@click.command("diff")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with every statement.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a patch from A to B: an RDF patch (.rdfp), or a SPARQL Update (.ru).",
)
@click.pass_obj
def diff(state: Run, first: str, second: str, as_json: bool, output: Path | None) -> None:
    """Compare two sources: statements added, removed, with a changed value, and on other evidence.

    Blank nodes are matched by what is around them. The exit status is 0 if both say the same, else 1.
    """
    from explorer.panels.comparison import KINDS, compared_json, compared_lines, compared_sentences
    from graph.analysis.differences import differences
    from graph.work.atomic import save
    from graph.writing.patches import patch_bytes

    one, other = state.open(first).projection, state.open(second).projection
    found = state.follow(differences(one, other))
    if output is not None:
        save(output, patch_bytes(output.suffix, found.out, found.into, found.fresh))
    state.status = 0 if found.is_none else 1
    if as_json:
        click.echo(json.dumps(compared_json(found), ensure_ascii=False, indent=1))
        return
    for sentence in compared_sentences(found):
        click.echo(sentence)
    kind = ""
    for line in compared_lines(found, one, other):
        if line.kind != kind:
            click.echo(f"{KINDS[line.kind]}:")
            kind = line.kind
        click.echo(f"  {line.words}")
    if output is not None:
        click.echo(f"The patch was saved as {output}.")
