"""Draws bar charts and line charts as SVG, with the spread of each figure."""

import html
import math

LEFT, WIDTH, TOP, BAR = 270, 860, 70, 15
AXIS = WIDTH - LEFT - 80
COLORS = {True: ("#b3470c", "#eda36f", "#f6d3bb"), False: ("#4a5a6a", "#a9b6c2", "#d7dde3")}
LINES = ("#b3470c", "#4a5a6a", "#2f7d4f", "#7a4fa3")


def document(height, title, subtitle, parts):
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        ' font-family="sans-serif" font-size="13" fill="#222">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="20" y="26" font-size="16" font-weight="bold">{html.escape(title)}</text>',
        f'<text x="20" y="48">{html.escape(subtitle)}</text>', *parts, "</svg>\n"])


def bar(y, figure, most, color, form):
    """A bar with its figure and, as a line, the range; a bar that is longer than the axis ends in an arrow."""
    value, low, high = figure
    scale = AXIS / most
    end = LEFT + scale * min(value, most)
    shape = f'<rect x="{LEFT}" y="{y}" width="{end - LEFT:.1f}" height="{BAR - 2}" fill="{color}"/>'
    if value > most:
        shape += f'<path d="M{end:.1f} {y - 2}l12 8.5l-12 8.5z" fill="{color}"/>'
        end += 12
    elif high > low:
        first, last = LEFT + scale * low, LEFT + scale * min(high, most)
        ends = f"M{first:.1f} {y + 3}v7M{last:.1f} {y + 3}v7"
        shape += f'<path d="M{first:.1f} {y + 6.5}H{last:.1f}{ends}" stroke="#222"/>'
        end = max(end, last)
    return shape + f'<text x="{end + 6:.1f}" y="{y + 11}">{form % value}</text>'


def bars(title, subtitle, rows, form):
    """Returns a bar chart. A row is a name and up to three figures: (value, lowest, highest), or None.

    The axis ends at four times the median of all values, so that one long bar does not hide the others.
    """
    values = sorted(figure[0] for _, figures in rows for figure in figures if figure)
    most = min(values[-1], 4 * values[len(values) // 2])
    step = BAR * max(len(figures) for _, figures in rows) + 10
    height = TOP + step * len(rows) + 30
    parts = []
    for number, (name, figures) in enumerate(rows):
        y, middle = TOP + step * number, TOP + step * number + len(figures) * BAR / 2 + 3
        parts.append(f'<text x="{LEFT - 10}" y="{middle:.0f}" text-anchor="end">{html.escape(name)}</text>')
        parts += [bar(y + BAR * i, figure, most, COLORS[name.startswith("Fanfare")][i], form)
                  for i, figure in enumerate(figures) if figure]
    return document(height, title, subtitle, parts)


def lines(title, subtitle, series, across):
    """Returns a line chart with a logarithmic horizontal axis.

    A series is a name and points. A point is a number and a figure: (value, lowest, highest).
    """
    left, bottom, width = 80, 330, WIDTH - 120
    points = [point for _, points in series for point in points]
    first, last = (math.log10(f(x for x, _ in points)) for f in (min, max))
    most = max(figure[2] for _, figure in points) * 1.1
    place = lambda x: left + width * (math.log10(x) - first) / max(last - first, 1)  # noqa: E731
    level = lambda value: bottom - (bottom - TOP) * value / most  # noqa: E731
    parts = [f'<path d="M{left} {TOP}V{bottom}H{left + width}" fill="none" stroke="#222"/>']
    for tick in range(6):
        value = most * tick / 5
        parts.append(f'<text x="{left - 8}" y="{level(value) + 4:.0f}" text-anchor="end">{value:.3g}</text>')
    for x in sorted({x for x, _ in points}):
        parts.append(f'<text x="{place(x):.0f}" y="{bottom + 20}" text-anchor="middle">{x:,}</text>')
    parts.append(f'<text x="{left + width / 2}" y="{bottom + 44}" text-anchor="middle">{html.escape(across)}</text>')
    for (name, own), color in zip(series, LINES):
        path = "L".join(f"{place(x):.1f} {level(figure[0]):.1f}" for x, figure in own)
        spread = "".join(f"M{place(x):.1f} {level(low):.1f}V{level(high):.1f}" for x, (_, low, high) in own)
        parts.append(f'<path d="M{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts.append(f'<path d="{spread}" stroke="{color}" stroke-width="5" opacity="0.3"/>')
        x, figure = own[-1]
        parts.append(f'<text x="{place(x):.0f}" y="{level(figure[0]) - 10:.0f}" text-anchor="end" fill="{color}">'
                     f"{html.escape(name)}</text>")
    return document(bottom + 60, title, subtitle, parts)


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
