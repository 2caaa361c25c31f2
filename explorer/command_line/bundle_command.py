"""``caseboard bundle``: a view of a source as a folder to publish."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from explorer.command_line.run import Run, compare_option
from explorer.command_line.view_commands import Size, begun_with, options_of, placed_view, with_view_options
from explorer.settings import Settings
from explorer.views.visible import see

_KINDS = ("values", "names", "notes", "grades", "paths", "files")


@click.command("bundle")
@click.argument("source")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder to write.")
@click.option("--title", default="", help="Title of the figure.")
@click.option("--words", default="", help="Words below the title.")
@click.option("--date", default="", help="Date to write on the page, which has no date without it.")
@click.option(
    "--texts",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of the texts of passages, to say in which paragraph each stands.",
)
@click.option("--quote", is_flag=True, help="Also publish the words of passages.")
@click.option("--list", "listing", is_flag=True, help="List what is not visible and could leave; write nothing.")
@click.option(
    "--with",
    "unseen",
    type=click.Choice(_KINDS),
    multiple=True,
    help="Publish this kind of what is not visible, too. Repeat it for more.",
)
@click.option("--size", type=Size(), default=(1600, 1000), help="Width and height of the figure. Default: 1600x1000.")
@compare_option
@with_view_options
@click.pass_obj
def bundle(
    state: Run,
    /,
    source: str,
    output: Path | None,
    title: str,
    words: str,
    date: str,
    texts: Path | None,
    quote: bool,
    listing: bool,
    unseen: tuple[str, ...],
    size: tuple[int, int],
    other: str | None,
    start: str | None,
    **view: Any,
) -> None:
    """Write what a view shows as a folder to publish.

    The folder holds a figure with numbered lines, their footnotes, the data, and a page that opens in any browser.
    """
    from explorer.files.attached_texts import AttachedTexts
    from explorer.files.publication.folder import Press, publish
    from explorer.files.publication.leaving import collect
    from explorer.files.publication.wishes import Wishes

    if output is None and not listing:
        raise click.UsageError("Name the folder to write with -o.")
    document, options = state.around(state.open(source), options_of(**view))
    named_view = begun_with(document, options, start)
    document, named_view = state.compared(state.seen_as(document, named_view.view), named_view, other)
    projection = document.projection
    shown = options.applied(projection, named_view.view)
    visible = see(projection, shown)
    wishes = Wishes(title, words, date, quote, frozenset(unseen), size)
    leaving = collect(document, shown, visible, wishes)
    if listing:
        for each in leaving.unseen:
            click.echo(f"  {'leaves' if each.key in wishes.unseen else 'stays '}  --with {each.key:<7} {each.sentence}")
        click.echo("Nothing else that is not visible could leave." if leaving.unseen else "Everything is visible.")
        return
    assert output is not None
    placed = placed_view(state.toolkit.measure, document, options, shown, visible, size[0] / size[1])
    attached = AttachedTexts(Settings(texts=[str(texts)] if texts else []), still=True)
    press = Press(state.toolkit.measure, state.toolkit.encode, attached)
    exported = state.follow(publish(document, placed, visible, wishes, press, output))
    click.echo(exported.sentence)
    for each in leaving.unseen:
        if each.key not in wishes.unseen:
            click.echo(f"Left out: {each.sentence}. Add --with {each.key} to publish them.", err=True)
