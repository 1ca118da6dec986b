"""A client process to be killed: it writes a note, or sends one that nobody takes, and says once it is on disk.

Run by test_outbox.py.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from agent_client.client.clock import ServerClock
from agent_client.client.outbox import ContactSubject, Kept, Outbox
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.names import ContactId
from agent_client.protocol.refusals import NotSignedIn

SUBJECT = ContactSubject(ContactId(5))


class Folder:
    """The drawer as a folder: each piece a file, written beside its place, synced, and moved there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in self.path.iterdir() if not file.name.startswith("new-")}

    def keep(self, name: str, data: bytes) -> None:
        new = self.path / f"new-{name}"
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path / name)

    def drop(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)


class Account:
    account = "e1/7"


async def main(folder: Path, send: bool) -> None:
    signed_in = True

    def api() -> Account:
        if not signed_in:
            raise NotSignedIn
        return Account()

    outbox = Outbox(Folder(folder), TaskOwner(), api, ServerClock())
    await outbox.restore()
    typed = ""
    kept = asyncio.Event()

    def look(_: object) -> None:
        if isinstance(outbox.status(SUBJECT), Kept):
            kept.set()

    outbox.watch(look)
    for word in ("The ", "customer ", "wants ", "an offer."):
        typed += word
        outbox.write(SUBJECT, typed)
        await asyncio.sleep(0.01)
    await kept.wait()
    if send:
        outbox.draft(SUBJECT)  # learns whose it is
        signed_in = False
        outbox.send(SUBJECT, contact=ContactId(5))
        await outbox.flush()
    sys.stdout.write("kept\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), "send" in sys.argv[2:]))
