"""Telephones without a person: they register with a PBX, ring, answer, hold and transfer, send a tone of their own and say
which tones they hear. For demonstrations and tests; SIP over UDP with G.711 µ-law."""

from .behaviours import Behaviour, Kind
from .calls import Call, CallState
from .customers import Customers
from .phone import NotRegistered, Phone

__all__ = ["Behaviour", "Call", "CallState", "Customers", "Kind", "NotRegistered", "Phone"]
