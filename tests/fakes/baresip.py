"""A telephone that somebody else wrote: Debian's baresip, without a sound card. It speaks a tone from a file, and is told what to
do over its control port."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import socket
import tempfile
import wave
from array import array
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from agent_client.backend.softphone.tones import SAMPLES, tone

PROGRAM = shutil.which("baresip")
HOST = "127.0.0.1"
_CONFIGURATION = """\
sip_listen {host}:{sip}
call_local_timeout 600
call_max_calls 4
audio_path /usr/share/baresip
audio_player aubridge,nil
audio_source aufile,{folder}/tone.wav
audio_alert aubridge,nil2
audio_channels 1
ausrc_srate 8000
auplay_srate 8000
rtp_ports {rtp}-{last_rtp}
net_interface {host}
module_path {modules}
module g711.so
module aufile.so
module aubridge.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen {host}:{control}
"""


class Baresip:
    def __init__(self, user: str, password: str, pbx: tuple[str, int], says: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="baresip-"))
        self._control = _port()
        sip, rtp = _port(), random.randrange(40_000, 59_000, 20)
        modules = next(Path("/usr/lib").glob("**/baresip/modules"))
        text = _CONFIGURATION.format(
            host=HOST, sip=sip, folder=self.folder, rtp=rtp, last_rtp=rtp + 19, modules=modules, control=self._control
        )
        (self.folder / "config").write_text(text)
        (self.folder / "accounts").write_text(
            f"<sip:{user}@{pbx[0]}:{pbx[1]}>;auth_user={user};auth_pass={password};answermode=manual;regint=60;"
            "audio_codecs=PCMU/8000/1;ptime=20\n"
        )
        with wave.open(str(self.folder / "tone.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8_000)
            second = array("h", [SAMPLES[code] for code in tone(says)]) * 50
            file.writeframes(second.tobytes() * 60)

    async def start(self) -> None:
        """Registered then."""
        assert PROGRAM is not None
        with (self.folder / "log").open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                PROGRAM, "-4", "-f", str(self.folder), stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log
            )
        async with asyncio.timeout(60):
            while True:
                with suppress(OSError):
                    self._said, self._orders = await asyncio.open_connection(HOST, self._control)
                    break
                await asyncio.sleep(0.02)
            while b"1 binding" not in (self.folder / "log").read_bytes():  # noqa: ASYNC110 - a file
                await asyncio.sleep(0.02)

    async def order(self, command: str, parameters: str = "") -> None:
        """As typed: accept, hangup, hold, resume, transfer…"""
        text = json.dumps({"command": command, "params": parameters}).encode()
        self._orders.write(b"%d:%s," % (len(text), text))
        async with asyncio.timeout(60):
            while not (await self._next()).get("response"):
                pass

    async def _next(self) -> dict[str, Any]:
        length = int((await self._said.readuntil(b":"))[:-1])
        message: dict[str, Any] = json.loads(await self._said.readexactly(length))
        await self._said.readexactly(1)
        return message

    async def stop(self) -> None:
        self._orders.close()
        if self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _port() -> int:
    """Free for TCP and UDP, and so is the next one, which it takes for TLS."""
    while True:
        with suppress(OSError), ExitStack() as held:
            first = random.randrange(10_000, 19_990)
            for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                for port in (first, first + 1):
                    held.enter_context(socket.socket(socket.AF_INET, kind)).bind((HOST, port))
            return first
