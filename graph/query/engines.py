"""Choice of the engine for a source: in a process of this program, or on the server that holds the data."""

from __future__ import annotations

from graph.query.engine import Engine, StoreEngine
from graph.query.sparql import QueryError
from graph.rdf.source import Source
from graph.reading.local import LocalSource
from graph.work.process import Worker


def engine_of(source: Source, worker: Worker) -> Engine:
    """The engine for a source, in a process of ``worker`` if the source is on this machine."""
    from graph.store.on_disk import OnDiskSource

    if isinstance(source, LocalSource | OnDiskSource):
        return StoreEngine(source, worker)
    from graph.endpoint.source import EndpointSource  # late: a library that few documents need

    if isinstance(source, EndpointSource):
        from graph.query.remote import RemoteEngine

        return RemoteEngine(source)
    raise QueryError(f"{source.title} cannot be queried in SPARQL. Open a file instead.")
