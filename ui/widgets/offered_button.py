"""An action button that may be impossible at the moment, and then says why."""

from __future__ import annotations

from PySide6.QtGui import QMouseEvent

from .action_button import ActionButton


class OfferedButton(ActionButton):
    """Its third state beside requested and refused: not possible, because of ``why``, which its tooltip says."""

    _why = ""

    def offer(self, possible: bool, why: str = "") -> None:
        """``why`` not, where it is not possible."""
        self._why = "" if possible else why
        self.setEnabled(possible)
        self._describe()

    @property
    def why_not(self) -> str:
        return self._why

    def set_bare(self, on: bool) -> None:
        """Without its icon, where the words beside others need the room."""
        if on != self.face.bare:
            self.face.bare = on
            self.updateGeometry()
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Its second press is none: by then the button may already mean the opposite, as Hold and Resume do."""
        event.accept()

    def _describe(self) -> None:
        super()._describe()
        if self._why:
            self.setAccessibleDescription(self._why)
            self.setToolTip(f"{self.accessibleName()}\n{self._why}")
