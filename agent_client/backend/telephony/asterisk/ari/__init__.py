"""The thin layer over Asterisk's REST interface: events and commands by one websocket, every GET by HTTP."""

from .http import AriHttp
from .link import AriLink
from .words import Ari, AriLost, AriRefused, Event, Reply

__all__ = ["Ari", "AriHttp", "AriLink", "AriLost", "AriRefused", "Event", "Reply"]
