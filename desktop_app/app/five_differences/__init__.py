"""The five differences between a process and a thread, as a window: the table, its figures, and what shows them."""
