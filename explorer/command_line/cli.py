"""Command line: the same code as the window, without a window."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from explorer.command_line.bundle_command import bundle
from explorer.command_line.check_command import check
from explorer.command_line.diff_command import diff
from explorer.command_line.path_command import path
from explorer.command_line.query_command import query
from explorer.command_line.run import Run, Toolkit, known_options, language_option
from explorer.command_line.standard_input import with_input
from explorer.command_line.view_commands import export, render
from explorer.files.opening import OpenOptions
from explorer.version import installed_version
from graph.errors import CaseboardError
from graph.plugins import left_out
from graph.rdf.source import REGIMES
from graph.work.progress import finish

if TYPE_CHECKING:
    from explorer.document import Document
    from explorer.views.view import View
    from explorer.views.visible import Visible
    from graph.model.projection import Projection
    from graph.rdf.source import Regime


class _Commands(click.Group):
    """Subcommands; any other word names a source for the window."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            return "open", self.commands["open"], args
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        args, contexts = _with_contexts(args)
        args, infer = _with_rules(args)
        plain = [arg for arg in args if arg not in ("--debug", "--anyway", "--recover", "--schema")]
        ctx.obj.debug = "--debug" in args
        ctx.obj.options = OpenOptions(
            recover="--recover" in args,
            schema="--schema" in args or None,
            contexts=contexts,
            anyway="--anyway" in args,
            infer=infer,
        )
        return super().parse_args(ctx, _languages_last(plain) or ["open"])


def _languages_last(args: list[str]) -> list[str]:
    """The arguments with ``--language TAG`` at their end where it stands before the command or the source."""
    count = 0
    while count < len(args) and args[count].startswith("--language"):
        count += 1 if "=" in args[count] else 2
    return args[count:] + args[:count]


def _with_contexts(args: list[str]) -> tuple[list[str], frozenset[Path]]:
    """The arguments without ``--allow-context FILE``, and those files."""
    rest, contexts, given = [], [], iter(args)
    for arg in given:
        name, equals, value = arg.partition("=")
        if name == "--allow-context":
            contexts.append(value if equals else next(given, ""))
        else:
            rest.append(arg)
    if "" in contexts:
        raise click.UsageError("Name the file of the context after --allow-context.")
    return rest, frozenset(map(Path, contexts))


def _with_rules(args: list[str]) -> tuple[list[str], Regime | None]:
    """The arguments without ``--infer RULES``, and these rules."""
    rest, wanted, given = [], list[str](), iter(args)
    for arg in given:
        name, equals, value = arg.partition("=")
        if name == "--infer":
            wanted.append(value if equals else next(given, ""))
        else:
            rest.append(arg)
    infer = next((by for by in REGIMES if wanted and by == wanted[-1].casefold()), None)
    if wanted and infer is None:
        raise click.UsageError("Say by which rules to infer, after --infer: rdfs or owlrl.")
    return rest, infer


def run(arguments: list[str], toolkit: Toolkit) -> int:
    """Run a command line. Returns 0, 1 for missing evidence or no path, or 2 for an error."""
    state = Run(toolkit)
    try:
        return _run(arguments, state)
    finally:
        for sentence in left_out():
            _complain(sentence)


