"""The commands export and render: a view of a source, as data or as a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import click

from explorer.command_line.naming import ViewOptions
from explorer.command_line.run import Run, compare_option, known_options, language_option
from explorer.document import Document, NamedView
from explorer.files.exports import export_data
from explorer.files.image_options import GROUNDS, Ground, ImageOptions, theme_on
from explorer.files.images import IMAGE_FORMATS, IMAGE_SUFFIXES, compose_picture, composer_for
from explorer.pictures.drawing.display import Display
from explorer.pictures.look.style import THEMES
from explorer.pictures.scene.arranging import arrange_scene, taken_over
from explorer.pictures.scene.label_lines import Measure
from explorer.pictures.scene.staging import stage
from explorer.views.hiding.filters import is_filtered, without_filters
from explorer.views.newcomers import with_newcomers
from explorer.views.places import is_placed
from explorer.views.view import Clock, View
from explorer.views.visible import Visible, see
from graph.errors import NameUnknownError, WriteError
from graph.formats.table import EXPORTERS, writable
from graph.layout.registry import find
from graph.work.atomic import save
from graph.work.progress import finish

_SIZE = 1600, 1000
_DATA_SUFFIXES = " ".join(form.suffix for form in EXPORTERS.values())


def with_view_options(command: Callable[..., None]) -> Callable[..., None]:
    """The view options, shared by export, render and bundle."""
    options = [
        click.option(
            "--view",
            "start",
            metavar="NAME|FILE",
            help="Start with a named view of the source, or one saved in a file.",
        ),
        click.option("--layout", help="Lay out with this layout."),
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="NAME=VALUE",
            help="Set a parameter of the layout, such as gravity=2. Repeat it for more.",
        ),
        click.option("--seed", type=int, help="Seed of the layout."),
        click.option(
            "--hide-class",
            multiple=True,
            metavar="X",
            help="Hide resources of a class and those below it.",
        ),
        click.option("--only-class", multiple=True, metavar="X", help="Show only resources with one of these classes."),
        click.option("--hide-predicate", multiple=True, metavar="X", help="Hide relationships of a kind."),
        click.option(
            "--fold", multiple=True, metavar="X", help="Draw resources of a class that link two others as lines."
        ),
        click.option("--focus", multiple=True, metavar="X", help="Show only the neighbourhood of this resource."),
        click.option("--hops", type=click.IntRange(0), help="Number of steps around the focus to show (1)."),
        click.option("--since", metavar="D", help="Show only dates in or after a year, month or day."),
        click.option("--until", metavar="D", help="Show only dates in or before a year, month or day."),
        click.option(
            "--clock",
            type=click.Choice(get_args(Clock)),
            help="Date everything by when it happened (the default), or by when it was said.",
        ),
        click.option(
            "--undated",
            type=click.Choice(("keep", "leave")),
            help="Show resources without a date (the default), or leave them out.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return language_option(known_options(command))


def options_of(layout: str | None, **rest: Any) -> ViewOptions:
    """The view options as a value. Raises an error for an unknown layout."""
    return ViewOptions(layout=find(layout).name if layout else None, **rest)


@click.command(
    help=f"Write the data, or the part of it that a view shows.\n\nFormats: {_DATA_SUFFIXES}",
)
@click.argument("source")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="File to write; the suffix gives the format."
)
@click.option("--with-view", is_flag=True, help="Also write the view into the file (RDF).")
@click.option("--with-grades", is_flag=True, help="Also write your grades into that view; otherwise they stay here.")
@click.option("--with-inferred", is_flag=True, help="Also write what --infer draws; otherwise only the source leaves.")
@with_view_options
@click.pass_obj
def export(
    state: Run, /, source: str, output: Path, with_view: bool, with_grades: bool, with_inferred: bool,
    start: str | None,
    **view_options: Any,
) -> None:  # fmt: skip
    """Write the data, or the part of it that a view shows."""
    if with_grades and not with_view:
        raise click.UsageError("--with-grades writes your grades into the view of the file. Add --with-view.")
    if with_inferred and state.options.infer is None:
        raise click.UsageError("--with-inferred writes what is inferred. Add --infer rdfs or --infer owlrl.")
    _known_suffix(output, tuple(form.suffix for form in writable()))
    document, options = state.around(state.open(source), options_of(**view_options))
    saved = view_called(document, start) if start else document.start
    document = document if saved is None else state.seen_as(document, saved.view)
    whole = not options.any_filter and not (saved and is_filtered(saved.view))
    usual = without_filters(document.first_view()) if whole else View()
    view = options.applied(document.projection, saved.view if saved else usual)
    visible = see(document.projection, view)
    if options.asks_for_layout:
        view = _arranged(state.toolkit.measure, document, view, visible, 1.6)
    named_view = replace(saved or NamedView(document.title, "", view), view=view) if with_view else None
    shown = None if whole and not view.folded_classes else visible
    exported = finish(export_data(
        document, output, shown, view, named_view, with_grades=with_grades, with_inferred=with_inferred
    ))  # fmt: skip
    click.echo(exported.sentence)


def view_called(document: Document, name: str) -> NamedView:
    """The named view of the document with this name, else the one in this file."""
    on_offer = (*document.named_views, *([document.start] if document.start else []))
    folded = name.strip().casefold()
    found = next((view for view in on_offer if view.title.casefold() == folded), None)
    if found is not None:
        return _under_its_names(document, found)
    if Path(name).exists():
        return _saved(document, Path(name))
    titles = ", ".join(f"“{view.title}”" for view in on_offer)
    there_are = f"The views of this source are {titles}." if titles else "This source has no named views."
    raise NameUnknownError(f"There is no view and no file “{name}”. {there_are}")


def _under_its_names(document: Document, named_view: NamedView) -> NamedView:
    """A view of the document, under the names and with the grades that the document has now."""
    p = document.projection
    return replace(named_view, view=named_view.view._replace(naming=p.naming, graded=p.graded))


def _saved(document: Document, file: Path) -> NamedView:
    """The view in a file. Things in it that the data lacks are reported on stderr."""
    from explorer.files.view_files import open_view

    restored = finish(open_view(file, document.projection))
    if restored.sentence:
        click.echo(restored.sentence, err=True)
    return restored.named_view


def _known_suffix(path: Path, known: Sequence[str]) -> None:
    if path.suffix.lower() not in known:
        raise WriteError(
            f"{path.name} could not be written: the suffix belongs to no known format. Use {', '.join(known)}."
        )


class Size(click.ParamType[tuple[int, int]]):
    name = "WxH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        width, _, height = str(value).lower().partition("x")
        if width.isdigit() and height.isdigit() and 50 <= int(width) <= 20000 and 50 <= int(height) <= 20000:
            return int(width), int(height)
        return self.fail(f"“{value}” is not a size. Write it as 1600x1000, with sides from 50 to 20000.", param, ctx)


@click.command()
@click.argument("source")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help=f"File to write: {IMAGE_SUFFIXES}."
)
@click.option(
    "--size", type=Size(), help="Width and height in pixels. Default: those of the saved view, else 1600x1000."
)
@click.option(
    "--scale",
    type=click.FloatRange(0.25, 8),
    default=1.0,
    show_default=True,
    help="PNG pixels for each of them.",
)
@click.option("--theme", type=click.Choice(sorted(THEMES)), default="light", show_default=True)
@click.option("--caption", is_flag=True, help="Add legend, source and ledger below the picture.")
@click.option("--title", default="", help="Write this title above the picture.")
@click.option("--words", default="", help="Write this caption below the picture.")
@click.option("--name-texts", is_flag=True, help="List the texts that support what is shown below the picture.")
@click.option(
    "--ground",
    type=click.Choice(GROUNDS),
    default="paper",
    show_default=True,
    help="Draw on the background of the theme, on white, or on a transparent one.",
)
@click.option("--crop", is_flag=True, help="Crop the picture to what is drawn.")
@compare_option
@with_view_options
@click.pass_obj
def render(
    state: Run,
    /,
    source: str,
    output: Path,
    size: tuple[int, int] | None,
    scale: float,
    theme: str,
    caption: bool,
    title: str,
    words: str,
    name_texts: bool,
    ground: Ground,
    crop: bool,
    other: str | None,
    start: str | None,
    **view: Any,
) -> None:
    """Draw the first picture of the window, or the view that the options describe."""
    _known_suffix(output, tuple(IMAGE_FORMATS))
    document, options = state.around(state.open(source), options_of(**view))
    named_view = begun_with(document, options, start)
    document, named_view = state.compared(state.seen_as(document, named_view.view), named_view, other)
    camera = named_view.camera
    size = size or (_SIZE if camera is None else (max(50, round(camera.width)), max(50, round(camera.height))))
    image = ImageOptions(output, scale, True, caption, caption, caption, name_texts, title, words, ground, crop)
    display = _draw(state.toolkit.measure, document, options, named_view, size, theme, image)
    save(output, state.toolkit.encode(display, output.suffix.lower(), scale, title or document.title))
    click.echo(f"The picture was saved as {output}.")


def _arranged(measure: Measure, document: Document, view: View, visible: Visible, aspect: float) -> View:
    """``view`` after its layout; notes of the layout go to stderr."""
    projection = document.projection
    scene = stage(projection, view, visible)
    roots = sorted(view.focus)
    job = arrange_scene(projection, view, scene, measure, layout=view.layout, roots=roots, aspect=aspect)
    arranged = finish(job)
    for note in arranged.notes:
        click.echo(note, err=True)
    return taken_over(view, arranged, projection.node_count)


def begun_with(document: Document, options: ViewOptions, start: str | None) -> NamedView:
    """The view before the options; with filter options, the picture shows all of it."""
    changes = options.any_filter or options.asks_for_layout
    if start is not None:
        saved = view_called(document, start)
        return replace(saved, camera=None) if changes else saved
    if document.start is not None:
        own = _under_its_names(document, document.start)
        return replace(own, camera=None) if changes else own
    fresh = options.any_filter or (options.asks_for_layout and not document.is_bundled)
    if fresh or not document.named_views:
        return _under_its_names(document, NamedView("", "", View()))
    first = _under_its_names(document, document.named_views[0])
    return replace(first, camera=None) if changes else first


def placed_view(
    measure: Measure, document: Document, options: ViewOptions, view: View, visible: Visible, aspect: float
) -> View:
    """``view`` with a place for everything that is shown, laid out if the options ask for it or nothing has a place."""
    count = document.projection.node_count
    if options.asks_for_layout or not is_placed(view, visible.drawn, count):
        view = _arranged(measure, document, view, visible, aspect)
    return with_newcomers(document.projection, view, visible)


def _draw(
    measure: Measure,
    document: Document,
    options: ViewOptions,
    named_view: NamedView,
    size: tuple[int, int],
    theme: str,
    image: ImageOptions,
) -> Display:
    projection = document.projection
    view = options.applied(projection, named_view.view)
    visible = see(projection, view)
    view = placed_view(measure, document, options, view, visible, size[0] / size[1])
    return compose_picture(
        composer_for(projection, measure, visible),
        stage(projection, view, visible),
        theme_on(image.ground, THEMES[theme]),
        width=size[0],
        height=size[1],
        camera=named_view.camera,
        caption=image.caption(document, visible, view),
        crop=image.crop,
        clear=image.ground == "clear",
    )
