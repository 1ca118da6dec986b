"""What the agent should be told, said in place: a line a notice under the header, never a box in the way."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.notices import Level, Notice, Notices
from ui.text import tr

from .action_button import ActionButton, Kind
from .boxes import Box
from .labels import Label
from .placeholders import Glyph

SHOWN_AT_ONCE = 3
PASSING_MILLISECONDS = 8000
_GLYPHS = {
    Level.INFORMATION: ("note", "dim"),
    Level.WARNING: ("alert", "setup"),
    Level.ERROR: ("alert", "alarm"),
}


class NoticeBar(QWidget):
    """Shows the newest few. A passing notice goes after a while, one that stays when it is closed or withdrawn."""

    def __init__(self, notices: Notices) -> None:
        super().__init__()
        self._notices = notices
        self._lines: dict[int, _Line] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.setAccessibleName(tr("Messages"))
        notices.changed.connect(self._on_changed)
        self._on_changed()

    def lines(self) -> list[str]:
        return [line.notice.text for line in self._lines.values()]

    def _on_changed(self) -> None:
        wanted = {id(notice): notice for notice in self._notices.current()[-SHOWN_AT_ONCE:]}
        for gone in [key for key in self._lines if key not in wanted]:
            line = self._lines.pop(gone)
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        for key, notice in wanted.items():
            if key not in self._lines:
                line = _Line(notice, self._notices)
                self._lines[key] = line
                self._layout.addWidget(line)
                line.show()
                event = QAccessibleAnnouncementEvent(self, notice.text)
                QAccessible.updateAccessibility(event)
        if self.parentWidget() is not None or not wanted:  # else it would be a window of its own
            self.setVisible(bool(wanted))


class _Line(Box):
    def __init__(self, notice: Notice, notices: Notices) -> None:
        super().__init__("notice")
        self.notice = notice
        self._notices = notices
        icon, token = _GLYPHS[notice.level]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(8)
        layout.addWidget(Glyph(icon, token, 16), 0, Qt.AlignmentFlag.AlignVCenter)
        text = Label(notice.text, wraps=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(text, 1)
        if notice.action and notice.act is not None:
            act = ActionButton(notice.action, small=True, sends=False)
            act.clicked.connect(self._act)
            layout.addWidget(act)
        close = ActionButton("", Kind.LINK, icon="close", sends=False, name=tr("Dismiss"))
        close.clicked.connect(lambda: notices.dismiss(notice))
        layout.addWidget(close)
        if not notice.stays:
            QTimer.singleShot(PASSING_MILLISECONDS, self, self._pass)

    def _act(self) -> None:
        if self.notice.act is not None:
            self.notice.act()
        self._notices.dismiss(self.notice)

    def _pass(self) -> None:
        if self.underMouse():  # somebody is reading it
            QTimer.singleShot(PASSING_MILLISECONDS, self, self._pass)
        else:
            self._notices.dismiss(self.notice)
