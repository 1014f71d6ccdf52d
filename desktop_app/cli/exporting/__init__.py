"""From the arguments of ``coreloom export`` to files."""
