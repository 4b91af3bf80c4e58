"""Carries deliveries, updates and the catalogue between this terminal and the central API."""
