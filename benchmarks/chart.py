#!/usr/bin/env python3
"""Draws docs/images/cpu-per-delivery.svg from the first table of "Next to other servers" in RESULTS.md.

    python3 benchmarks/chart.py
"""
import html, os, re

HERE = os.path.dirname(os.path.abspath(__file__))
ROW = re.compile(r"^\| ([^|]+) \| ([\d.]+) \| ([\d.]+) \| [^|]+ \| (?:A|B|above), \d+ \|$", re.M)
LEFT, SCALE, MOST, STEP, TOP, WIDTH = 270, 85, 6, 40, 70, 860
COLORS = {True: ("#b3470c", "#eda36f"), False: ("#4a5a6a", "#a9b6c2")}


def bar(y, ratio, color):
    """A bar with its figure; one that is longer than the axis ends in an arrow."""
    end = LEFT + SCALE * min(ratio, MOST)
    shape = f'<rect x="{LEFT}" y="{y}" width="{end - LEFT:.1f}" height="13" fill="{color}"/>'
    if ratio > MOST:
        shape += f'<path d="M{end} {y - 2}l12 8.5l-12 8.5z" fill="{color}"/>'
        end += 12
    return shape + f'<text x="{end + 6:.1f}" y="{y + 11}">{ratio:.2f}</text>'


def main():
    with open(os.path.join(HERE, "RESULTS.md"), encoding="utf-8") as file:
        rows = ROW.findall(file.read())
    if not rows:
        raise SystemExit("RESULTS.md contains no rows for the chart")
    height = TOP + STEP * len(rows) + 30
    line = LEFT + SCALE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        ' font-family="sans-serif" font-size="13" fill="#222">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        '<text x="20" y="26" font-size="16" font-weight="bold">Server CPU per delivery, fan-out to 1,000 clients</text>',
        '<text x="20" y="48">Ratio to a C program with one send per message and client. Lower is better. '
        "Upper bar: 1 message in flight; lower bar: 16.</text>"]
    for number, (name, one, sixteen) in enumerate(rows):
        y = TOP + STEP * number
        dark, light = COLORS[name.startswith("Fanfare")]
        parts.append(f'<text x="{LEFT - 10}" y="{y + 18}" text-anchor="end">{html.escape(name)}</text>')
        parts += [bar(y, float(one), dark), bar(y + 15, float(sixteen), light)]
    parts.append(f'<path d="M{line} {TOP - 6}V{height - 30}" stroke="#222" stroke-dasharray="4 4"/>')
    parts.append(f'<text x="{line}" y="{height - 12}" text-anchor="middle">1 = C program</text></svg>\n')
    target = os.path.join(HERE, "..", "docs", "images", "cpu-per-delivery.svg")
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(parts))


if __name__ == "__main__":
    main()
