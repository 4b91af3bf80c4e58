"""Readers of outside catalogue formats; each yields `Service` records and tombstones."""
