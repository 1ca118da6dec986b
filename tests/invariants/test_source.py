"""What must not be written anywhere, because it was measured to kill, lose or spin (design §4); and the house's measures.

Each rule is also tried on a line that breaks it: a rule that finds nothing is no rule.
"""

from __future__ import annotations

import ast
import fnmatch
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

Trees = dict[str, ast.Module]
Rule = Callable[[ast.AST], bool]

_STATIC = {
    "QMessageBox": {"information", "question", "warning", "critical", "about", "aboutQt"},
    "QFileDialog": {
        "getOpenFileName",
        "getOpenFileNames",
        "getSaveFileName",
        "getExistingDirectory",
        "getOpenFileUrl",
        "getSaveFileUrl",
        "getExistingDirectoryUrl",
    },
    "QInputDialog": {"getText", "getMultiLineText", "getInt", "getDouble", "getItem"},
    "QColorDialog": {"getColor"},
    "QFontDialog": {"getFont"},
}


def _called(node: ast.AST, *names: str) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) in names


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _owner(node: ast.AST) -> str:
    return _name(node.value) if isinstance(node, ast.Attribute) else ""


def _named(node: ast.AST, *names: str) -> bool:
    if isinstance(node, ast.ImportFrom):
        return any(alias.name in names for alias in node.names)
    return isinstance(node, ast.Attribute | ast.Name) and _name(node) in names


def _static_dialog(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) in _STATIC.get(_owner(node.func), ())


def _makes_task(node: ast.AST) -> bool:
    """A task group owns its tasks; everything else has a TaskOwner."""
    return _called(node, "create_task", "ensure_future") and isinstance(node, ast.Call) and _owner(node.func) != "group"


def _reads_clock(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    where, what = _owner(node.func), _name(node.func)
    return (where, what) in {
        ("datetime", "now"),
        ("datetime", "utcnow"),
        ("datetime", "today"),
        ("date", "today"),
        ("time", "time"),
        ("time", "time_ns"),
    }


def _imports(*packages: str) -> Rule:
    def found(node: ast.AST) -> bool:
        if isinstance(node, ast.Import):
            return any(alias.name.split(".")[0] in packages for alias in node.names)
        return isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] in packages

    return found


def _lost_connection(node: ast.AST) -> bool:
    """``destroyed.connect(self.method)``: bound methods are held weakly, and dropped when the wrapper dies first."""
    return (
        _called(node, "connect")
        and isinstance(node, ast.Call)
        and _owner(node.func) == "destroyed"
        and any(isinstance(argument, ast.Attribute) for argument in node.args)
    )


RULES: dict[str, tuple[Rule, tuple[str, ...], str]] = {
    "a nested event loop ends other tasks for good": (
        lambda node: _called(node, "exec", "exec_", "processEvents") and _owner(getattr(node, "func", node)) != "",
        (),
        "dialog.exec()",
    ),
    "a static dialog is a nested event loop": (_static_dialog, (), "QMessageBox.question(self, 'a', 'b')"),
    "asyncSlot loses tasks, asyncClose spins": (
        lambda node: _named(node, "asyncSlot", "asyncClose", "asyncWrap"),
        (),
        "from qasync import asyncSlot",
    ),
    "only the loop knows qasync": (_imports("qasync"), ("ui/loop.py",), "import qasync"),
    "a window collected while Qt lists them ends the program": (
        lambda node: _called(node, "topLevelWidgets", "allWidgets"),
        ("ui/top_levels.py",),
        "app.topLevelWidgets()",
    ),
    "every task has an owner": (
        _makes_task,
        ("agent_client/client/tasks.py", "agent_client/backend/tasks.py", "ui/loop.py"),
        "asyncio.create_task(main())",
    ),
    "time is passed in": (
        _reads_clock,
        ("agent_client/client/clock.py", "agent_client/backend/ports/clock.py"),
        "datetime.now(UTC)",
    ),
    "nobody sleeps in a thread": (
        lambda node: _called(node, "sleep") and isinstance(node, ast.Call) and _owner(node.func) == "time",
        (),
        "time.sleep(1)",
    ),
    "ASGITransport never streams": (lambda node: _named(node, "ASGITransport"), (), "httpx.ASGITransport(app)"),
    "Qt's own geometry leaves windows off-screen": (
        lambda node: _named(node, "restoreGeometry", "saveGeometry"),
        (),
        "window.restoreGeometry(data)",
    ),
    "a proxy sorts 100,000 rows in nine seconds": (
        lambda node: _named(node, "QSortFilterProxyModel"),
        (),
        "QSortFilterProxyModel()",
    ),
    "measuring every row takes nine seconds": (
        lambda node: _called(node, "resizeRowsToContents"),
        (),
        "view.resizeRowsToContents()",
    ),
    "a bound method is no listener for the end": (_lost_connection, (), "x.destroyed.connect(self.tasks.cancel_all)"),
    "no openssl": (_imports("OpenSSL", "cryptography"), (), "import OpenSSL"),
    "no other Qt than its essentials": (_imports("PyQt5", "PyQt6", "PySide2", "qtpy"), (), "import PyQt6.QtCore"),
    "nothing is unpickled or evaluated": (
        lambda node: (
            _imports("pickle", "marshal", "shelve")(node)
            or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"})
        ),
        (),
        "import pickle",
    ),
}


