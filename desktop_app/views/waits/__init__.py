"""Who waits for whom at t, as a graph."""
