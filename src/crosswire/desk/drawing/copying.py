"""Who copies whom, drawn: outlets in columns from those whose words they are to those who print them again.

At most `MOST` outlets are drawn; of many that take from the same and from whom nobody takes, a few are, and the rest
stands as "and 214 more" in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crosswire.desk.drawing.labels import BOLD, length
from crosswire.desk.drawing.lineage import CITE, CREDIT, REPRINT, SHARE, Lineage, Taking, lineage, told
from crosswire.desk.drawing.picture import Drawing, Size, cut, framed, lettered, said
from crosswire.model import Account, Incident
from crosswire.report.wording import plain, plural

#: outlets drawn at the most, and of those that take from the same and hand nothing on
MOST, ALIKE = 30, 6
_COLUMNS = 4
_ORDER = (REPRINT, CREDIT, CITE, SHARE)
_LEGEND = {REPRINT: "reprints", CREDIT: "credits or cites", SHARE: "shares passages"}


@dataclass(frozen=True, slots=True)
class Node:
    """An outlet, or several folded into one, in its column (0 is where the words come from)."""

    key: str
    name: str
    note: str
    column: int


@dataclass(frozen=True, slots=True)
class Graph:
    """What is drawn: nodes in the order of their columns, and the strongest tie of each two."""

    nodes: tuple[Node, ...]
    edges: tuple[Taking, ...]
    left_out: int


def copies_graph(account: Account, incident: Incident) -> Drawing:
    """Who takes from whom in an incident, with every tie as a sentence; only sentences if there is none to draw."""
    found = lineage(account, incident)
    words = tuple(told(found))
    if not found.takings:
        return Drawing("", words, "copying")
    graph = graphed(found)
    heading = f"Who copies whom: {plain(incident.label)}"
    name = f"copies-{incident.id}"
    short = " ".join(words[:8])
    drawn = [framed(name, size, heading, short, "\n".join(body)) for size, body in (_wide(graph), _narrow(graph))]
    return Drawing("\n".join(drawn), words, "copying")


# --- what is drawn -------------------------------------------------------------------------------


def graphed(found: Lineage) -> Graph:
    """The lineage folded to what can be seen at a glance."""
    edges = _strongest(found.takings)
    folded, edges = _folded(edges)
    shown = _weightiest(edges)
    tied = {key for edge in shown for key in (edge.taker, edge.origin)}
    every = {key for edge in edges for key in (edge.taker, edge.origin)}
    columns = _columns(shown)
    outlets = {outlet.key: outlet for outlet in found.outlets}
    nodes = []
    for key in sorted(tied):
        if key in folded:
            nodes.append(Node(key, f"and {folded[key]} more", "", columns[key]))
        else:
            own = outlets[key].reports
            nodes.append(
                Node(
                    key, outlets[key].name, plural(own, "report") if own else "no report of its own here", columns[key]
                )
            )
    return Graph(tuple(nodes), shown, len(every) - len(tied))


def _weightiest(edges: Sequence[Taking]) -> tuple[Taking, ...]:
    """The ties of those from whom most is taken, for as long as there is room for both ends."""
    weight: dict[str, int] = {}
    for edge in edges:
        for key in (edge.taker, edge.origin):
            weight[key] = weight.get(key, 0) + edge.reports
    order = sorted(edges, key=lambda e: (-weight[e.origin] - weight[e.taker], e.origin, e.taker))
    kept: set[str] = set()
    for edge in order:
        if len(kept | {edge.taker, edge.origin}) <= MOST:
            kept |= {edge.taker, edge.origin}
    return tuple(edge for edge in edges if edge.taker in kept and edge.origin in kept)


def _strongest(takings: Iterable[Taking]) -> tuple[Taking, ...]:
    """One tie for each two outlets and direction: a reprint says more than a credit."""
    best: dict[tuple[str, str], Taking] = {}
    for taking in takings:
        pair = (taking.taker, taking.origin)
        if pair not in best or _ORDER.index(taking.manner) < _ORDER.index(best[pair].manner):
            best[pair] = taking
    return tuple(best[pair] for pair in sorted(best))


def _folded(edges: Sequence[Taking]) -> tuple[dict[str, int], tuple[Taking, ...]]:
    """Outlets that take from the same and hand nothing on, but for a few, become one; how many each stands for."""
    origins = {edge.origin for edge in edges}
    takes: dict[str, list[Taking]] = {}
    for edge in edges:
        takes.setdefault(edge.taker, []).append(edge)
    groups: dict[tuple[str, ...], list[str]] = {}
    for taker, ties in sorted(takes.items()):
        if taker not in origins:
            groups.setdefault(tuple(sorted(tie.origin for tie in ties)), []).append(taker)
    stands: dict[str, int] = {}
    into: dict[str, str] = {}
    for group, takers in groups.items():
        takers.sort(key=lambda taker: (-sum(tie.reports for tie in takes[taker]), taker))
        if len(takers) > ALIKE + 1:
            name = "\x00more " + " ".join(group)
            stands[name] = len(takers) - ALIKE
            into.update(dict.fromkeys(takers[ALIKE:], name))
    merged: dict[tuple[str, str], Taking] = {}
    for edge in edges:
        taker = into.get(edge.taker, edge.taker)
        known = merged.get((taker, edge.origin))
        total = edge.reports + (known.reports if known else 0)
        manner = min((edge.manner, known.manner), key=_ORDER.index) if known else edge.manner
        merged[taker, edge.origin] = Taking(taker, edge.origin, manner, total, edge.known)
    return stands, tuple(merged[pair] for pair in sorted(merged))


def _columns(edges: Sequence[Taking]) -> dict[str, int]:
    """How many hands the words went through: the longest way from an origin; a circle is cut where it closes."""
    origins: dict[str, list[str]] = {}
    for edge in edges:
        before = origins.setdefault(edge.taker, [])
        origins.setdefault(edge.origin, [])
        if edge.known:
            before.append(edge.origin)
    found: dict[str, int] = {}

    def column(key: str, way: frozenset[str]) -> int:
        if key not in found:
            hands = [column(o, way | {key}) + 1 for o in origins[key] if o not in way and o != key]
            if way & set(origins[key]):
                return max(hands, default=0)  # right on this way alone: not to be kept
            found[key] = max(hands, default=0)
        return found[key]

    return {key: min(column(key, frozenset()), _COLUMNS - 1) for key in sorted(origins)}


# --- in columns ----------------------------------------------------------------------------------

_WIDTH, _ROW, _BOX = 720.0, 46.0, 34.0


def _wide(graph: Graph) -> tuple[Size, list[str]]:
    count = max(node.column for node in graph.nodes) + 1
    at = _rows(graph, count)
    gap = 38.0 if count > 3 else 56.0
    column = {node.key: node.column for node in graph.nodes}
    room = _WIDTH - (40 if any(column[edge.taker] <= column[edge.origin] for edge in graph.edges) else 2)
    box = min(210.0, (room - gap * (count - 1)) / count)
    step = (room - box) / max(count - 1, 1)
    step = min(step, box + 130)
    tallest = max(at.values()) + 1
    places = {node.key: (1 + node.column * step, at[node.key] * _ROW + 4) for node in graph.nodes}
    height = tallest * _ROW + 34
    lines = [_curve(edge, places[edge.origin], places[edge.taker], box) for edge in graph.edges]
    boxes = [part for node in graph.nodes for part in _box(node, places[node.key], box)]
    return Size("wide", _WIDTH, height, 13), [*lines, *boxes, *_legend(graph, height - 12, _WIDTH)]


def _rows(graph: Graph, count: int) -> dict[str, float]:
    """Down: within a column by the middle of those whom an outlet takes from; short columns stand in the middle."""
    columns: list[list[Node]] = [[node for node in graph.nodes if node.column == c] for c in range(count)]
    tallest = max(len(column) for column in columns)
    takers: dict[str, int] = {}
    origins: dict[str, list[str]] = {}
    for edge in graph.edges:
        takers[edge.origin] = takers.get(edge.origin, 0) + 1
        origins.setdefault(edge.taker, []).append(edge.origin)
    at: dict[str, float] = {}
    for column in columns:
        middle = {
            node.key: [at[o] for o in origins.get(node.key, ()) if o in at] or [-float(takers.get(node.key, 0))]
            for node in column
        }
        ordered = sorted(column, key=lambda n: (sum(middle[n.key]) / len(middle[n.key]), n.key[:1] == "\x00", n.name))
        first = (tallest - len(ordered)) / 2
        at.update((node.key, first + row) for row, node in enumerate(ordered))
    return at


def _box(node: Node, at: tuple[float, float], wide: float) -> Iterator[str]:
    x, y = at
    if node.key.startswith("\x00"):
        yield lettered(node.name, x + 10, y + 22, "more", 13)
        return
    yield f'<g><rect class="outlet" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{_BOX:g}" rx="4"/>'
    yield f"<title>{said(node.name)}</title>"
    yield lettered(fitting(node.name, wide - 14, 12.5), x + 7, y + 15, "name", 12.5)
    yield lettered(node.note, x + 7, y + 28, "note", 11) + "</g>"


def fitting(text: str, wide: float, size: float) -> str:
    """The text, cut to a width in pixels."""
    letters = min(len(text), 80)
    while letters > 4 and length(cut(text, letters), size) * BOLD > wide:
        letters -= 1
    return cut(text, letters)


def _curve(edge: Taking, origin: tuple[float, float], taker: tuple[float, float], box: float) -> str:
    """From the right of the origin to the left of the taker; within a column, round the right side."""
    x, y = origin[0] + box, origin[1] + _BOX / 2
    u, v = taker[0], taker[1] + _BOX / 2
    if u <= x:
        u = taker[0] + box
        bend = max(x, u) + 26 + abs(v - y) * 0.05
        way = f"M{x:.1f} {y:.1f}C{bend:.1f} {y:.1f} {bend:.1f} {v:.1f} {u:.1f} {v:.1f}"
        head = f"M{u + 6:.1f} {v - 4:.1f}L{u + 1:.1f} {v:.1f}l5 4"
    else:
        half = (u - x) / 2
        way = f"M{x:.1f} {y:.1f}C{x + half:.1f} {y:.1f} {u - half:.1f} {v:.1f} {u:.1f} {v:.1f}"
        head = f"M{u - 6:.1f} {v - 4:.1f}L{u - 1:.1f} {v:.1f}l-5 4"
    arrow = f'<path class="head" d="{head}"/>' if edge.known else ""
    return f'<path class="{_line(edge.manner)}" d="{way}"/>{arrow}'


def _line(manner: str) -> str:
    return "credit" if manner == CITE else manner


def _legend(graph: Graph, y: float, width: float) -> Iterator[str]:
    """What the lines mean, those alone that are drawn."""
    manners = {_line(edge.manner) for edge in graph.edges}
    x = 4.0
    for manner, words in _LEGEND.items():
        if manner in manners:
            yield f'<path class="{manner}" d="M{x:.1f} {y - 4:.1f}h24"/>'
            yield lettered(words, x + 29, y, "note", 11)
            x += 38 + length(words, 11)
    if graph.left_out:
        yield lettered(f"{graph.left_out} more are not drawn", width - 4, y, "note", 11, "end")


# --- in rows, for a narrow column ----------------------------------------------------------------

_LINE, _INDENT = 34.0, 22.0


def _narrow(graph: Graph) -> tuple[Size, list[str]]:
    """One outlet a row, moved in by its column, beneath the one that it takes from."""
    ordered = list(_beneath(graph))
    at = {node.key: (10 + node.column * _INDENT, row * _LINE + 14) for row, node in enumerate(ordered)}
    height = len(ordered) * _LINE + 42
    lines = [_elbow(edge, at) for edge in graph.edges]
    rows = [part for node in ordered for part in _row(node, at[node.key])]
    manners = len({_line(edge.manner) for edge in graph.edges})
    legend = list(_legend(Graph(graph.nodes, graph.edges, 0), height - 22 if graph.left_out else height - 8, 336))
    if graph.left_out:
        legend.append(lettered(f"{graph.left_out} more are not drawn", 4, height - 6, "note", 11))
    assert manners  # a graph without edges is not drawn
    return Size("narrow", 336, height, 13), [*lines, *rows, *legend]


def _beneath(graph: Graph) -> Iterator[Node]:
    nodes = {node.key: node for node in graph.nodes}
    takers: dict[str, list[str]] = {}
    for edge in graph.edges:
        if edge.known:
            takers.setdefault(edge.origin, []).append(edge.taker)
    seen: set[str] = set()

    def down(key: str) -> Iterator[Node]:
        if key in seen:
            return
        seen.add(key)
        yield nodes[key]
        below = sorted(takers.get(key, ()), key=lambda k: (k.startswith("\x00"), nodes[k].name))
        for taker in below:
            if nodes[taker].column >= nodes[key].column:
                yield from down(taker)

    order = sorted(graph.nodes, key=lambda n: (n.column, -len(takers.get(n.key, ())), n.name, n.key))
    for node in order:
        yield from down(node.key)


def _elbow(edge: Taking, at: Mapping[str, tuple[float, float]]) -> str:
    (x, y), (u, v) = at[edge.origin], at[edge.taker]
    left = x if u > x and v > y else min(x, u) - 6  # upwards beside the line of whoever stands above
    way = f"M{x:.1f} {y:.1f}H{left:.1f}V{v:.1f}H{u - 6:.1f}" if left != x else f"M{x:.1f} {y:.1f}V{v:.1f}H{u - 6:.1f}"
    arrow = f'<path class="head" d="M{u - 10:.1f} {v - 3.5:.1f}L{u - 6:.1f} {v:.1f}l-4 3.5"/>' if edge.known else ""
    return f'<path class="{_line(edge.manner)}" d="{way}"/>{arrow}'


def _row(node: Node, at: tuple[float, float]) -> Iterator[str]:
    x, y = at
    if not node.key.startswith("\x00"):
        yield f'<circle class="outlet" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    yield lettered(fitting(node.name, 320 - x, 13), x + 10, y + 4, "more" if node.key[:1] == "\x00" else "name", 13)
    if node.note:
        yield lettered(node.note, x + 10, y + 17, "note", 11)
