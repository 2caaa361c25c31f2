"""Command line: the same code as the window, without a window."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from explorer.command_line.cli_query import query
from explorer.command_line.naming import ViewOptions
from explorer.command_line.path_command import path
from explorer.document import Document, NamedView
from explorer.files.exports import export_data
from explorer.files.images import IMAGE_FORMATS, IMAGE_SUFFIXES, Caption, caption_of, compose_picture, composer_for
from explorer.files.opening import open_document, too_big
from explorer.pictures.drawing.display import Display
from explorer.pictures.look.style import THEMES
from explorer.pictures.scene.arranging import arrange_scene, taken_over
from explorer.pictures.scene.label_lines import Measure
from explorer.pictures.scene.staging import stage
from explorer.version import installed_version
from explorer.views.filters import is_filtered, without_filters
from explorer.views.newcomers import with_newcomers
from explorer.views.places import is_placed
from explorer.views.view import View
from explorer.views.visible import Visible, see
from graph.errors import CaseboardError, ReadError, WriteError
from graph.formats.table import EXPORTERS, writable
from graph.layout.registry import find
from graph.plugins import left_out
from graph.work.atomic import save
from graph.work.progress import finish
from resources import FOLDER

_SIZE = 1600, 1000
_DATA_SUFFIXES = " ".join(form.suffix for form in EXPORTERS.values())


@dataclass(frozen=True)
class Toolkit:
    """The functions that need Qt, passed in so that the rest works without it."""

    measure: Measure
    encode: Callable[[Display, str, float, str], bytes]
    open_window: Callable[[Sequence[str], bool], int]


class _Commands(click.Group):
    """Subcommands; any other word names a source for the window."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            return "open", self.commands["open"], args
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        plain = [arg for arg in args if arg not in ("--debug", "--anyway")]
        ctx.obj.debug, ctx.obj.anyway = "--debug" in args, "--anyway" in args
        return super().parse_args(ctx, plain or ["open"])


@dataclass
class _Run:
    toolkit: Toolkit
    debug: bool = False
    anyway: bool = False
    status: int = 0

    def open(self, source: str) -> Document:
        """The document of a source. Raises :class:`ReadError` if it would not fit into memory."""
        sentence = "" if self.anyway else too_big([source])
        if sentence:
            raise ReadError(f"{sentence} Add --anyway to open it all the same, or open it from disk in the window.")
        return finish(open_document([source]))


def run(arguments: list[str], toolkit: Toolkit) -> int:
    """Run a command line. Returns 0, 1 for missing evidence or no path, or 2 for an error."""
    state = _Run(toolkit)
    try:
        return _run(arguments, state)
    finally:
        for sentence in left_out():
            _complain(sentence)


def _run(arguments: list[str], state: _Run) -> int:
    try:
        commands.main(arguments, prog_name="caseboard", standalone_mode=False, obj=state)
    except click.ClickException as error:
        _complain(error.format_message())
        return 2
    except (CaseboardError, BrokenPipeError) as error:
        if state.debug:
            traceback.print_exc()
        _complain(str(error))
        return 2
    except (KeyboardInterrupt, click.Abort):
        _complain("Stopped.")
        return 130
    except Exception as error:
        if state.debug:
            raise
        _complain(f"Unexpected error ({type(error).__name__}: {error}). Run again with --debug to see where.")
        return 2
    return state.status


def _complain(text: str) -> None:
    click.echo("caseboard: " + " ".join(text.split()), err=True)


def _say_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"caseboard, version {installed_version()}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="Show the version.",
)
def commands() -> None:
    """Explore a knowledge graph: who is related to whom, what happened when, for how much, and where the texts say so.

    Without a command, the window opens: caseboard [SOURCE…]. SOURCE is an RDF file, or the word bromley for the graph
    that comes with the program. Add --debug anywhere to see the full report of an unexpected error, and --anyway to
    open a file that may not fit into memory.
    """


commands.add_command(path)


@commands.command("open", hidden=True)
@click.argument("sources", nargs=-1)
@click.pass_obj
def open_(state: _Run, sources: tuple[str, ...]) -> None:
    """Open the window."""
    state.status = state.toolkit.open_window(sources, state.debug)


