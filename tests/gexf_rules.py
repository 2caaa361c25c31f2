"""The rules of GEXF 1.3 for what Caseboard writes, after its RELAX NG schema (gephi/gexf on GitHub, specs/1.3).

The schema itself holds more; files of this program were also checked against it with lxml.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element

GEXF, VIZ = "{http://gexf.net/1.3}", "{http://gexf.net/1.3/viz}"
_DATE = r"-?(?:[1-9]\d{4,}|\d{4})-\d\d-\d\d"
_TIMES = {"date": _DATE, "dateTime": _DATE + r"T\d\d:\d\d:\d\d"}
_FLOAT, _CHANNEL = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", r"\d|\d\d|1\d\d|2[0-4]\d|25[0-5]"
_TYPES = {
    "long": r"-?\d+", "double": _FLOAT, "boolean": "true|false", "string": r"[\s\S]*", "liststring": r"\[[\s\S]*\]",
}  # fmt: skip


class _Rule(NamedTuple):
    """The attributes that an element must and may have, as patterns, and the elements inside, each once at most."""

    must: dict[str, str]
    may: dict[str, str]
    inside: tuple[str, ...] = ()


_ANY = r"[\s\S]*"
_PLACED = {"x": _FLOAT, "y": _FLOAT}
_SIZE = _Rule({"value": r"\d+\.\d\d"}, {})
_LOOK = (GEXF + "attvalues", VIZ + "color", VIZ + "shape")


def _rules(time: str) -> dict[str, _Rule]:
    span = {"start": time, "end": time} if time else {}
    return {
        GEXF + "node": _Rule({"id": _ANY, "label": _ANY}, span, (*_LOOK, VIZ + "position", VIZ + "size")),
        GEXF + "edge": _Rule(
            {"id": _ANY, "source": _ANY, "target": _ANY},
            {"label": _ANY, "kind": _ANY, **span},
            (*_LOOK, VIZ + "thickness"),
        ),
        VIZ + "color": _Rule(dict.fromkeys("rgb", _CHANNEL), {}),
        VIZ + "position": _Rule(_PLACED, {"z": _FLOAT}),
        VIZ + "size": _SIZE,
        VIZ + "thickness": _SIZE,
    }


def check_gexf(root: Element) -> None:
    """Fail where a file breaks a rule."""
    assert root.tag == GEXF + "gexf" and root.get("version") == "1.3"
    assert [child.tag for child in root] == [GEXF + "meta", GEXF + "graph"]
    graph = root[1]
    assert graph.get("defaultedgetype") == "directed"
    assert [child.tag for child in graph] == [GEXF + name for name in ("attributes", "attributes", "nodes", "edges")]
    formats = {"static": None, "dynamic": graph.get("timeformat")}
    time = formats[graph.get("mode", "static")]
    types = {part.get("class"): {a.get("id"): a.get("type") for a in part} for part in graph[:2]}
    assert list(types) == ["node", "edge"] and all(set(kinds.values()) <= set(_TYPES) for kinds in types.values())
    shapes = {GEXF + "node": {"disc", "square", "triangle", "diamond"}, GEXF + "edge": {"solid", "dotted", "dashed"}}
    rules = _rules(_TIMES[time] if time else "")
    for part in graph[2:]:
        ids = [row.get("id") for row in part]
        assert len(set(ids)) == len(ids)
        for row in part:
            _check(row, rules)
            assert {shape.get("value") for shape in row.iter(VIZ + "shape")} <= shapes[row.tag]
            for value in row.iter(GEXF + "attvalue"):
                kind = types[row.tag.removeprefix(GEXF)][value.get("for")]
                assert re.fullmatch(_TYPES[str(kind)], value.get("value", "")), (kind, value.get("value"))
    known = {row.get("id") for row in graph[2]}
    assert all({row.get("source"), row.get("target")} <= known for row in graph[3])


def _check(element: Element, rules: dict[str, _Rule]) -> None:
    rule = rules.get(element.tag)
    if rule is None:
        return
    assert set(rule.must) <= set(element.attrib) <= {*rule.must, *rule.may}, element.attrib
    for name, value in element.attrib.items():
        assert re.fullmatch((rule.must | rule.may)[name], value), (element.tag, name, value)
    inside = [child.tag for child in element]
    assert len(set(inside)) == len(inside) and set(inside) <= set(rule.inside), inside
    for child in element:
        _check(child, rules)
