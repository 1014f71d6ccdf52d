"""The bundle: the program with all it loads, built by PyInstaller (coreloom.spec), divided, pruned, and tried."""
