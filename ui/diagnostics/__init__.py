"""The window of diagnostics: what works between this desk and the centre, what does not, and what to do about it."""
