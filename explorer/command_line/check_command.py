"""``caseboard check``: evidence, values and shapes of a source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explorer.command_line.run import Run
from graph.analysis.findings import LOOK

if TYPE_CHECKING:
    from graph.analysis.evidence_coverage import Rules, SupportCounts
    from graph.checking.report import Report


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
    help="Folder of the texts that evidence refers to, to compare with the words of each passage.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def check(state: Run, source: str, shapes: Path | None, texts: Path | None, as_json: bool) -> None:
    """Check evidence, values, shapes, disagreements, and with --texts the words of passages.

    The exit status is 1 if something is missing or wrong; what only deserves a look leaves it at 0.
    """
    from graph.analysis.texts import TextLibrary
    from graph.checking.report import check_all, rules_for
    from graph.work.process import Worker

    document = state.open(source)
    rules = rules_for(document.projection.stated, shapes)
    with Worker() as worker:
        library = TextLibrary([texts], still=True, worker=worker) if texts else None
        report = state.follow(check_all(document.projection, rules, library, worker))
    state.status = 0 if report.is_right else 1
    if as_json:
        click.echo(json.dumps(report.as_json(document.projection), ensure_ascii=False, indent=1))
        return
    for line in _lines(report, rules):
        click.echo(line)


def _lines(report: Report, rules: list[Rules]) -> list[str]:
    coverage, comparison = report.coverage, report.comparison
    if coverage.has_evidence:
        lines = [
            f"{coverage.with_evidence:,} of {coverage.resources:,} resources that need evidence have it.",
            f"{coverage.statements_with_evidence:,} of {coverage.statements:,} statements that need evidence have it.",
            "Concepts, texts and statements about them need none.",
            *_support_lines(coverage.support),
        ]
    else:
        lines = ["No resource and no statement has evidence."]
    if not rules:
        lines.append("The source has no shapes; --shapes FILE names some to judge it by.")
    elif not coverage.shapes:
        lines.append("Nothing in the source is a target of the shapes.")
    if comparison is not None:
        texts = f"{comparison.found:,} text{'' if comparison.found == 1 else 's'} found"
        lines.append(f"{texts}, {comparison.missing:,} missing, {comparison.changed:,} changed.")
    lines.append(report.disagreements.told)
    lines += [f"  {finding.kind}: {finding.sentence}" for findings in report.said.values() for finding in findings]
    lines += [f"  no evidence: {finding.sentence}" for finding in (*coverage.without, *coverage.statements_without)]
    lines += [f"  {finding.sentence}" for finding in coverage.violations]
    lines += [f"  {finding.severity}: {finding.sentence}" for finding in report.findings]
    return [*lines, _closing(report)]


def _support_lines(support: SupportCounts) -> list[str]:
    """Numbers of statements by passages, texts and origins, and the origins on which alone most of them rest."""
    words = "; ".join(
        f"{one:,}{' statements rest' if name == 'passage' else ''} on one {name} and {more:,} on more"
        for name, (_, one, more) in zip(("passage", "text", "origin"), support[:3], strict=True)
    )
    return [f"{words}.", *([support.told] if support.told else [])]


def _closing(report: Report) -> str:
    """The last line: whether all is right, and the number of places that deserve a look."""
    looks = sum(finding.severity == LOOK for finding in report.findings)
    if not report.is_right:
        is_wrong = report.coverage.violations or (report.comparison is not None and report.comparison.is_wrong)
        return "Something is wrong." if is_wrong else "Something is missing."
    right = "Nothing is missing" if report.coverage.has_evidence else "Nothing is wrong"
    if looks:
        return f"{right}; {looks:,} place{'s deserve' if looks > 1 else ' deserves'} a look."
    return f"{right}."
