"""The one way in which setting up fails."""

from __future__ import annotations


class SetUpError(Exception):
    """Coreloom cannot be set up here; the message says why and what to do about it."""
