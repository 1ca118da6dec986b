"""What Asterisk tells, of what we listen to: only the fields that matter."""

from __future__ import annotations

from typing import Any, TypeAlias

from msgspec import Struct, convert, field

from .lines import ChannelId


class Caller(Struct, frozen=True):
    number: str = ""


class Dialplan(Struct, frozen=True):
    app_name: str = ""
    app_data: str = ""


class Channel(Struct, frozen=True):
    id: ChannelId
    name: str = ""
    state: str = ""
    caller: Caller = Caller()
    dialplan: Dialplan = Dialplan()
    channelvars: dict[str, str] = field(default_factory=dict)


class Bridge(Struct, frozen=True):
    id: str
    name: str = ""
    channels: tuple[ChannelId, ...] = ()


class Endpoint(Struct, frozen=True):
    technology: str
    resource: str
    state: str = ""


class Playback(Struct, frozen=True):
    id: str


class Recording(Struct, frozen=True):
    name: str
    cause: str = ""


class Destination(Struct, frozen=True):
    protocol_id: str = ""
    destination: str = ""


class ReferTo(Struct, frozen=True):
    requested_destination: Destination = Destination()
    destination_channel: Channel | None = None
    connected_channel: Channel | None = None


class ReferredBy(Struct, frozen=True):
    source_channel: Channel


class StasisStart(Struct, frozen=True, tag="StasisStart"):
    channel: Channel
    args: tuple[str, ...] = ()


class StasisEnd(Struct, frozen=True, tag="StasisEnd"):
    channel: Channel


class ChannelDestroyed(Struct, frozen=True, tag="ChannelDestroyed"):
    channel: Channel
    cause: int = 0


class ChannelHangupRequest(Struct, frozen=True, tag="ChannelHangupRequest"):
    channel: Channel


class ChannelStateChange(Struct, frozen=True, tag="ChannelStateChange"):
    channel: Channel


class Dial(Struct, frozen=True, tag="Dial"):
    peer: Channel
    dialstatus: str = ""


class ChannelDtmfReceived(Struct, frozen=True, tag="ChannelDtmfReceived"):
    channel: Channel
    digit: str


class ChannelHold(Struct, frozen=True, tag="ChannelHold"):
    channel: Channel


class ChannelUnhold(Struct, frozen=True, tag="ChannelUnhold"):
    channel: Channel


class ChannelTransfer(Struct, frozen=True, tag="ChannelTransfer"):
    refer_to: ReferTo
    referred_by: ReferredBy
    state: str = ""
    """What the phone was told of it: an echo of ours. Empty: the key was pressed."""
    timestamp: str = ""


class PlaybackFinished(Struct, frozen=True, tag="PlaybackFinished"):
    playback: Playback


class RecordingStarted(Struct, frozen=True, tag="RecordingStarted"):
    recording: Recording


class RecordingFinished(Struct, frozen=True, tag="RecordingFinished"):
    recording: Recording


class RecordingFailed(Struct, frozen=True, tag="RecordingFailed"):
    recording: Recording


class EndpointStateChange(Struct, frozen=True, tag="EndpointStateChange"):
    endpoint: Endpoint


class PeerStatusChange(Struct, frozen=True, tag="PeerStatusChange"):
    endpoint: Endpoint


class ContactStatusChange(Struct, frozen=True, tag="ContactStatusChange"):
    endpoint: Endpoint


class ChannelUserevent(Struct, frozen=True, tag="ChannelUserevent"):
    eventname: str


Happening: TypeAlias = (
    StasisStart
    | StasisEnd
    | ChannelDestroyed
    | ChannelHangupRequest
    | ChannelStateChange
    | Dial
    | ChannelDtmfReceived
    | ChannelHold
    | ChannelUnhold
    | ChannelTransfer
    | PlaybackFinished
    | RecordingStarted
    | RecordingFinished
    | RecordingFailed
    | EndpointStateChange
    | PeerStatusChange
    | ContactStatusChange
    | ChannelUserevent
)
_KINDS = frozenset(kind.__struct_config__.tag for kind in Happening.__args__)


def read(event: dict[str, Any]) -> Happening | None:
    """None: nothing that concerns us. Raises `msgspec.ValidationError`."""
    return convert(event, Happening) if event.get("type") in _KINDS else None
