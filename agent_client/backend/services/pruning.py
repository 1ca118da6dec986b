"""Forgetting what has served its time: old events, answers to commands long repeated, failed sign-ins."""

from __future__ import annotations

from datetime import timedelta

from agent_client.backend.persistence import answers, event_log, failures, service_calls, text_messages
from agent_client.backend.ports.units import Tx
from agent_client.backend.settings import Settings

CALLS_KEPT = timedelta(days=2)
"""A call to the service number is over long before."""
TEXTS_KEPT = timedelta(days=30)


def prune(tx: Tx, settings: Settings) -> None:
    event_log.prune(tx.conn, tx.now - timedelta(days=settings.events_kept_days))
    answers.prune(tx.conn, tx.now - timedelta(days=settings.answers_kept_days))
    remembered = max(settings.throttle.forgotten_after_seconds, settings.public_throttle.forgotten_after_seconds)
    failures.prune(tx.conn, tx.now - timedelta(seconds=remembered))
    service_calls.prune(tx.conn, tx.now - CALLS_KEPT)
    text_messages.prune(tx.conn, tx.now - TEXTS_KEPT)
