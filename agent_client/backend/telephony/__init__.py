"""The PBXes behind the telephony port: a simulated one for evaluation, Asterisk for real calls."""
