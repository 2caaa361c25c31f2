"""``caseboard diff``: the difference of two sources, of two dates, or of two views."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explorer.command_line.run import Run
from graph.errors import NameUnknownError

if TYPE_CHECKING:
    from explorer.files.comparing.sides import Sides


@click.command("diff")
@click.argument("first", metavar="A")
@click.argument("second", metavar="[B]", required=False)
@click.option(
    "--as-known", "days", nargs=2, metavar="D1 D2", help="Compare what texts up to D1 say with what those up to D2 do."
)
@click.option("--views", nargs=2, metavar="V1 V2", help="Compare what two views show: named ones, or saved in files.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with every statement.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a patch from A to B: an RDF patch (.rdfp), or a SPARQL Update (.ru).",
)
@click.pass_obj
def diff(
    state: Run, first: str, second: str | None, days: tuple[str, str] | None, views: tuple[str, str] | None,
    as_json: bool, output: Path | None,
) -> None:  # fmt: skip
    """Compare two sources: statements added, removed, with a changed value, and on other evidence.

    With --as-known or --views, one source is compared with itself.
    Blank nodes are matched by what is around them. The exit status is 0 if both say the same, else 1.
    """
    from explorer.files.comparing.lines import KINDS, compared_json, compared_lines, compared_sentences
    from graph.analysis.comparing.differences import differences
    from graph.analysis.comparing.uniting import united
    from graph.work.atomic import save
    from graph.writing.patches import patch_bytes

    sides = _sides(state, first, second, days, views)
    found = state.follow(differences(sides.first, sides.second, alike=sides.alike))
    if output is not None:
        save(output, patch_bytes(output.suffix, found.out, found.into, found.fresh))
    state.status = 0 if found.is_none else 1
    if as_json:
        click.echo(json.dumps(compared_json(found), ensure_ascii=False, indent=1))
        return
    for sentence in compared_sentences(found):
        click.echo(sentence)
    kind = ""
    for line in compared_lines(found, state.follow(united(sides.first, found, sides.names))):
        if line.kind != kind:
            click.echo(f"{KINDS[line.kind]}:")
            kind = line.kind
        click.echo(f"  {line.words}")
    if output is not None:
        click.echo(f"The patch was saved as {output}.")


def _sides(
    state: Run, first: str, second: str | None, days: tuple[str, str] | None, views: tuple[str, str] | None
) -> Sides:
    """The two sides that the arguments name. Raises an error for arguments that do not fit each other."""
    from explorer.files.comparing.sides import Sides, of_days, of_views

    if days or views:
        if (days and views) or second not in (None, first):
            raise click.UsageError("Name one source A with --as-known or with --views, which compare it with itself.")
        document = state.open(first)
        if days:
            try:
                return state.follow(of_days(document, days))
            except ValueError as error:
                raise NameUnknownError(str(error)) from None
        from explorer.command_line.view_commands import view_called

        assert views is not None
        return state.follow(of_views(document, [view_called(document, name).view for name in views], views))
    if second is None:
        raise click.UsageError("Name a second source B, two dates with --as-known, or two views with --views.")
    return Sides(state.open(first).projection, state.open(second).projection, (first, second))
