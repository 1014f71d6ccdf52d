"""The first module of the bundled program: PyInstaller starts a script, not a package."""

from desktop_app.__main__ import main

if __name__ == "__main__":
    raise SystemExit(main())
