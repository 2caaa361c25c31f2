"""Failures that the user sees, each in one plain sentence: what happened, where, and what to do.

    CaseboardError
     ├─ ReadError                a source could not be read
     │   ├─ ReadSyntaxError      … because it breaks the rules of its format    graph.reading.refusals
     │   ├─ TooLargeError        … because it unpacks to more than fits         graph.reading.limits
     │   ├─ OtherKindError       … because it is no RDF                         graph.reading.other_kinds
     │   ├─ ContextRefusedError  … because its JSON-LD context lies elsewhere   graph.reading.jsonld.contexts
     │   └─ SourceMissingError   … because an exploration names it elsewhere    explorer.files.exploration
     ├─ WebError                 a server did not answer as asked               graph.web.failures
     │   ├─ AccessNeededError    … because it wants a password or a key         graph.web.failures
     │   ├─ OtherHostError       … because it redirects to another host         graph.web.failures
     │   └─ LateError            … before the deadline of a question            graph.endpoint.asking
     ├─ WriteError               a file could not be written
     │   └─ RelativeNameError    … by the store, because of a relative name     graph.store.dumping
     ├─ LayerError               no text can be taken out of a file            graph.analysis.layers.layer
     │   └─ WordlessError        … because its pages hold no words              graph.analysis.layers.layer
     ├─ QueryError               a query cannot be run                          graph.query.sparql
     ├─ InferenceError           the closure of a source cannot be worked out   graph.analysis.inference.closing
     ├─ MeasureError             a measure cannot be taken of this graph
     ├─ PathError                paths cannot be searched as asked
     ├─ LayoutError              a layout cannot arrange this graph
     ├─ NameUnknownError         the data or the program has no such name
     ├─ FilterError              a filter of the table makes no sense           explorer.panels.table_filter
     ├─ TemplateError            a template of labels cannot be understood      explorer.pictures.look.templates
     ├─ FormError                a form of a style rule is incomplete           ui.parts.rules.form
     └─ LookError                a look of a style rule cannot be drawn         ui.parts.rules.looks

Those with a module beside them are defined there, by the code that raises them.
"""


class CaseboardError(Exception):
    """Its text is a whole sentence for the user; nothing about the program's insides."""


class ReadError(CaseboardError):
    """A source could not be read."""


class WriteError(CaseboardError):
    """A file could not be written; the file that was there before is untouched."""


class MeasureError(CaseboardError):
    """A measure cannot be taken of this graph; nothing changed."""


class PathError(CaseboardError):
    """Paths cannot be searched as asked. A search that finds no path is no error."""


class LayoutError(CaseboardError):
    """A layout cannot arrange this graph; nothing moved."""


class NameUnknownError(CaseboardError):
    """The data or the program has no class, predicate, resource, layout or setting of that name; names the nearest."""
