"""``caseboard path``: paths between two resources, in sentences or as JSON."""

from __future__ import annotations

import json
from typing import Any

import click

from explorer.command_line.naming import as_known as view_as_known
from explorer.command_line.naming import find_predicates, find_resources
from explorer.command_line.run import Run, known_options, language_option
from explorer.panels.paths.findings import Finding, to_finding
from explorer.panels.paths.notes import Notes
from explorer.panels.paths.notes import cite as cited
from explorer.panels.paths.search import Leg, Question, Strength, find_routes
from explorer.views.view import View
from explorer.views.visible import see
from graph.analysis.paths import MOST_STEPS, Kind
from graph.errors import NameUnknownError
from graph.model.projection import Projection
from graph.work.progress import finish


def _sign(_: click.Context, __: click.Parameter, value: str) -> str:
    """A letter, a figure or both, as typed in either case."""
    from graph.rdf.grade import is_sign

    sign = value.strip().upper()
    if sign and not is_sign(sign):
        raise click.BadParameter(f"“{value}” is no grade. Grades are A to F, 1 to 6, or both: B2.")
    return sign


@click.command("path")
@click.argument("source")
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@language_option
@click.option("--hops", type=click.IntRange(1, MOST_STEPS), default=4, show_default=True, help="Most steps of a path.")
@click.option("--predicate", multiple=True, metavar="X", help="Follow only relationships of this kind.")
@click.option("--directed", is_flag=True, help="Follow relationships only from subject to object.")
@click.option("--all", "every", is_flag=True, help="All paths up to that many steps, not only the shortest.")
@click.option("--best", type=click.IntRange(1, 100), metavar="K", help="The K best paths, which avoid hubs, instead.")
@click.option(
    "--supported",
    type=click.IntRange(1, 100),
    metavar="K",
    help="The K paths with the best supported weakest link instead, by origins, then passages, grades, and length.",
)
@click.option(
    "--min-origins",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Follow only relationships with at least N origins; best supported paths first, unless --all or --best.",
)
@click.option(
    "--min-grade",
    metavar="G",
    default="",
    callback=_sign,
    help="Follow only relationships graded at least so, like B2, B or 2; best supported paths first.",
)
@click.option("--cite", is_flag=True, help="Number the sentences, with footnotes that say what each step rests on.")
@click.option("--values", is_flag=True, help="Go through values too: concepts such as a status.")
@known_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def path(
    state: Run,
    source: str,
    start: str,
    end: str,
    hops: int,
    predicate: tuple[str, ...],
    directed: bool,
    every: bool,
    best: int | None,
    supported: int | None,
    min_origins: int,
    min_grade: str,
    cite: bool,
    values: bool,
    as_known: str | None,
    known_from_start: bool,
    as_json: bool,
) -> None:
    """Find the shortest paths between two resources.

    FROM and TO are IRIs, CURIEs or labels. The exit status is 1 if there is no path.
    """
    if bool(every) + bool(best) + bool(supported) > 1:
        raise click.UsageError("--all, --best and --supported exclude each other. Use one of them.")
    document = state.open(source)
    joined = None
    if document.server is not None:
        from explorer.files.web.endpoints import with_joined

        document, joined, start, end = state.follow(with_joined(document, start, end, hops))
    projection = document.projection
    pair = _resource(projection, start), _resource(projection, end)
    predicates = frozenset[int]().union(*(find_predicates(projection, name) for name in predicate))
    question = Question(
        kind=_kind(every, bool(best), bool(supported or min_origins or min_grade)),
        hops=hops,
        best=best or supported or 10,
        directed=directed,
        predicates=predicates if predicate else None,
        whole=as_known is None,
        values=values,
        min_origins=min_origins,
        min_grade=min_grade,
    )
    view = view_as_known(View(), as_known, known_from_start)
    answer = finish(find_routes(projection, see(projection, view), [pair], question))
    (leg,) = answer.legs
    state.status = 0 if leg.found else 1
    finding = to_finding(projection, answer, leg, document.source)
    notes = cited(projection, leg.routes) if cite else None
    if as_json:
        report = _report(projection, finding, leg, notes)
        if joined is not None:
            whole = finding.is_all and joined.is_all and finding.kind == "shortest"
            report |= {"complete": whole, "looked": joined.sentence}
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
        return
    if joined is not None:
        click.echo(joined.sentence, err=True)
    click.echo(f"{finding.title}: {finding.sentence}.")
    for line in [f"  {kept.sentence}" for kept in finding.paths] if notes is None else [notes.text]:
        click.echo(line)


def _kind(every: bool, best: bool, supported: bool) -> Kind:
    return "all" if every else "best" if best else "supported" if supported else "shortest"


def _resource(projection: Projection, name: str) -> int:
    """The one resource with this name. Raises NameUnknownError for none or several."""
    found = sorted(find_resources(projection, name))
    if len(found) > 1:
        iris = ", ".join(projection.prefixes.shorten(projection.iris[node]) for node in found[:3])
        more = f" and {len(found) - 3:,} more" if len(found) > 3 else ""
        raise NameUnknownError(f"{len(found):,} resources are called “{name}”. Use the IRI of one: {iris}{more}.")
    return found[0]


def _report(projection: Projection, finding: Finding, leg: Leg, notes: Notes | None) -> dict[str, Any]:
    from explorer.panels.paths.disputed import is_disputed

    cited = {} if notes is None else {"sentences": list(notes.sentences), "footnotes": list(notes.footnotes)}
    return {
        "source": finding.source,
        "hashes": list(finding.hashes),
        "when": finding.when,
        "from": {"iri": finding.start, "label": finding.start_label},
        "to": {"iri": finding.end, "label": finding.end_label},
        "kind": finding.kind,
        "hops": finding.hops,
        "directed": finding.directed,
        "predicates": list(finding.predicates),
        "min_origins": finding.min_origins,
        "min_grade": finding.min_grade,
        "found": finding.found,
        "complete": finding.is_all,
        "sentence": finding.sentence,
        "asked": finding.asked,
        "paths": [
            {
                "sentence": kept.sentence,
                "ties": len(route.steps),
                "cost": round(route.cost, 6),
                "weakest": _strength(route.weakest),
                "resources": list(kept.resources),
                "steps": [
                    {
                        "statements": [list(triple) for triple in triples],
                        "passages": step.passages,
                        "strongest": _strength(step.strength),
                        "disputed": is_disputed(projection, step.statements),
                    }
                    for triples, step in zip(kept.statements, route.steps, strict=True)
                ],
            }
            for kept, route in zip(finding.paths, leg.routes, strict=True)
        ],
        **cited,
    }


def _strength(found: Strength) -> dict[str, int | str]:
    graded: dict[str, int | str] = {"grade": found.sign} if found.rank else {}
    return {"origins": found.origins, "passages": found.passages, **graded}
