"""Failures that the user sees, each in one plain sentence: what happened, where, and what to do."""


class CaseboardError(Exception):
    """Its text is a whole sentence for the user; nothing about the program's insides."""


class ReadError(CaseboardError):
    """A source could not be read."""


class WriteError(CaseboardError):
    """A file could not be written; what was there before is untouched."""


class MeasureError(CaseboardError):
    """A measure cannot be taken of this graph; nothing changed."""


class PathError(CaseboardError):
    """Paths cannot be looked for as asked; that there are none is no error."""


class LayoutError(CaseboardError):
    """A layout cannot arrange this graph; nothing moved."""


class NameUnknownError(CaseboardError):
    """A class, predicate, layout or resource that the data does not have; names the nearest ones."""
