"""What a measurement found, and how it is shown: a Markdown table for people, JSON for machines. Limits are design §6's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Result:
    """``ours`` and ``floors`` are the single readings, in ``unit``. ``limit`` bounds the ratio of the medians, ``most`` our
    own median; None: for information."""

    name: str
    what: str
    floor: str
    unit: str
    ours: Sequence[float]
    floors: Sequence[float]
    limit: float | None = None
    most: float | None = None

    @property
    def ratio(self) -> float | None:
        """None where the floor is nothing."""
        floor = median(self.floors)
        return median(self.ours) / floor if floor else None

    @property
    def held(self) -> bool | None:
        """None where design §6 sets no limit."""
        if self.limit is None and self.most is None:
            return None
        ratio = self.ratio
        return (self.limit is None or (ratio is not None and ratio <= self.limit)) and (
            self.most is None or median(self.ours) <= self.most
        )

    def limits(self) -> str:
        parts = [f"{self.limit:g}×"] if self.limit is not None else []
        parts += [f"{self.most:g} {self.unit}"] if self.most is not None else []
        return ", ".join(parts) or "–"

    def line(self) -> str:
        held = {True: "yes", False: "**no**", None: "–"}[self.held]
        cells = (
            self.name,
            self.what,
            self.floor,
            spread(self.ours, self.unit),
            spread(self.floors, self.unit),
            "–" if self.ratio is None else f"{self.ratio:.2f}",
            self.limits(),
            held,
        )
        return f"| {' | '.join(cells)} |"

    def as_dict(self) -> dict[str, object]:
        return {
            "name": self.name,
            "what": self.what,
            "floor": self.floor,
            "unit": self.unit,
            "ours": list(self.ours),
            "floors": list(self.floors),
            "ratio": self.ratio,
            "limit": self.limit,
            "most": self.most,
            "held": self.held,
        }


def spread(values: Sequence[float], unit: str) -> str:
    return f"{_short(median(values))} {unit} ({_short(min(values))}–{_short(max(values))})"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(results: Sequence[Result]) -> str:
    head = (
        "| name | what | floor | ours: median (min–max) | floor: median (min–max) | ratio | limit | held |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |"
    )
    return "\n".join([head, *(result.line() for result in results)])


def verdict(results: Sequence[Result]) -> str:
    missed = [result.name for result in results if result.held is False]
    return f"Limits not held: {'; '.join(missed)}." if missed else "All limits are held."
