"""What things are called by: a number for each kind, never one for another."""

from __future__ import annotations

from typing import NewType

AgentId = NewType("AgentId", int)
ContactId = NewType("ContactId", int)
QueueId = NewType("QueueId", int)
ProjectId = NewType("ProjectId", int)
CustomerId = NewType("CustomerId", int)
RecordId = NewType("RecordId", int)
CallbackId = NewType("CallbackId", int)
SessionId = NewType("SessionId", int)
IdleReasonId = NewType("IdleReasonId", int)
WrapUpReasonId = NewType("WrapUpReasonId", int)
InteractionId = NewType("InteractionId", int)
TemplateId = NewType("TemplateId", int)
MergeId = NewType("MergeId", int)
