"""Write docs/conformance.md: the W3C suites through the program's reader, passes per suite, and each failure explained.

``python .ci/conformance.py --write`` runs every test; the suites lie at ../shared/w3c-tests.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from textwrap import wrap

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.test_conformance import KNOWN, SUITES, Case, fails, jsonld_cases, w3c_cases  # noqa: E402

PAGE = ROOT / "docs" / "conformance.md"
CANNOT_RUN = frozenset({"0118", "e075", "er56"})
"""Tests whose own files cannot be read by the comparison."""
HEAD = """# Conformance

The W3C test suites through the reader of Caseboard. Of a test that must be read, the quads are compared with the
expected ones as canonical datasets; a test that must be refused has to end in a sentence. Suites: w3c/rdf-tests at
ad541a5 and w3c/json-ld-api at 92f0770. `python .ci/conformance.py --write` runs them all and writes this page;
`tests/test_conformance.py` holds every result below, also that each failure still fails.

| suite | tests | pass | fail |
|---|---:|---:|---:|
"""


def every_case() -> dict[str, list[Case]]:
    """The tests of each suite: “RDF 1.1, rdf-turtle”."""
    found: dict[str, list[Case]] = defaultdict(list)
    for suite, name in (("rdf11", "RDF 1.1"), ("rdf12", "RDF 1.2")):
        for case in w3c_cases(suite):
            found[f"{name}, {case.key.split('/')[1]}"].append(case)
    found["JSON-LD 1.1, toRdf"] = list(jsonld_cases())
    return found


def failures(cases: list[Case]) -> list[Case]:
    """The tests that fail."""
    return [case for case in cases if case.key in CANNOT_RUN or fails(case) is not None]


def page() -> str:
    """The page, made by running every test. Raises KeyError for a failure without an explanation."""
    lines, why = [], defaultdict[str, list[str]](list)
    total = passed = 0
    for name, cases in every_case().items():
        failed = failures(cases)
        total, passed = total + len(cases), passed + len(cases) - len(failed)
        lines.append(f"| {name} | {len(cases):,} | {len(cases) - len(failed):,} | {len(failed):,} |")
        for case in failed:
            why[KNOWN[case.key]].append(case.key)
    lines.append(f"| all | {total:,} | {passed:,} | {total - passed:,} |")
    said = [
        f"- {reason[0].upper()}{reason[1:]}: {', '.join(f'`{key}`' for key in keys)}." for reason, keys in why.items()
    ]
    return HEAD + "\n".join(lines) + "\n\n## Failures\n\n" + "\n".join(said) + "\n"


def _item(text: str) -> str:
    return "\n".join(wrap(text, 120, initial_indent="- ", subsequent_indent="  ", break_long_words=False))


def main() -> int:
    """Write the page, or say whether it is as it would be written."""
    if not SUITES.is_dir():
        print(f"The W3C suites are not at {SUITES}.")
        return 1
    text = page()
    if "--write" in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/conformance.md is not as the suites have it: run python .ci/conformance.py --write")
    return 1


if __name__ == "__main__":
    sys.exit(main())
