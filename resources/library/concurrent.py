"""The package `concurrent`, which holds `concurrent.futures`."""
