"""Use cases: each decides with the domain, stores through persistence and emits events, in one unit of work."""
