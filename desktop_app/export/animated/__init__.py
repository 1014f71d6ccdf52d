"""Moving pictures for pages and chats: GIF, APNG and animated WebP.

A film is encoded in chunks, each into a file of its own and by whatever process: a frame's bytes depend on the film
alone. Then the files are joined, which copies them. Of the pictures only two are in memory at a time, and a few that
wait to be compressed.
"""
