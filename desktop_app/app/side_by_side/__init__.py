"""Two to four runs on one clock: their pictures beside each other, and the figures in which they differ."""
