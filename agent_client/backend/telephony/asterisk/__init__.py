"""Asterisk behind the telephony port. Its words (channel, bridge, Stasis, ARI) never leave this folder."""

from .pbx import Asterisk
from .settings import AsteriskSettings

__all__ = ["Asterisk", "AsteriskSettings"]
