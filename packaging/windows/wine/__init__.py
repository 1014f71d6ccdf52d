"""Trial code, no part of the installer: builds and tries it under Wine on Linux, which is not Windows."""
