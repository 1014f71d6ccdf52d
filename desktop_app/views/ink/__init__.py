"""What a lecturer shows with and draws over a picture: laser pointer, spotlight, pen, eraser and magnifier."""
