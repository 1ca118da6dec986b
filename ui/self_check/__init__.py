"""``--self-check``: a scripted first call through the real windows and the embedded backend, for IT and for CI."""
