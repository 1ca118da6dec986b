"""Screenshots of every screen, to be looked at: ``shots.py DIR`` draws light and dark, at 100 % and 200 %.

Each scale runs in a process of its own, because Qt reads the scale once. Works under the offscreen platform and under X.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]


POPOVERS = (
    "setup",
    "connecting",
    "at_phone",
    "consult_asked",
    "callback",
    "web_callback",
    "dialling",
    "preview",
    "email",
    "chat",
    "social",
    "rona",
    "rona_consult",
    "rona_email",
    "rona_busy",
    "rona_unreachable",
)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--themes", default="light,dark")
    options.add_argument("--scales", default="1,2")
    options.add_argument("--only", default="", help="a part of the scenes' names")
    options.add_argument("--size", default="1280x800")
    options.add_argument("--step", type=int, default=0, help="text step")
    options.add_argument("--long", action="store_true", help="every word much longer, as in Czech or German")
    options.add_argument("--language", default="en", help="a catalogue's code")
    options.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    if chosen.here:
        return draw(chosen)
    for scale in chosen.scales.split(","):
        surroundings = {**os.environ, "QT_SCALE_FACTOR": scale, "TZ": "UTC"}
        surroundings.setdefault("QT_QPA_PLATFORM", "offscreen")
        done = subprocess.run(
            [sys.executable, __file__, *sys.argv[1:], "--here"], env=surroundings, check=False, cwd=HERE.parent.parent
        )
        if done.returncode:
            return done.returncode
    return 0


def draw(chosen: argparse.Namespace) -> int:
    from PySide6.QtWidgets import QApplication, QWidget

    from ui import text, theme

    app = QApplication([])
    text.use(chosen.language)
    if chosen.long:
        text._in_use.entries = Stretched()
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    width, height = (int(side) for side in chosen.size.split("x"))
    for name in chosen.themes.split(","):
        theme.apply(app, theme.Theme(name), chosen.step)
        for scene, make in scenes():
            if chosen.only not in scene:
                continue
            widget: QWidget = make(width, height)
            app.processEvents()
            app.processEvents()
            size = "" if chosen.size == "1280x800" else f"-{chosen.size}"
            step = f"-step{chosen.step}" if chosen.step else ""
            step += "-long" if chosen.long else ""
            step += "" if chosen.language == "en" else f"-{chosen.language}"
            path = chosen.folder / f"{scene}-{name}-{scale}x{size}{step}.png"
            if not widget.grab().save(str(path)):
                print(f"cannot write {path}", file=sys.stderr)
                return 1
            widget.hide()
            widget.deleteLater()
            app.processEvents()
    return 0


class Stretched(dict):
    """A language in which every vowel is said twice: a third longer, and each gap stays what it is."""

    def get(self, source, otherwise=None):
        parts = re.split(r"(\{[a-z_]+\})", source.rpartition("|")[2])
        return "".join(part if part.startswith("{") else re.sub("([aeiou])", r"\1ě", part) for part in parts)


def scenes() -> Iterator[tuple[str, Callable[[int, int], object]]]:
    import scenes as seen
    from administration_scenes import administration_scenes
    from appointment_scenes import appointment_scenes
    from call_scenes import call_scenes
    from callback_scenes import callback_scenes
    from customer_scenes import customer_scenes
    from customers_scenes import customers_scenes
    from diagnostics_scenes import diagnostics_scenes
    from opened_scenes import opened_scenes
    from password_scenes import password_scenes
    from record_scenes import record_scenes
    from session_scenes import session_scenes
    from sign_in_scenes import sign_in_scenes
    from supervising_scenes import supervising_scenes
    from variable_scenes import conflict, with_values

    for name in (
        "waiting",
        "pause",
        "signing_on",
        "sign_on_failed",
        "rona",
        "setup",
        "unknown",
        "wrap_up",
        "link_lost",
        "pbx_lost",
    ):
        state = getattr(seen, name.upper())
        yield name, lambda width, height, state=state: window(state, width, height)
    for name, state in call_scenes(seen).items():
        yield f"call_{name}", lambda width, height, state=state: window(state, width, height)
    yield "call", lambda width, height: window(seen.ON_CALL, width, height, note=True, chosen_row=0)
    values = with_values(seen.ON_CALL)
    yield "call_values", lambda width, height: window(values, width, height, note=True)
    yield "variables", lambda width, height: window(values, width, height)
    yield "variables_conflict", lambda width, height: conflict(window(values, width, height), values)
    for name, make in opened_scenes(seen, window).items():
        yield name, make
    for name, make in record_scenes(seen, window).items():
        yield name, make
    yield from customer_scenes(seen, window).items()
    yield from customers_scenes(seen).items()
    yield from diagnostics_scenes(seen).items()
    yield from appointment_scenes(seen, window).items()
    yield from callback_scenes(seen, window)
    yield from administration_scenes()
    yield from password_scenes()
    yield from supervising_scenes(seen).items()
    yield "search", search
    yield from sign_in_scenes(window)
    yield from session_scenes(seen, window)
    for name in POPOVERS:
        yield f"popover_{name}", lambda width, height, name=name: popover(name.upper())
    yield "stack", stack
    yield "request_beside", request_beside
    yield "keys", keys
    yield "menu_state", lambda width, height: menu(width, height, state=True)
    yield "menu_main", menu
    yield "menu_view", lambda width, height: menu(width, height, below=4)
    yield "notices", notices


def window(state, width, height, *, note=False, chosen_row=-1, told=None):
    import scenes as seen

    from agent_client.client.outbox import Kept, Unsaved
    from ui.main_window.window import MainWindow
    from ui.notices import Notices

    made = MainWindow(told or Notices())
    made.resize(width, height)
    made.customer.customer_wanted.connect(lambda _: made.customer.show_page(seen.PAGE))
    for view in made.views():
        view.show_state(state)
    made.status_bar.show_way(0.009, answers=True)
    if note:
        made.customer.editor.load(
            made.customer.editor.subject(), "E4 is back after the reset. Tomáš checks the board revision, p"
        )
        made.customer.editor.show_status(Unsaved())
    elif made.customer.editor.subject() is not None:
        made.customer.editor.show_status(Kept(seen.ago(2)))
    made.show()
    for view in made.views():
        view.tick(seen.NOW)
    if chosen_row >= 0:
        made.callbacks.list.setCurrentIndex(made.callbacks.rows.index(chosen_row))
    return made


def search(width, height):
    import scenes as seen

    made = window(seen.WAITING, width, height)
    made.header.search.setText("nov")
    made.show_found(seen.FOUND)
    made.results.show()
    return made


def notices(width, height):
    import scenes as seen

    from ui.notices import Level, Notice, Notices

    told = Notices()
    told.post(
        Notice(Level.WARNING, "This computer's clock is 4 minutes slow: appointments go by the server's.", stays=True)
    )
    told.post(Notice(Level.ERROR, "A note could not be sent.", stays=True, action="Show", act=lambda: None))
    return window(seen.ON_CALL, width, height, told=told)


def popover(scene):
    import scenes as seen
    from PySide6.QtCore import QRect

    from ui.popovers.stack import PopoverStack

    stack = PopoverStack(lambda: QRect(0, 0, 1280, 800), QRect)
    stack.tick(seen.NOW)
    stack.show_state(getattr(seen, scene))
    made = stack.shown()[0]
    made.stack = stack
    return made


def stack(width, height):
    """Seven requests, five of them where they stand on the screen."""
    import scenes as seen
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QLabel, QWidget

    from ui.popovers.stack import PopoverStack
    from ui.widgets.boxes import stand_on

    made = QWidget()
    stand_on(made, "bg")
    made.setFixedSize(width, height)
    asking = PopoverStack(lambda: QRect(0, 0, width, height), QRect)
    asking.tick(seen.NOW)
    asking.show_state(seen.SEVEN)
    for shown in (asking.bar, *asking.shown()):
        picture = QLabel(made)
        picture.setPixmap(shown.grab())
        picture.setGeometry(shown.geometry())
    asking.close()
    made.show()
    return made


def request_beside(width, height):
    """A call comes in: the window, and the popover where it stands on a screen that is a little wider."""
    import scenes as seen
    from msgspec.structs import replace
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QApplication, QLabel, QWidget

    from agent_client.protocol.names import AgentState
    from ui.popovers.stack import PopoverStack

    known = {"customer": seen.JANA, "ani": seen.CALL.ani, "queue": seen.SUPPORT}
    call = replace(seen.RINGING, **known, cad=seen.CALL.cad, variables=seen.CALL.variables[:3])
    state = seen.with_contact(call, AgentState.OFFERED, 7)
    below = window(state, width, height)
    screen = QRect(0, 0, width + 144, height)
    asking = PopoverStack(lambda: screen, lambda: below.send_button_area().translated(-below.pos()))
    asking.tick(seen.NOW)
    asking.show_state(state)
    for _ in range(3):
        QApplication.processEvents()
    made = QWidget()
    made.setStyleSheet("background: #9c9ca3")
    made.setFixedSize(screen.size())
    for shown, place in ((below, below.rect()), *((one, one.geometry()) for one in asking.shown())):
        picture = QLabel(made)
        picture.setPixmap(shown.grab())
        picture.setGeometry(place)
    asking.close()
    below.hide()
    made.show()
    return made


def menu(width, height, *, state=False, below=-1):
    import scenes as seen

    owner = window(seen.WAITING, width, height)
    if state:
        owner.header.switch.open()
        made = owner.header.switch.menu
    else:
        owner.actions_.show_theme("light")
        made = owner.actions_.menu(owner)
        made = made.actions()[below].menu() if below >= 0 else made
        made.popup(owner.mapToGlobal(owner.rect().center()))
    made.owner = owner
    return made


def keys(width, height):
    from PySide6.QtWidgets import QWidget

    from ui.dialogs.information import KeysDialog
    from ui.main_window.actions import Actions

    owner = QWidget()
    made = KeysDialog(None, Actions(owner).overview())
    made.owner = owner
    made.show()
    return made


if __name__ == "__main__":
    raise SystemExit(main())