_Function = ast.FunctionDef | ast.AsyncFunctionDef
_TOLD_OF = ast.Call | ast.Import | ast.ImportFrom | ast.Attribute | ast.Name | ast.ClassDef | _Function


@cache
def _nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Those that anything here is said of. Walked once for all."""
    return tuple(node for node in ast.walk(tree) if isinstance(node, _TOLD_OF))


def _breaches(rule: Rule, trees: Trees, homes: tuple[str, ...]) -> list[str]:
    return [
        f"{path}:{getattr(node, 'lineno', 0)}"
        for path, tree in trees.items()
        if path not in homes
        for node in _nodes(tree)
        if rule(node)
    ]


@pytest.mark.parametrize("why", RULES)
def test_nowhere(trees: Trees, why: str) -> None:
    rule, homes, _ = RULES[why]
    assert _breaches(rule, trees, homes) == [], why


@pytest.mark.parametrize("why", RULES)
def test_the_rule_itself(trees: Trees, why: str) -> None:
    rule, homes, breach = RULES[why]
    assert _breaches(rule, {"x.py": ast.parse(breach)}, homes)
    assert set(homes) <= set(trees), "a home that is not there"


def test_every_module_says_what_belongs_in_it(trees: Trees) -> None:
    assert [path for path, tree in trees.items() if not ast.get_docstring(tree)] == []


MIGRATIONS = "agent_client/backend/persistence/migrations/versions/"
"""Written once and read by Alembic by file name: no package, and as long as their tables are."""


def test_every_folder_is_a_package(trees: Trees, root: Path) -> None:
    folders = {str(Path(path).parent.as_posix()) for path in trees if not path.startswith(MIGRATIONS)}
    assert [folder for folder in sorted(folders) if f"{folder}/__init__.py" not in trees] == []


def test_every_module_postpones_its_annotations(trees: Trees) -> None:
    def postpones(tree: ast.Module) -> bool:
        return any(isinstance(n, ast.ImportFrom) and n.module == "__future__" for n in tree.body)

    assert [p for p, tree in trees.items() if any(_functions(tree)) and not postpones(tree)] == []


def _functions(tree: ast.Module) -> Iterator[_Function]:
    return (node for node in _nodes(tree) if isinstance(node, _Function))


def test_the_houses_measures(trees: Trees, root: Path) -> None:
    """Module at most 400 lines, class at most 20 methods, function at most 50 lines."""
    trees = {path: tree for path, tree in trees.items() if not path.startswith(MIGRATIONS)}
    too_long = [p for p in trees if (root / p).read_text(encoding="utf-8").count("\n") > 400]
    for path, tree in trees.items():
        for node in _nodes(tree):
            if isinstance(node, ast.ClassDef):
                methods = sum(isinstance(part, _Function) for part in node.body)
                too_long += [f"{path}:{node.name} has {methods} methods"] if methods > 20 else []
        for function in _functions(tree):
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            too_long += [f"{path}:{function.name} has {lines} lines"] if lines > 50 else []
    assert too_long == []


THROUGH: dict[str, str] = {
    "agent_client/__main__.py": "tests/workstation/test_display.py",
    "agent_client/backend/__main__.py": "tests/backend/test_main.py",
    "agent_client/backend/command_line.py": "tests/backend/test_main.py",
    "agent_client/backend/app.py": "tests/backend/test_server.py",
    "agent_client/backend/demo/corrections.py": "tests/backend/demo/test_seed.py",
    "agent_client/backend/demo/expiry.py": "tests/end_to_end/test_session.py",
    "agent_client/backend/demo/places.py": "tests/backend/demo/test_people.py",
    "agent_client/backend/domain/consults.py": "tests/backend/domain/test_contacts.py",
    "agent_client/backend/domain/inbound.py": "tests/backend/domain/test_contacts.py",
    "agent_client/backend/domain/outgoing.py": "tests/backend/domain/test_contacts.py",
    "agent_client/backend/domain/talks.py": "tests/backend/domain/test_contacts.py",
    "agent_client/backend/persistence/administration.py": "tests/backend/services/test_administration.py",
    "agent_client/backend/persistence/listeners.py": "tests/backend/services/test_listening.py",
    "agent_client/backend/services/own_contacts.py": "tests/backend/services/test_call_control.py",
    "agent_client/backend/telephony/asterisk/actions.py": "tests/backend/telephony/test_calls.py",
    "agent_client/backend/telephony/asterisk/announcements.py": "tests/backend/telephony/test_announcing.py",
    "agent_client/backend/telephony/asterisk/board.py": "tests/backend/telephony/test_calls.py",
    "agent_client/backend/telephony/asterisk/customers.py": "tests/backend/telephony/test_calls.py",
    "agent_client/backend/telephony/asterisk/exchange.py": "tests/backend/telephony/test_calls.py",
    "agent_client/backend/telephony/asterisk/happenings.py": "tests/backend/telephony/test_calls.py",
    "agent_client/backend/telephony/asterisk/hearing.py": "tests/backend/telephony/test_consult.py",
    "agent_client/backend/telephony/asterisk/leaving.py": "tests/backend/telephony/test_transfer.py",
    "agent_client/backend/telephony/asterisk/lines.py": "tests/backend/telephony/test_calls.py",
    "agent_client/backend/telephony/asterisk/linking.py": "tests/backend/telephony/test_link.py",
    "agent_client/backend/telephony/asterisk/listeners.py": "tests/backend/telephony/test_listening.py",
    "agent_client/backend/telephony/asterisk/news.py": "tests/backend/telephony/test_link.py",
    "agent_client/backend/telephony/asterisk/pbx.py": "tests/backend/telephony/test_calls.py",
    "agent_client/backend/telephony/asterisk/phone_states.py": "tests/backend/telephony/test_link.py",
    "agent_client/backend/telephony/asterisk/reconciling.py": "tests/backend/telephony/test_restart.py",
    "agent_client/backend/telephony/asterisk/recorded_files.py": "tests/backend/telephony/test_recording.py",
    "agent_client/backend/telephony/asterisk/tapes.py": "tests/backend/telephony/test_recording.py",
    "agent_client/backend/telephony/asterisk/voice.py": "tests/backend/telephony/test_speaking.py",
    "agent_client/backend/telephony/simulator/keys.py": "tests/backend/telephony/test_phone_keys.py",
    "agent_client/backend/telephony/simulator/keypad.py": "tests/backend/telephony/test_keypad_and_mute.py",
    "agent_client/backend/telephony/simulator/listeners.py": "tests/backend/telephony/test_listening.py",
    "agent_client/backend/persistence/call_log.py": "tests/backend/services/test_call_log.py",
    "agent_client/backend/persistence/columns.py": "tests/backend/persistence/test_migrations.py",
    "agent_client/backend/persistence/contact_limits.py": "tests/backend/persistence/test_contacts.py",
    "agent_client/backend/persistence/contact_view.py": "tests/backend/persistence/test_contacts.py",
    "agent_client/backend/persistence/course.py": "tests/backend/services/test_customer_history.py",
    "agent_client/backend/persistence/customer_imports.py": "tests/backend/services/test_customer_importing.py",
    "agent_client/backend/persistence/customer_lists.py": "tests/backend/services/test_customer_lists.py",
    "agent_client/backend/persistence/customer_matching.py": "tests/backend/persistence/test_customer_search.py",
    "agent_client/backend/persistence/day_figures.py": "tests/backend/services/test_supervising.py",
    "agent_client/backend/persistence/digital.py": "tests/backend/services/test_digital.py",
    "agent_client/backend/persistence/entry_points.py": "tests/backend/services/test_administration.py",
    "agent_client/backend/persistence/failures.py": "tests/backend/services/test_throttling.py",
    "agent_client/backend/persistence/fold*.py": "tests/backend/persistence/test_customers.py",
    "agent_client/backend/persistence/following.py": "tests/backend/test_several_servers.py",
    "agent_client/backend/persistence/free_agents.py": "tests/backend/services/test_routing.py",
    "agent_client/backend/persistence/given_values.py": "tests/backend/services/test_previews.py",
    "agent_client/backend/persistence/hints.py": "tests/backend/test_several_servers.py",
    "agent_client/backend/persistence/interactions.py": "tests/backend/services/test_call_control.py",
    "agent_client/backend/persistence/interventions.py": "tests/backend/services/test_intervening.py",
    "agent_client/backend/persistence/kept_lines.py": "tests/backend/services/test_kept_lines.py",
    "agent_client/backend/persistence/locks.py": "tests/backend/services/test_locks.py",
    "agent_client/backend/persistence/merges.py": "tests/backend/services/test_customer_merging.py",
    "agent_client/backend/persistence/opening.py": "tests/backend/persistence/test_postgres.py",
    "agent_client/backend/handed_over.py": "tests/backend/test_main.py",
    "agent_client/backend/persistence/passwords.py": "tests/backend/services/test_passwords.py",
    "agent_client/backend/persistence/past_calls.py": "tests/backend/services/test_customer_history.py",
    "agent_client/backend/persistence/projects.py": "tests/backend/persistence/test_centre.py",
    "agent_client/backend/persistence/queue_standing.py": "tests/backend/persistence/test_centre.py",
    "agent_client/backend/persistence/remote_agents.py": "tests/backend/services/test_remote_sign_in.py",
    "agent_client/backend/persistence/rows.py": "tests/backend/persistence/test_contacts.py",
    "agent_client/backend/persistence/rules_file.py": "tests/backend/services/test_rules_file.py",
    "agent_client/backend/persistence/search_index.py": "tests/backend/persistence/test_customer_search.py",
    "agent_client/backend/persistence/service_calls.py": "tests/backend/services/test_remote_sign_in.py",
    "agent_client/backend/persistence/sessions.py": "tests/backend/services/test_signing_in.py",
    "agent_client/backend/persistence/staffing.py": "tests/backend/services/test_staffed_queues.py",
    "agent_client/backend/persistence/supervising.py": "tests/backend/services/test_supervising.py",
    "agent_client/backend/persistence/templates.py": "tests/backend/services/test_templates.py",
    "agent_client/backend/persistence/text_messages.py": "tests/backend/services/test_text_messages.py",
    "agent_client/backend/persistence/waiting.py": "tests/backend/services/test_routing.py",
    "agent_client/backend/ports/*.py": "tests/backend/persistence/test_engine.py",
    "agent_client/backend/programs.py": "tests/backend/test_link_commands.py",
    "agent_client/backend/routes/*.py": "tests/backend/test_openapi.py",
    "agent_client/backend/services/administering.py": "tests/backend/services/test_administration.py",
    "agent_client/backend/services/administration_checks.py": "tests/backend/services/test_administration.py",
    "agent_client/backend/services/callback_delivery.py": "tests/backend/services/test_appointments.py",
    "agent_client/backend/services/callback_turns.py": "tests/backend/services/test_callbacks.py",
    "agent_client/backend/services/calling_out.py": "tests/backend/services/test_outdial.py",
    "agent_client/backend/services/commands.py": "tests/backend/routes/test_customers.py",
    "agent_client/backend/services/desk_phones.py": "tests/backend/routes/test_desk_phones.py",
    "agent_client/backend/services/lock_out.py": "tests/backend/services/test_passwords.py",
    "agent_client/backend/services/message_words.py": "tests/backend/services/test_text_messages.py",
    "agent_client/backend/services/password_*.py": "tests/backend/services/test_passwords.py",
    "agent_client/backend/services/reaching.py": "tests/backend/services/test_routing.py",
    "agent_client/backend/services/recordings.py": "tests/backend/services/test_call_control.py",
    "agent_client/backend/services/remote_phones.py": "tests/backend/services/test_remote_sign_in.py",
    "agent_client/backend/services/requests.py": "tests/backend/services/test_digital.py",
    "agent_client/backend/services/resuming.py": "tests/backend/services/test_consulting.py",
    "agent_client/backend/services/retries.py": "tests/backend/services/test_callback_requests.py",
    "agent_client/backend/services/route_rules.py": "tests/backend/services/test_routing.py",
    "agent_client/backend/services/rules_reading.py": "tests/backend/services/test_rules_file.py",
    "agent_client/backend/services/rules_saving.py": "tests/backend/services/test_rules_file.py",
    "agent_client/backend/services/security.py": "tests/backend/services/test_passwords.py",
    "agent_client/backend/services/storing.py": "tests/backend/services/test_outside.py",
    "agent_client/backend/services/targets.py": "tests/backend/services/test_consulting.py",
    "agent_client/backend/services/telling.py": "tests/backend/services/test_consulting.py",
    "agent_client/backend/softphone/calls.py": "tests/backend/softphone/test_phone.py",
    "agent_client/backend/softphone/customers.py": "tests/backend/softphone/test_phone.py",
    "agent_client/backend/softphone/dialog.py": "tests/backend/softphone/test_phone.py",
    "agent_client/backend/softphone/endpoint.py": "tests/backend/softphone/test_phone.py",
    "agent_client/backend/softphone/sound.py": "tests/backend/softphone/test_phone.py",
    "agent_client/backend/telephony/simulator/announcements.py": "tests/backend/telephony/test_speaking.py",
    "agent_client/backend/demo/telephones.py": "tests/backend/demo/test_on_asterisk.py",
    "agent_client/backend/demo/world.py": "tests/backend/demo/test_on_asterisk.py",
    "agent_client/backend/outside_options.py": "tests/backend/test_main.py",
    "agent_client/backend/telephony/asterisk/ari/*.py": "tests/backend/telephony/asterisk/ari/test_link.py",
    "agent_client/backend/telephony/asterisk/setting_up/*.py": "tests/backend/telephony/asterisk/test_command_line.py",
    "agent_client/client/api/contacts.py": "tests/client/api/test_commands.py",
    "agent_client/client/api/passwords.py": "tests/end_to_end/test_passwords.py",
    "agent_client/client/api/trouble.py": "tests/client/api/test_wire.py",
    "agent_client/client/outbox/*.py": "tests/client/outbox/test_outbox.py",
    "agent_client/protocol/desk_phones.py": "tests/backend/routes/test_desk_phones.py",
    "agent_client/protocol/passwords.py": "tests/rules/test_passwords.py",
    "agent_client/protocol/names/word.py": "tests/protocol/test_events.py",
    "ui/administration/*.py": "tests/ui/administration/test_window.py",
    "ui/app.py": "tests/end_to_end/test_desk.py",
    "ui/customers/import_*.py": "tests/ui/customers/test_import_page.py",
    "ui/customers/list_head.py": "tests/ui/customers/test_list_page.py",
    "ui/desk.py": "tests/end_to_end/test_desk.py",
    "ui/diagnostics/*.py": "tests/end_to_end/test_diagnostics.py",
    "ui/dialogs/*password.py": "tests/ui/dialogs/test_new_password.py",
    "ui/dialogs/fitted.py": "tests/ui/dialogs/test_new_password.py",
    "ui/dialogs/sign_in_form.py": "tests/ui/dialogs/test_sign_in.py",
    "ui/frames.py": "tests/ui/test_placement.py",
    "ui/main_window/*.py": "tests/ui/main_window/test_window.py",
    "ui/models/appointment_subject.py": "tests/ui/panels/test_appointment.py",
    "ui/online.py": "tests/end_to_end/test_signing_in.py",
    "ui/panels/appointment_*.py": "tests/ui/panels/test_appointment.py",
    "ui/panels/call_*.py": "tests/ui/panels/test_contact_call.py",
    "ui/panels/callback_*.py": "tests/ui/panels/test_callbacks.py",
    "ui/panels/contact_*.py": "tests/ui/panels/test_contact.py",
    "ui/panels/customer_*.py": "tests/ui/panels/test_customer.py",
    "ui/panels/dial_queue.py": "tests/ui/panels/test_dial_box.py",
    "ui/panels/naming.py": "tests/ui/panels/test_contacts.py",
    "ui/panels/subject.py": "tests/ui/panels/test_contacts.py",
    "ui/panels/target_picker_*.py": "tests/ui/panels/test_target_picker.py",
    "ui/panels/unsent_rows.py": "tests/ui/panels/test_unsent_notes.py",
    "agent_client/backend/persistence/recordings.py": "tests/backend/services/test_kept_recordings.py",
    "agent_client/backend/services/hearing.py": "tests/backend/services/test_kept_recordings.py",
    "agent_client/backend/services/sound_rules.py": "tests/backend/services/test_kept_recordings.py",
    "agent_client/backend/telephony/simulator/sounds.py": "tests/backend/telephony/test_recording.py",
    "agent_client/client/api/recordings.py": "tests/end_to_end/test_recordings.py",
    "ui/panels/variable_*.py": "tests/ui/panels/test_variables.py",
    "ui/popovers/*popover.py": "tests/ui/popovers/test_stack.py",
    "ui/popovers/stack_bar.py": "tests/ui/popovers/test_content.py",
    "ui/program.py": "tests/end_to_end/test_signing_in.py",
    "ui/self_check/*.py": "tests/end_to_end/test_self_check.py",
    "ui/shift/*.py": "tests/end_to_end/test_first_call.py",
    "ui/supervising/*.py": "tests/ui/supervising/test_window.py",
    "ui/widgets/button_face.py": "tests/ui/widgets/test_action_button.py",
    "ui/widgets/check_box.py": "tests/ui/dialogs/test_sign_in.py",
    "ui/widgets/keyboard_loan.py": "tests/ui/panels/test_contact_call.py",
    "ui/widgets/password_field.py": "tests/ui/dialogs/test_new_password.py",
    "ui/widgets/placeholders.py": "tests/ui/panels/test_customer.py",
    "ui/widgets/time_line_*.py": "tests/ui/widgets/test_time_line.py",
    "ui/widgets/window_keys.py": "tests/ui/widgets/test_search_field.py",
}
"""Parts that are tested through the whole they belong to: their paths, and the tests that do it."""
ACROSS = (
    "tests/backend/telephony/test_own_asterisk.py",
    "tests/client/test_with_backend.py",
    "tests/client/store/test_layered.py",
    "tests/ui/popovers/test_focus.py",
    "tests/ui/main_window/test_small_window.py",
    "tests/ui/test_placement_screens.py",
    "tests/ui/test_placement_x11.py",
)
"""Tests of behaviour that is no single module's."""


