"""Agent Client: the desktop program of call-centre agents, and the contact centre it talks to."""

__version__ = "0.5.0"
