"""Frames of the stage as files."""
