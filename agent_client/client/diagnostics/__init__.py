"""What can be found out of the way to the server, step by step, and what that means."""
