"""The supervisors' window: who is signed in and what they do, how the queues stand, the day's calls, and what to do about it."""
