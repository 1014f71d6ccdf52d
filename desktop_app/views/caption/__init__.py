"""What an audience reads with a picture: captions, the line above them, and questions."""
