"""Runs a scenario on simulated hardware; its only output is the trace."""
