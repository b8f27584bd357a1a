"""Draws a chart as a picture for a phone: big letters, colours that everybody tells apart, numbers beside every bar.

Imported only where it is drawn, in a process of its own: matplotlib takes a second and 60 MB to come up.
"""

import io
import textwrap
from dataclasses import dataclass
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from domain.charts import Bar, Chart

WIDTH: Final = 1080
"""Pixels. A phone shows them on about 390 of its own, so letters of 34 pixels look like 12."""
_DPI: Final = 100
_EDGE: Final = 48
_ROOM: Final = WIDTH - 2 * _EDGE
_TITLE, _BODY, _SMALL = 46, 36, 32
"""Heights of letters in pixels."""
_LEADING: Final = 1.3
_BAR: Final = 44
_GAP: Final = 30
_INK, _QUIET, _TRACK, _PAPER = "#1a1a1a", "#4d4d4d", "#e4e4e4", "#ffffff"
_FILLS: Final = (("#0072B2", "", _PAPER), ("#E69F00", "//", _PAPER), ("#D55E00", "x", _INK))
"""Okabe and Ito's colours, told apart by everybody; the hatches tell them apart in grey as well."""
_FONT: Final = ("DejaVu Sans",)
"""Comes with matplotlib and has every Vietnamese letter."""


@dataclass(slots=True)
class _Sheet:
    """Paper with a pen that goes down."""

    axes: Axes
    y: float = _EDGE

    def write(self, text: str, size: int, colour: str = _INK, weight: str = "normal") -> None:
        """Lines of text over the whole width."""
        for line in self.wrapped(text, size, _ROOM, weight):
            self.put(_EDGE, line, size, colour, weight)
            self.y += size * _LEADING

    def put(
        self, x: float, text: str, size: int, colour: str = _INK, weight: str = "normal", side: str = "left"
    ) -> None:
        """Text at the pen's height."""
        self.axes.text(
            x, self.y, text, fontsize=_points(size), color=colour, weight=weight, ha=side, va="top", parse_math=False
        )

    def width(self, text: str, size: int, weight: str = "normal") -> float:
        """Pixels."""
        drawn = self.axes.text(0, 0, text, fontsize=_points(size), weight=weight, parse_math=False)
        wide = float(drawn.get_window_extent().width)
        drawn.remove()
        return wide

    def wrapped(self, text: str, size: int, room: float, weight: str = "normal", most: int = 9) -> list[str]:
        """The text in lines that fit; the last of ``most`` ends with dots when there is more."""
        letters = len(text)
        while letters > 1:
            lines = textwrap.wrap(text, letters) or [""]
            if max(self.width(line, size, weight) for line in lines) <= room:
                break
            letters -= max(1, letters // 20)
        if len(lines) <= most:
            return lines
        return [*lines[: most - 1], textwrap.shorten(" ".join(lines[most - 1 :]), letters, placeholder="…")]

    def box(self, x: float, wide: float, fill: tuple[str, str, str]) -> None:
        """A piece of a bar at the pen's height."""
        colour, hatch, lines = fill
        self.axes.add_patch(
            Rectangle((x, self.y), wide, _BAR, facecolor=colour, hatch=hatch, edgecolor=lines, linewidth=0)
        )


def _points(pixels: int) -> float:
    return pixels * 72 / _DPI


def draw(chart: Chart) -> bytes:
    """A PNG, 1080 pixels wide and as high as it must be."""
    with mpl.rc_context({**mpl.rcParamsDefault, "font.family": _FONT, "hatch.linewidth": 3.0}):
        return _png(chart, round(_laid_out(chart, WIDTH)[1]))


def _png(chart: Chart, high: int) -> bytes:
    figure, _ = _laid_out(chart, high)
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=_DPI, metadata={"Software": None})
    return written.getvalue()


def _laid_out(chart: Chart, high: float) -> tuple[Figure, float]:
    """Everything put on paper of that height, and the height that it takes."""
    figure = Figure(figsize=(WIDTH / _DPI, high / _DPI), dpi=_DPI, facecolor=_PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(high, 0))
    axes.axis("off")
    sheet = _Sheet(axes)
    sheet.write(chart.title, _TITLE, weight="bold")
    sheet.y += 8
    sheet.write(chart.as_of, _SMALL, _QUIET)
    sheet.y += _GAP
    if len(chart.series) > 1:
        _legend(sheet, chart)
    for bar in chart.bars:
        _bar(sheet, bar, chart.scale)
    if chart.note:
        sheet.write(chart.note, _SMALL, _QUIET)
    return figure, sheet.y + _EDGE / 2


def _legend(sheet: _Sheet, chart: Chart) -> None:
    """One line for each part."""
    for name, fill in zip(chart.series, _FILLS, strict=False):
        sheet.box(_EDGE, 2 * _BAR, fill)
        sheet.y += (_BAR - _SMALL) / 2 - 2
        sheet.put(_EDGE + 2 * _BAR + 20, name, _SMALL)
        sheet.y += (_BAR + _SMALL) / 2 + 16
    sheet.y += _GAP / 2


def _bar(sheet: _Sheet, bar: Bar, scale: int) -> None:
    """Its name and its number on one line, the bar below."""
    taken = sheet.width(bar.told, _BODY, "bold")
    lines = sheet.wrapped(bar.label, _BODY, _ROOM - taken - 30, most=2)
    sheet.put(WIDTH - _EDGE, bar.told, _BODY, weight="bold", side="right")
    for line in lines:
        sheet.put(_EDGE, line, _BODY)
        sheet.y += _BODY * _LEADING
    sheet.y += 4
    if bar.of is not None:
        sheet.box(_EDGE, _ROOM, (_TRACK, "", _PAPER))
    x, whole = float(_EDGE), scale if bar.of is None else max(1, bar.of)
    for place, (n, fill) in enumerate(zip(bar.parts, _FILLS, strict=False)):
        wide = _ROOM * n / whole
        sheet.box(x, wide, fill)
        if bar.numbers:
            _number(sheet, x, wide, bar.numbers[place])
        x += wide
    sheet.y += _BAR + _GAP


def _number(sheet: _Sheet, x: float, wide: float, told: str) -> None:
    """What a part counts, where it has room: hatches and colours alone are hard to read."""
    needed = sheet.width(told, _SMALL) + 16
    if needed + 8 > wide:
        return
    middle, high = x + wide / 2, _BAR - 10
    box = Rectangle((middle - needed / 2, sheet.y + 5), needed, high, facecolor=_PAPER, linewidth=0)
    sheet.axes.add_patch(box)
    sheet.axes.text(
        middle,
        sheet.y + _BAR / 2,
        told,
        fontsize=_points(_SMALL),
        color=_INK,
        ha="center",
        va="center_baseline",
        parse_math=False,
    )
