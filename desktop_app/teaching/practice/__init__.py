"""Practice: an endless stream of small runs and questions about them, by topic and of rising difficulty."""
