"""Packages of Linux are made and tried on Linux: other systems have other links, other shells, and no dpkg."""

from __future__ import annotations

import sys

collect_ignore_glob = [] if sys.platform.startswith("linux") else ["*.py"]
