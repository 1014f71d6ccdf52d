"""Plots of a run over time."""
