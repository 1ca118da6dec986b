"""Where sound comes out of this computer. Opening and closing it may take its time: never on the event loop.

miniaudio brings the ways to every system's sound with it and needs nothing installed; it is loaded when something is played.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from .tape import Form

BUFFER_MILLISECONDS = 120
_FORMATS = {1: "UNSIGNED8", 2: "SIGNED16", 3: "SIGNED24", 4: "SIGNED32"}


class NoSound(Exception):
    """Nothing can be heard on this computer; the text is for the log."""


class SoundCard:
    """``mute``: what is played goes nowhere, in its own time, as on a computer whose sound is turned off."""

    def __init__(self, *, mute: bool = False) -> None:
        self._mute = mute
        self._device: Any = None

    def start(self, form: Form, play: Callable[[int], bytes]) -> None:
        """``play`` is asked, on another thread, for so many frames at a time. Blocks. Raises `NoSound`."""
        self.stop()
        try:
            import miniaudio

            wanted = miniaudio.Backend
            none = (wanted.NULL, wanted.CUSTOM)
            ways = sorted(miniaudio.get_enabled_backends() - set(none), key=lambda one: one.value)  # the best first
            if not self._mute and not ways:
                raise NoSound("no way to any sound is known for this system")
            self._device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat[_FORMATS[form.width]],
                nchannels=form.channels,
                sample_rate=form.rate,
                buffersize_msec=BUFFER_MILLISECONDS,
                backends=[wanted.NULL] if self._mute else ways,
                app_name="Agent Client",
            )
            self._device.start(_asked(play))
        except Exception as error:  # also where the library itself cannot be loaded
            self.stop()
            raise NoSound(str(error)) from error

    def stop(self) -> None:
        """Repeatable. Blocks."""
        device, self._device = self._device, None
        if device is not None:
            device.close()


def _asked(play: Callable[[int], bytes]) -> Generator[bytes, int, None]:
    """As the device wants to ask: a generator that has begun."""

    def pieces() -> Generator[bytes, int, None]:
        frames = yield b""
        while True:
            frames = yield play(frames)

    begun = pieces()
    next(begun)
    return begun
