"""Asterisk set up for the centre: its configuration written, its sounds made, a running one looked over."""
