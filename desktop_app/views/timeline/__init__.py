"""The timeline: what every core did up to t, a row per core."""
