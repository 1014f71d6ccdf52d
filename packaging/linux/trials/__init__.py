"""Trial code, no part of the packages: tries them in fresh Debian systems, step by step (``dev.py trial``)."""
