"""Asterisk behind the telephony port. Its words (channel, bridge, Stasis, ARI) never leave this folder."""
