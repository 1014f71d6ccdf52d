"""The stage: RAM, bus, scheduler and cores at one moment, drawn from a snapshot alone."""