def _run(arguments: list[str], state: Run) -> int:
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

    Without a command, the window opens: caseboard [SOURCE…]. SOURCE is an RDF file, a folder or ZIP archive of
    them, an exploration, - for standard input, or the word bromley for the graph that comes with the program. Add
    --debug anywhere to see the full report of an unexpected error, and --anyway to open a file that may not fit
    into memory, and --recover to open a file with mistakes without the statements that hold them; stderr then lists
    their places. --allow-context FILE reads a JSON-LD context from a file beside the source. --schema draws
    classes, properties and shapes where they do not outweigh the data. --infer rdfs|owlrl draws what follows by
    RDFS or OWL 2 RL. --language TAG puts names in this language first. All of them work for the window, too.
    """


commands.add_command(path)
commands.add_command(export)
commands.add_command(diff)
commands.add_command(render)
commands.add_command(bundle)


@commands.command("open", hidden=True)
@click.argument("sources", nargs=-1)
@language_option
@click.pass_obj
def open_(state: Run, sources: tuple[str, ...]) -> None:
    """Open the window."""
    state.status = state.toolkit.open_window(with_input(sources), state.debug, state.options)


@commands.command()
@click.argument("sources", nargs=-1, required=True)
@language_option
@click.option(
    "--measures", "measured", is_flag=True, help="Also show components, communities and the leaders by three measures."
)
@known_options
@click.option("--refresh", is_flag=True, help="Look at an endpoint anew, instead of showing the overview in the cache.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def info(
    state: Run, sources: tuple[str, ...], measured: bool, as_known: str | None, known_from_start: bool, refresh: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Count triples, nodes, edges, classes and relationships."""
    from explorer.command_line.measure_report import outline
    from explorer.command_line.naming import as_known as view_as_known
    from explorer.panels.facets import count_facets
    from explorer.views.view import View
    from explorer.views.visible import see
    from graph.analysis.disagreement import disagreements
    from graph.analysis.disagreement_kinds import KIND_WORDS, Kind

    document = state.looked_at(sources, refresh)
    if document.server is not None:
        from explorer.command_line.server_info import lines_of, report_of

        found = report_of(document.server)
        click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else "\n".join(lines_of(found)))
        return
    projection = document.projection
    view = view_as_known(View(), as_known, known_from_start)
    visible = see(projection, view)
    facets = count_facets(projection, view, visible)
    report: dict[str, Any] = {
        "source": document.title,
        "triples": projection.triple_count,
        **({} if projection.inferred is None else {"inferred": _inferred(projection)}),
        "nodes": len(visible.nodes),
        "edges": len(visible.edges),
        "became": projection.tally(),
        "passages": len(projection.passages),
        "classes": {line.label: line.shown for line in facets.classes if line.shown},
        "predicates": {line.label: line.shown for line in facets.predicates if line.shown},
        "warnings": list(document.source.warnings),
    }
    fetched = _fetched(document)
    if fetched:
        report["fetched"] = fetched
    if as_known is not None:
        report |= _known_by(projection, view, visible)
    said = disagreements(projection)
    report["disagreements"] = {KIND_WORDS[kind][1]: len(said.of(kind)) for kind in Kind}
    if measured:
        report["measures"] = finish(outline(projection, None if as_known is None else visible))
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
        return
    for line in _in_words(document, report, said.told if said.found else ""):
        click.echo(line)
    for warning in document.source.warnings:
        click.echo(warning, err=True)


def _in_words(document: Document, report: Mapping[str, Any], disagreements: str) -> Iterator[str]:
    """The report on a document in lines."""
    from explorer.command_line.measure_report import sentences
    from explorer.panels.inference import inferred_in_words

    yield f"{document.title}: {report['triples']:,} triples, {report['nodes']:,} nodes, {report['edges']:,} edges"
    yield "  " + ", ".join(f"{count:,} {what}" for what, count in report["became"].items())
    for each in report.get("fetched", ()):
        yield f"Fetched from {each['url']} on {each['time'][:10]}, SHA-256 {each['sha256']}."
    for title, key in (("Classes", "classes"), ("Relationships", "predicates")):
        yield f"{title}:"
        yield from (f"  {count:>8,}  {label}" for label, count in report[key].items())
    if document.projection.inferred is not None:
        yield inferred_in_words(document.projection)
    if disagreements:
        yield disagreements
    yield from (*report.get("known", ()), *sentences(report.get("measures", {})))


def _fetched(document: Document) -> list[dict[str, str]]:
    """Address, SHA-256 and time of the files of a document that came from the web."""
    from explorer.files.web.fetched import is_fetched

    paths = [path for path in getattr(document.source, "paths", ()) if is_fetched(path)]
    if not paths:
        return []
    from graph.web.fetching import fetched_as

    found = [each for path in paths if (each := fetched_as(path))]
    return [{"url": each.url, "sha256": each.sha256, "time": each.time} for each in found]


def _inferred(projection: Projection) -> dict[str, Any]:
    """The rules, and the number of triples and of relationships that follow by them."""
    assert projection.inferred is not None
    relationships = int(projection.edge_inferred.sum())
    return {"by": projection.inferred.by, "triples": projection.inferred.count, "relationships": relationships}


def _known_by(projection: Projection, view: View, visible: Visible) -> dict[str, Any]:
    """The counts of triples and passages of a view as of a day, and how it counts."""
    from explorer.files.parts import leaving
    from explorer.views.hiding.known import known_words, later_in

    _, rows = leaving(projection, visible, view)
    rows = rows[projection.is_first[rows]]
    later = later_in(projection, view).documents
    return {
        "triples": len(rows),
        "became": projection.tally(rows),
        "passages": int((~later[projection.passage_document]).sum()),
        "known": [*known_words(projection, view), visible.summary()],
    }


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
commands.add_command(check)
