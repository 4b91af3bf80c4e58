"""HyteTerm: find a local service, talk, refer and hear back, from a terminal."""

__version__ = "0.1.0"
