"""The five differences between a process and a thread: what is said of each, what shows it, and its figures."""
