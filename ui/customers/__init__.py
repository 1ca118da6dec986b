"""The window of customers: the central list and the agent's own, duplicates, import and export (F1 to F3)."""
