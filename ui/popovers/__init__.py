"""Windows that come up by themselves, in the lower right corner, and never take the keyboard."""
