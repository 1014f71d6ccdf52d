"""Threads and processes at t as tables."""
