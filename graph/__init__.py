"""Data: RDF terms, reading, the projection, evidence, layouts, measures, writing. Knows neither Qt nor any view."""
