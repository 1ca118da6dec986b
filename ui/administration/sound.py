"""Sound: for how long recordings are kept, how they stand, and the removal of noise (D8, D12)."""

from __future__ import annotations

from collections.abc import Iterable

from agent_client.protocol.administration import Administration
from agent_client.protocol.sound import Sound, SoundRules
from ui.text import day_and_time, grouped, tr, trn
from ui.theme import Text
from ui.widgets.labels import Label

from . import things
from .editor import Editor
from .entries import NumberEntry, TickEntry
from .form import Form
from .page import BookPage
from .sheets import Book
from .words import default_of_tick, recording_problem

_MEGABYTE = 1_000_000


class SoundPage(BookPage):
    NAME = "sound"

    def __init__(self) -> None:
        form = Form()
        form.section(
            tr("Recordings"), tr("The server takes them over from the PBX; agents hear those of their own calls.")
        )
        form.add(
            "recording_days",
            tr("Kept for"),
            NumberEntry(*things.RECORDING_DAYS, tr("days")),
            hint=tr("Empty: for ever. After that the sound is deleted; the call stays in the history."),
        )
        self.standing = Label("", wraps=True)
        self.trouble = Label("", Text.SMALL, tone="alarm", wraps=True)
        for label in (self.standing, self.trouble):
            label.setContentsMargins(16, 0, 0, 0)
            form.add_widget(label)
        form.section(tr("Noise"))
        form.add(
            "noise_removal",
            tr("Noise removal"),
            TickEntry(tr("Removes background noise from agents' voices")),
            hint=f"{tr('From the next conversation on, where the PBX can.')} {default_of_tick(True)}",
        )
        self.noise = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.noise.setContentsMargins(16, 0, 0, 0)
        form.add_widget(self.noise)
        super().__init__(
            tr("What is kept of the calls' sound, and what is done about it."), Book(things.sound_fields), Editor(form)
        )
        self.body.addWidget(self.editor, 1)

    @classmethod
    def title_text(cls) -> str:
        return tr("Recordings and sound")

    def things(self, known: Administration) -> Iterable[tuple[int, SoundRules]]:
        return ((0, known.sound.rules),)

    def read(self, key: int) -> tuple[object, dict[str, str]]:
        return things.read_sound(self.book[key].values())

    def refresh(self) -> None:
        super().refresh()
        if self.known is not None:
            self.standing.say(_standing(self.known.sound))
            self.trouble.say(_trouble(self.known.sound))
            self.noise.say(
                ""
                if self.known.sound.noise_possible
                else tr("The PBX cannot remove noise: “agent-client-backend doctor” says what it lacks.")
            )


def _standing(sound: Sound) -> str:
    if not sound.kept:
        return tr("None is kept yet.")
    size = tr("{n} MB", n=grouped(max(1, round(sound.bytes / _MEGABYTE))))
    return trn("{n} recording is kept: {size}.", "{n} recordings are kept: {size}.", sound.kept, size=size)


def _trouble(sound: Sound) -> str:
    """What waits at the PBX, and why; what has been lost."""
    lines = []
    if sound.waiting and sound.problem is not None and sound.waiting_since is not None:
        waits = trn(
            "{n} recording has waited at the PBX since {time}",
            "{n} recordings have waited at the PBX, the first since {time}",
            sound.waiting,
            time=day_and_time(sound.waiting_since),
        )
        lines.append(f"{waits}: {recording_problem(sound.problem)}")
    if sound.lost:
        lost = trn(
            "{n} recording has been lost: the PBX had none of that name, or not all of it.",
            "{n} recordings have been lost: the PBX had none of that name, or not all of it.",
            sound.lost,
        )
        lines.append(lost)
    return "\n".join(lines)
