"""Questions about what a run will do; every answer is worked out from its trace."""