def _view_options(command: Callable[..., None]) -> Callable[..., None]:
    """The view options, shared by export and render."""
    options = [
        click.option("--view", "file", type=click.Path(path_type=Path), help="Start with the view saved in this file."),
        click.option("--layout", help="Lay out with this layout."),
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="NAME=VALUE",
            help="Set a parameter of the layout, such as gravity=2. Repeat it for more.",
        ),
        click.option("--seed", type=int, help="Seed of the layout."),
        click.option("--hide-class", multiple=True, metavar="X", help="Hide resources of a class."),
        click.option("--only-class", multiple=True, metavar="X", help="Show only resources of these classes."),
        click.option("--hide-predicate", multiple=True, metavar="X", help="Hide relationships of a kind."),
        click.option("--focus", multiple=True, metavar="X", help="Show only the neighbourhood of this resource."),
        click.option("--hops", type=click.IntRange(0), help="Number of steps around the focus to show (1)."),
        click.option("--since", metavar="D", help="Show only dates in or after a year, month or day."),
        click.option("--until", metavar="D", help="Show only dates in or before a year, month or day."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _options(layout: str | None, **rest: Any) -> ViewOptions:
    return ViewOptions(layout=find(layout).name if layout else None, **rest)


@commands.command()
@click.argument("source")
@click.option("--measures", "measured", is_flag=True, help="Components, communities, leaders by three measures.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def info(state: _Run, source: str, measured: bool, as_json: bool) -> None:
    """Count triples, nodes, edges, classes and relationships."""
    from explorer.panels.measure_report import outline, sentences

    document = state.open(source)
    projection = document.projection
    classes = _counted([projection.classes[c].label if c >= 0 else "No class" for c in projection.node_class.tolist()])
    predicates = _counted([projection.predicates[p].label for p in projection.predicate.tolist()])
    report: dict[str, Any] = {
        "source": document.title,
        "triples": len(projection.quads),
        "nodes": projection.node_count,
        "edges": projection.edge_count,
        "became": projection.tally(),
        "passages": len(projection.passages),
        "classes": classes,
        "predicates": predicates,
        "warnings": list(document.source.warnings),
    }
    if measured:
        report["measures"] = finish(outline(projection))
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
        return
    click.echo(f"{document.title}: {report['triples']:,} triples, {report['nodes']:,} nodes, {report['edges']:,} edges")
    click.echo("  " + ", ".join(f"{count:,} {what}" for what, count in projection.tally().items()))
    for title, counts in (("Classes", classes), ("Relationships", predicates)):
        click.echo(f"{title}:")
        for label, count in counts.items():
            click.echo(f"  {count:>8,}  {label}")
    for line in sentences(report.get("measures", {})):
        click.echo(line)
    for warning in document.source.warnings:
        click.echo(warning, err=True)


def _counted(labels: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0].casefold())))


@commands.command(
    help=f"Write the data, or the part of it that a view shows.\n\nFormats: {_DATA_SUFFIXES}",
)
@click.argument("source")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="File to write; the suffix gives the format."
)
@click.option("--with-view", is_flag=True, help="Also write the view into the file (RDF).")
@_view_options
@click.pass_obj
def export(state: _Run, /, source: str, output: Path, with_view: bool, file: Path | None, **view_options: Any) -> None:
    """Write the data, or the part of it that a view shows."""
    _known_suffix(output, tuple(form.suffix for form in writable()))
    options = _options(**view_options)
    document = state.open(source)
    saved = _saved(document, file) if file else None
    whole = not options.any_filter and not (saved and is_filtered(saved.view))
    usual = without_filters(document.first_view()) if whole else View()
    view = options.applied(document.projection, saved.view if saved else usual)
    visible = see(document.projection, view)
    if options.asks_for_layout:
        view = _arranged(state.toolkit.measure, document, view, visible, 1.6)
    named_view = replace(saved or NamedView(document.title, "", view), view=view) if with_view else None
    exported = finish(export_data(document, output, None if whole else visible, view, named_view))
    click.echo(exported.sentence)


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


class _Size(click.ParamType[tuple[int, int]]):
    name = "WxH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        width, _, height = str(value).lower().partition("x")
        if width.isdigit() and height.isdigit() and 50 <= int(width) <= 20000 and 50 <= int(height) <= 20000:
            return int(width), int(height)
        return self.fail(f"“{value}” is not a size. Write it as 1600x1000, with sides from 50 to 20000.", param, ctx)


