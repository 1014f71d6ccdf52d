"""Films as videos: encoded chunk by chunk, and joined without encoding again."""
