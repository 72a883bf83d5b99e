"""Draws bars as SVG: one group for each change, one bar for each peer, on a logarithmic scale of seconds."""

import math
from html import escape

COLOURS = {"hindsight": "#c2410c", "plain": "#64748b", "dbt-full": "#0f766e", "dbt-incremental": "#5eb3a6", "sqlmesh": "#6d5bb0"}
LEFT, WIDTH, BAR, GAP, TOP = 300, 910, 11, 14, 62


def bars(title, rows, peers):
    """The picture's text; peers: names to titles."""
    values = [cell.whole.middle for row in rows for cell in row.cells.values()]
    low = 10 ** math.floor(math.log10(max(min(values), 0.01)))
    high = 10 ** math.ceil(math.log10(max(values)) + 1e-9)
    parts, top = [], TOP
    for row in rows:
        there = [peer for peer in peers if peer in row.cells]
        middle = top + len(there) * BAR / 2 + 4
        parts.append(_text(LEFT - 10, middle, row.label, "end"))
        for peer in there:
            parts += _bar(top, peer, row.cells[peer], low, high)
            top += BAR
        top += GAP
    head = [_text(10, 20, f"{title}: seconds, load and transform", "start", 14), *_legend(peers), *_scale(low, high, top)]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 20}" font-family="sans-serif" fill="#1f2937">',
        f'<rect width="{WIDTH}" height="{top + 20}" fill="#ffffff"/>',
        *head,
        *parts,
        "</svg>\n",
    ])


def _place(value, low, high):
    share = math.log(max(value, low) / low) / math.log(high / low)
    return LEFT + share * (WIDTH - LEFT - 110)


def _bar(top, peer, cell, low, high):
    end = _place(cell.whole.middle, low, high)
    least, most = _place(cell.whole.least, low, high), _place(cell.whole.most, low, high)
    said = f"{cell.whole.middle:.2f}" + (" wrong rows" if cell.wrong else "")
    yield f'<rect x="{LEFT}" y="{top}" width="{max(end - LEFT, 1):.1f}" height="{BAR - 1}" fill="{COLOURS[peer]}" opacity="{0.4 if cell.wrong else 1}"/>'
    yield f'<line x1="{least:.1f}" x2="{most:.1f}" y1="{top + BAR / 2 - 0.5}" y2="{top + BAR / 2 - 0.5}" stroke="#1f2937"/>'
    yield _text(max(end, most) + 4, top + BAR - 2, said, "start", 9)


def _legend(peers):
    left = 10
    for peer, title in peers.items():
        yield f'<rect x="{left}" y="31" width="10" height="10" fill="{COLOURS[peer]}"/>'
        yield _text(left + 14, 40, title, "start")
        left += 34 + 7 * len(title)


def _scale(low, high, bottom):
    value = low
    while value <= high * 1.001:
        at = _place(value, low, high)
        yield f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{TOP - 6}" y2="{bottom}" stroke="#d1d5db"/>'
        yield _text(at, bottom + 14, f"{value:g} s", "middle")
        value *= 10


def _text(left, top, text, anchor, size=11):
    return f'<text x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}" font-size="{size}">{escape(text)}</text>'