def _partner(path: str) -> str:
    place = Path(path.removeprefix("agent_client/"))
    return (Path("tests") / place.parent / f"test_{place.name}").as_posix()


def _needs_partner(path: str, tree: ast.Module) -> bool:
    """What only declares has nothing to test: the tests of those who use it do."""
    return not path.startswith(MIGRATIONS) and not path.endswith("__init__.py") and any(_functions(tree))


def test_every_module_has_its_partner_test(trees: Trees, root: Path) -> None:
    needing = [path for path, tree in trees.items() if _needs_partner(path, tree)]
    missing = {path for path in needing if not (root / _partner(path)).exists()}
    through = {part: fnmatch.filter(missing, part) for part in THROUGH}
    assert sorted(missing.difference(*through.values())) == []
    assert [part for part, paths in through.items() if not paths] == [], "these have a test of their own, or are gone"
    assert sorted(test for test in THROUGH.values() if not (root / test).exists()) == []


def test_no_test_has_lost_its_module(trees: Trees, root: Path) -> None:
    """A module that was renamed leaves its test behind; tests of behaviour across modules say so in their folder's name."""
    partners = {_partner(path) for path in trees}
    mirrored = ("protocol", "rules", "client", "workstation", "ui")
    tests = [p.relative_to(root).as_posix() for room in mirrored for p in (root / "tests" / room).rglob("test_*.py")]
    assert sorted(set(tests) - partners - set(ACROSS)) == []
