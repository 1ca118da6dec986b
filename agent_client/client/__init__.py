"""The server as the agent sees it: what it was asked, what it said, what is still to be told. No Qt, no widget."""
