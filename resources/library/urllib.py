"""The package `urllib`, which holds `urllib.request` and `urllib.error`."""
