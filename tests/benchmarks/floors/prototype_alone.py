"""The bare ARI prototype without anything to look at; argv as `prototype`'s."""

from __future__ import annotations

import asyncio

from prototype import Prototype

asyncio.run(Prototype().run())
