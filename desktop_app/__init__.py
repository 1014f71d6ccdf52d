"""Coreloom: see how a Python program runs, from its source to the cores."""

__version__ = "0.1.0"
