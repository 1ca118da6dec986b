"""Signing in: what passwords must be, when an account is locked, how long a session goes without the password, the clock."""

from __future__ import annotations

from collections.abc import Iterable

from agent_client.protocol.administration import Administration
from agent_client.protocol.names import PasswordRule
from agent_client.protocol.passwords import STRICT_DAYS, Security
from ui.text import tr, trc

from . import things
from .editor import Editor
from .entries import NumberEntry, OptionsEntry
from .form import Form
from .page import BookPage
from .sheets import Book
from .words import default, password_rules


class SecurityPage(BookPage):
    NAME = "security"

    def __init__(self) -> None:
        form = Form()
        form.section(
            tr("Passwords"),
            tr("Whoever's password is not as the rule asks sets another one at their next sign-in."),
        )
        form.add("password_rule", tr("Rule"), OptionsEntry(password_rules()))
        form.add(
            "password_days",
            tr("Good for"),
            NumberEntry(*things.PASSWORD_DAYS, tr("days")),
            hint=tr("Empty: for ever. From ten days before the end agents are told of it."),
        )
        form.add(
            "password_history",
            tr("Not again"),
            NumberEntry(*things.PASSWORD_HISTORY, tr("passwords")),
            hint=f"{tr('So many before the present one cannot be taken again.')} {default(5)}",
        )
        form.section(tr("Wrong passwords"))
        form.add(
            "lock_out_after",
            tr("Lock an account after"),
            NumberEntry(*things.LOCK_OUT, tr("in a row")),
            hint=tr("Empty: never. Each wrong one then costs more time; with a lock, anyone can lock out anybody."),
        )
        form.section(tr("Sessions"))
        form.add(
            "reauthenticate_hours",
            tr("Ask again after"),
            NumberEntry(*things.REAUTHENTICATE, tr("hours")),
            hint=f"{tr('The password is asked for in the window, never during a contact.')} {default(14)}",
        )
        form.section(tr("Clocks"))
        form.add(
            "clock_limit_seconds",
            tr("Warn from"),
            NumberEntry(*things.CLOCK_LIMIT, tr("seconds")),
            hint=f"{tr('So far a workstation may be off. Times in the program are the server’s all the same.')} {default(30)}",
        )
        super().__init__(
            tr("What is asked of whoever signs in. It holds from the next sign-in, and for the next password."),
            Book(things.security_fields),
            Editor(form),
        )
        self.body.addWidget(self.editor, 1)

    @classmethod
    def title_text(cls) -> str:
        return trc("page", "Signing in")

    def things(self, known: Administration) -> Iterable[tuple[int, Security]]:
        return ((0, known.security),)

    def read(self, key: int) -> tuple[object, dict[str, str]]:
        return things.read_security(self.book[key].values(), self.book[key].base)

    def _on_written(self, name: str, value: object) -> None:
        """The strict rule comes with an end, which can be taken out again."""
        sheet = self.book[self.current]
        if (
            name == "password_rule"
            and value is PasswordRule.STRICT
            and not str(sheet.values()["password_days"]).strip()
        ):
            sheet.write("password_days", str(STRICT_DAYS))
        super()._on_written(name, value)
