"""Windows beside the main one: signing in, the keys, about. Shown, never executed."""
