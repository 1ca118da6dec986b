"""This computer, its user session and its disk. Knows nothing of the server, and no Qt."""
