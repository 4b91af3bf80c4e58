"""Tests of the central API, over real HTTP on loopback."""
