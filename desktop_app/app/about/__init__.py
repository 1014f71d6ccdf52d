"""About Coreloom: versions and places for a bug report, and the licences of everything it is made of."""