@commands.command()
@click.argument("source")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help=f"File to write: {IMAGE_SUFFIXES}."
)
@click.option(
    "--size", type=_Size(), help="Width and height in pixels. Default: those of the saved view, else 1600x1000."
)
@click.option(
    "--scale",
    type=click.FloatRange(0.25, 8),
    default=1.0,
    show_default=True,
    help="PNG pixels for each of them.",
)
@click.option("--theme", type=click.Choice(sorted(THEMES)), default="light", show_default=True)
@click.option("--caption", is_flag=True, help="Add legend, source and hidden things below the picture.")
@_view_options
@click.pass_obj
def render(
    state: _Run,
    /,
    source: str,
    output: Path,
    size: tuple[int, int] | None,
    scale: float,
    theme: str,
    caption: bool,
    file: Path | None,
    **view: Any,
) -> None:
    """Draw the first picture of the window, or the view that the options describe."""
    _known_suffix(output, tuple(IMAGE_FORMATS))
    options = _options(**view)
    document = state.open(source)
    named_view = _begun_with(document, options, file)
    camera = named_view.camera
    size = size or (_SIZE if camera is None else (max(50, round(camera.width)), max(50, round(camera.height))))
    display = _draw(state.toolkit.measure, document, options, named_view, size, theme, caption)
    save(output, state.toolkit.encode(display, output.suffix.lower(), scale, document.title))
    click.echo(f"The picture is in {output}.")


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


def _begun_with(document: Document, options: ViewOptions, file: Path | None) -> NamedView:
    """The view before the options; with filter options, the picture shows all of it."""
    changes = options.any_filter or options.asks_for_layout
    if file is not None:
        saved = _saved(document, file)
        return replace(saved, camera=None) if changes else saved
    fresh = options.any_filter or (options.asks_for_layout and not document.is_bundled)
    if fresh or not document.named_views:
        return NamedView("", "", View())
    return replace(document.named_views[0], camera=None) if changes else document.named_views[0]


def _draw(
    measure: Measure,
    document: Document,
    options: ViewOptions,
    named_view: NamedView,
    size: tuple[int, int],
    theme: str,
    caption: bool,
) -> Display:
    projection = document.projection
    view = options.applied(projection, named_view.view)
    visible = see(projection, view)
    if options.asks_for_layout or not is_placed(view, visible.drawn, projection.node_count):
        view = _arranged(measure, document, view, visible, size[0] / size[1])
    view = with_newcomers(projection, view, visible)
    return compose_picture(
        composer_for(projection, measure, visible),
        stage(projection, view, visible),
        THEMES[theme],
        width=size[0],
        height=size[1],
        camera=named_view.camera,
        caption=caption_of(document, visible, view) if caption else Caption(),
    )


@commands.command("check")
@click.argument("source")
@click.option(
    "--texts",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of the texts that evidence refers to.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def check_(state: _Run, source: str, texts: Path | None, as_json: bool) -> None:
    """Check evidence and shapes. The exit status is 1 if something is missing."""
    from graph.analysis.evidence_coverage import cover
    from graph.analysis.texts import TextLibrary

    document = state.open(source)
    shapes = FOLDER / "bromley" / "shapes.ttl"
    library = TextLibrary([texts]) if texts else None
    coverage = finish(cover(document.projection, shapes.read_bytes(), library))
    state.status = 0 if coverage.is_complete else 1
    if as_json:
        click.echo(json.dumps(coverage.as_json(), ensure_ascii=False, indent=1))
        return
    click.echo(f"{coverage.with_evidence:,} of {coverage.resources:,} resources have evidence.")
    click.echo(f"{coverage.statements_with_evidence:,} of {coverage.statements:,} statements have evidence.")
    for name in (*coverage.without, *coverage.statements_without):
        click.echo(f"  no evidence: {name}")
    for violation in coverage.violations:
        click.echo(f"  {violation}")
    click.echo("Nothing is missing." if coverage.is_complete else "Something is missing.")


@commands.command("cache")
@click.option("--clear", is_flag=True, help="Remove all of them.")
def cache_(clear: bool) -> None:
    """List the sources stored on disk, with their sizes."""
    from graph.store.folder import StoreFolder

    stores = StoreFolder()
    kept = stores.sources()
    for each in kept:
        click.echo(f"{each.size / (1 << 20):>10,.1f} MB  {each.triples:>14,} triples  {each.path or each.title}")
        if clear:
            stores.remove(each.key)
    total = sum(each.size for each in kept) / (1 << 20)
    click.echo(f"{total:,.1f} MB in {stores.folder}{' were removed' if clear else ''}.")


commands.add_command(query)
