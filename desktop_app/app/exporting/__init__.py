"""File > Export…: what is open as pictures, videos, slides and data, made by the command line in another process."""
