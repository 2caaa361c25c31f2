"""Inference: what follows from a source by RDFS or OWL 2 RL, and the triples from which each of these follows."""
