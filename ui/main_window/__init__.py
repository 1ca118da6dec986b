"""The one window: header, three columns, status bar, and the actions with their keys."""
