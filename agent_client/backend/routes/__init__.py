"""HTTP in, struct out: one file a subject. No decision is taken here."""
