"""The parts that views are made of. They know the theme and the language, and nothing of the server."""
