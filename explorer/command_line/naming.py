"""Names on the command line: IRIs, CURIEs or labels of classes, predicates and resources, resolved to ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from explorer.views.view import Clock, View
from graph.errors import NameUnknownError
from graph.layout import Setting
from graph.layout.parameters import write_setting
from graph.layout.registry import find
from graph.model.build import superclasses
from graph.model.projection import Projection
from graph.rdf.values import to_days
from graph.rdf.vocabulary import known


def find_classes(projection: Projection, name: str) -> frozenset[int]:
    """Classes with this name; a resource counts under each of its classes."""
    return _match(projection, name, [(c.iri, c.label) for c in projection.classes], "class")


def classes_below(projection: Projection, wanted: frozenset[int]) -> frozenset[int]:
    """These classes, and those that the source or a bundled vocabulary declares to be below one of them."""
    vocabulary = known().with_superclasses(superclasses(projection.quads))
    above = {projection.classes[c].iri for c in wanted}
    return wanted | {
        c for c, info in enumerate(projection.classes) if not above.isdisjoint(vocabulary.ancestors(info.iri))
    }


def find_predicates(projection: Projection, name: str) -> frozenset[int]:
    """Predicates with this name."""
    return _match(projection, name, [(p.iri, p.label) for p in projection.predicates], "relationship")


def find_resources(projection: Projection, name: str) -> frozenset[int]:
    """Resources with this name; several if they share a label."""
    return _match(projection, name, list(zip(projection.iris, projection.labels)), "resource")


def _match(projection: Projection, name: str, known: Sequence[tuple[str, str]], what: str) -> frozenset[int]:
    text = name.strip()
    iri = projection.prefixes.expand(text.strip("<>"))
    by_iri = frozenset(i for i, (known_iri, _) in enumerate(known) if known_iri in (iri, text.strip("<>")))
    if by_iri:
        return by_iri
    folded = text.casefold()
    by_label = frozenset(i for i, (_, label) in enumerate(known) if label.casefold() == folded)
    if by_label:
        return by_label
    near = nearest(text, [label for _, label in known])
    hint = f" The closest are {near}." if near else ""
    raise NameUnknownError(f"There is no {what} “{name}” in this data.{hint}")


def nearest(text: str, names: Iterable[str], most: int = 3) -> str:
    """The names most like ``text``, quoted and joined by commas; "" if none is similar."""
    import difflib

    originals = {name.casefold(): name for name in reversed(list(names))}
    folded = text.casefold()
    close = difflib.get_close_matches(folded, list(originals), n=most, cutoff=0.45)
    close += [name for name in originals if folded in name and name not in close]
    return ", ".join(f"“{originals[name]}”" for name in close[:most])


def as_known(view: View, day: str | None, from_start: bool = False) -> View:
    """``view`` as of a day, month or year to its end, or as it is for None. Raises NameUnknownError for other words."""
    if day is None:
        if from_start:
            raise NameUnknownError("--known-from-start says how --as-known counts. Add --as-known with a date.")
        return view
    try:
        return view._replace(known=to_days(day, end=True), known_from_start=from_start)
    except ValueError as error:
        raise NameUnknownError(str(error)) from None


@dataclass(frozen=True)
class ViewOptions:
    """The view options of the command line, as typed."""

    layout: str | None = None
    settings: tuple[str, ...] = ()
    seed: int | None = None
    hide_class: tuple[str, ...] = ()
    only_class: tuple[str, ...] = ()
    hide_predicate: tuple[str, ...] = ()
    fold: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    hops: int | None = None
    since: str | None = None
    until: str | None = None
    clock: Clock | None = None
    undated: str | None = None
    as_known: str | None = None
    known_from_start: bool = False

    @property
    def any_filter(self) -> bool:
        """True if any option hides something."""
        given = self.hide_class, self.only_class, self.hide_predicate, self.focus, self.since, self.until, self.undated
        return any(given) or self.as_known is not None

    @property
    def asks_for_layout(self) -> bool:
        """True if the options ask for a new layout."""
        return self.layout is not None or self.seed is not None or bool(self.settings)

    def applied(self, projection: Projection, view: View) -> View:
        """``view`` with these options applied. Raises NameUnknownError for a name that the data lacks."""
        hidden = set(view.hidden_classes)
        if self.only_class:
            every = set(range(-1, len(projection.classes)))
            hidden = every - set().union(*(find_classes(projection, name) for name in self.only_class))
        for name in self.hide_class:
            hidden |= classes_below(projection, find_classes(projection, name))
        predicates = set(view.hidden_predicates)
        for name in self.hide_predicate:
            predicates |= find_predicates(projection, name)
        folded = view.folded_classes.union(*(find_classes(projection, name) for name in self.fold))
        focus = view.focus
        for name in self.focus:
            focus |= find_resources(projection, name)
        view = as_known(view, self.as_known, self.known_from_start)
        return view._replace(
            hidden_classes=frozenset(hidden),
            hidden_predicates=frozenset(predicates),
            folded_classes=folded,
            focus=focus,
            hops=view.hops if self.hops is None else self.hops,
            dates=self._dates(view),
            clock=self.clock or view.clock,
            undated=view.undated if self.undated is None else self.undated == "keep",
            layout=self.layout or view.layout,
            settings=self._settings(view),
            seed=view.seed if self.seed is None else self.seed,
            naming=projection.naming,
        )

    def _settings(self, view: View) -> tuple[tuple[str, Setting], ...]:
        layout = find(self.layout or view.layout)
        kept = [write_setting(*setting) for setting in view.settings] if layout.name == view.layout else []
        return layout.read_settings([*kept, *self.settings])

    def _dates(self, view: View) -> tuple[float, float] | None:
        if not self.since and not self.until:
            return view.dates
        try:
            low = to_days(self.since) if self.since else float("-inf")
            high = to_days(self.until, end=True) if self.until else float("inf")
        except ValueError as error:
            raise NameUnknownError(str(error)) from None
        if low >= high:
            raise NameUnknownError(
                f"--since {self.since} is after --until {self.until}, so the picture would be empty."
            )
        return low, high
