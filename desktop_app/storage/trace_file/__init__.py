"""Trace files: a run with its scenario, written down so that it opens anywhere as it was."""
