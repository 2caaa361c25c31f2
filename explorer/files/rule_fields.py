"""Style rules of a view as records in IRIs and column keys, and back."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.views.rules import NODES, Categories, Fixed, Mapping, Rule, Rules, Scale, Where
from graph.errors import ReadError
from graph.rdf.terms import CBV
from graph.saved.records import Name, Record, Value

_NAMED = ("class", "predicate")
"""Keys whose values are IRIs."""
_NO_CLASS = CBV + "NoClass"


class RulesField:
    """The rules of a view, in order; the data need not have the things they name."""

    def write(self, value: Rules, _: object) -> Iterable[tuple[str, Value]]:
        for rule in value:
            said: list[tuple[str, Value]] = [("channel", rule.channel), ("target", rule.target), ("isOn", rule.on)]
            if rule.where.key:
                said.append(("condition", _condition(rule.where)))
            look = rule.look
            if isinstance(look, Fixed):
                said.append(("look", look.value if isinstance(look.value, str) else float(look.value)))
            elif isinstance(look, Categories):
                said.append(("key", look.key))
                for text, one in look.looks:
                    said.append(("case", Record("Case", (("value", _value(look.key, text)), ("look", one)))))
                said += [(term, one) for term, one in (("othersLook", look.others), ("bareLook", look.bare)) if one]
            else:
                said.append(("scale", _scale(look)))
            yield "rule", Record("Rule", tuple(said))

    def read(self, record: Record, _: object) -> Rules:
        return tuple(_rule(part) for part in record.records("rule"))


def _value(key: str, value: str) -> Value:
    return Name(value or _NO_CLASS) if key in _NAMED else value


def _plain(record: Record) -> str | None:
    """The value in a record, None without one."""
    found = record.all("value")
    if not found:
        return None
    value = found[0]
    if isinstance(value, Name):
        return "" if value.iri == _NO_CLASS else value.iri
    return str(value)


def _condition(where: Where) -> Record:
    said: list[tuple[str, Value]] = [("key", where.key)]
    if where.value is not None:
        said.append(("value", _value(where.key, where.value)))
    said += [(term, float(end)) for term, end in (("from", where.low), ("to", where.high)) if end is not None]
    return Record("Condition", tuple(said))


def _scale(look: Scale) -> Record:
    ends: list[tuple[str, Value]] = [("key", look.key), ("from", float(look.low)), ("to", float(look.high))]
    ends += [("curve", look.curve), ("least", float(look.least)), ("most", float(look.most))]
    ends += [(term, text) for term, text in (("palette", look.palette), ("bareLook", look.bare)) if text]
    return Record("Scale", tuple(ends))


def _rule(record: Record) -> Rule:
    conditions = record.records("condition")
    where = _where(conditions[0]) if conditions else Where()
    channel, target = record.one("channel", ""), record.one("target", NODES)
    try:
        return Rule(channel, _look(record), where, target, record.one("isOn", True))
    except ValueError as error:
        raise ReadError(f"The view has an unknown style rule: {error}") from None


def _where(record: Record) -> Where:
    low, high = (record.one(term, 0.0) if record.all(term) else None for term in ("from", "to"))
    return Where(record.one("key", ""), _plain(record), low, high)


def _look(record: Record) -> Mapping:
    scales, looks = record.records("scale"), record.all("look")
    if scales:
        part = scales[0]
        return Scale(
            part.one("key", ""), part.one("from", 0.0), part.one("to", 0.0), part.one("curve", "linear"),
            part.one("palette", ""), part.one("least", 0.0), part.one("most", 0.0), part.one("bareLook", ""),
        )  # fmt: skip
    if looks:
        return Fixed(looks[0] if isinstance(looks[0], str | float) else float(str(looks[0])))
    cases = ((_plain(case) or "", case.one("look", "")) for case in record.records("case"))
    return Categories(record.one("key", ""), tuple(cases), record.one("othersLook", ""), record.one("bareLook", ""))
