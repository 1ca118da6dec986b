"""Passwords: the forced change in the sign-in window, the dialog, and the administrator's two pages."""

from __future__ import annotations

from datetime import timedelta

import scenes as seen
from administration_scenes import RULES, STATE, administration
from msgspec.structs import replace

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.names import AgentId, PasswordRule, Role
from agent_client.protocol.passwords import Account, FirstPassword, MustChange, PasswordProblem, Security
from agent_client.protocol.refusals import PasswordExpired

_DAY = timedelta(days=1)


def _account(id_, name, user, days, **more):
    set_at = seen.NOW - days * _DAY
    brief = AgentBrief(AgentId(id_), name)
    return Account(agent=brief, user=user, password_set_at=set_at, expires_at=set_at + 90 * _DAY, **more)


ACCOUNTS = (
    _account(1, "Anna de Vries", "anna", 12),
    _account(2, "Bram Smit", "bram", 81, locked_since=seen.ago(1800)),
    _account(3, "Dana Horáková", "dana", 0, must_change=MustChange.FIRST),
    _account(4, "Tomáš Dvořák", "tomas", 40),
    _account(5, "Ingrid Solheim", "ingrid", 88),
)
SECURITY = Security(version=2, password_rule=PasswordRule.STRICT, password_days=90, lock_out_after=5)
KNOWN = replace(RULES, accounts=ACCOUNTS, security=SECURITY)
BRAM = ACCOUNTS[1].id


def forced(typed, again="", *, reason="expired", press=False, refused=False):
    from ui.dialogs.sign_in import SignInWindow

    made = SignInWindow()
    made.fill(servers=["https://centre.example.com"], user="anna", phone="204", password="abc12abc")
    made.show_seat("TC-114")
    made.show()
    made.ask_new_password(PasswordExpired(reason=reason, rule="strict", history="5"))
    _type(made.forced.new, typed, again)
    if press:
        made.forced.button.click()
    if refused:
        made.forced.refuse_new(PasswordProblem.USED_BEFORE)
    return made


def dialog(*, wrong=False):
    from ui.dialogs.password import ChangePasswordDialog

    made = ChangePasswordDialog(None, PasswordRule.STRICT, 5)
    made.show()
    made.old.setText("geheim12")
    _type(made.new, "ab11ab12", "ab11")
    if wrong:
        made.refuse_old()
    return made


def over_the_windows():
    from ui.dialogs.forced_password import ForcedPasswordDialog

    made = ForcedPasswordDialog(None, PasswordExpired(reason="expired", rule="strict", history="5"))
    made.show()
    _type(made.forced.new, "ab11ab12", "")
    return made


def pages(page, width, height, *, state=STATE, then=None):
    made = administration(page, width, height, state=state)
    made.show_known(KNOWN)
    if then is not None:
        then(made.page_of(page))
    return made


def _type(new, typed, again):
    for field, text in ((new.first, typed), (new.second, again)):
        field.setText(text)
        field.textEdited.emit(text)


def _locked(page):
    page.open(BRAM)


def _made(page):
    page.open(BRAM)
    page.show_made(FirstPassword(agent=ACCOUNTS[1].agent, password="hadk7mxn4t"))


def _wrong(page):
    page.editor.form.written.emit("password_history", "0")
    page.editor.form.written.emit("lock_out_after", "2")


def password_scenes():
    supervisor = replace(STATE, me=replace(STATE.me, role=Role.SUPERVISOR))
    yield "password_forced", lambda w, h: forced("abc12abc")
    yield "password_forced_met", lambda w, h: forced("ab11ab12", "ab11ab12", reason="first")
    yield "password_forced_wrong", lambda w, h: forced("abc", reason="rule", press=True)
    yield "password_forced_used", lambda w, h: forced("ab11ab12", "ab11ab12", refused=True)
    yield "password_change", lambda w, h: dialog()
    yield "password_change_wrong", lambda w, h: dialog(wrong=True)
    yield "password_over_windows", lambda w, h: over_the_windows()
    yield "admin_security", lambda w, h: pages("security", w, h)
    yield "admin_security_wrong", lambda w, h: pages("security", w, h, then=_wrong)
    yield "admin_passwords", lambda w, h: pages("passwords", w, h)
    yield "admin_passwords_locked", lambda w, h: pages("passwords", w, h, then=_locked)
    yield "admin_passwords_made", lambda w, h: pages("passwords", w, h, then=_made)
    yield "admin_passwords_reading", lambda w, h: pages("passwords", w, h, state=supervisor, then=_locked)
