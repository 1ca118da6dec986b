"""The real program, signed in by `driver`, whose argv it takes, with its popovers watched."""

from __future__ import annotations

from driver import run, wish
from popovers import watch_popovers

if wish == "ready":
    watch_popovers()
run()
