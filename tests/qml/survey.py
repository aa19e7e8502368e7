"""What must hold for everything that is seen, in every variant: UX-1, UX-7 and UX-8.

Each check yields sentences about what is wrong; nothing here knows a screen.
"""

from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem

from kiosk.ui.keys import neighbour
from kiosk.ui.scene import text_of
from tests.qml.scene import Scene, box

LEAST_TARGET_MM = 16.0
LEAST_GAP_MM = 3.0
WHOLE_SCREEN = {"attract.begin", "idle.anywhere"}
"""Targets that cover the screen on purpose: nothing else can be meant there."""
EDGE_TO_EDGE = "touchgrid.point."
"""Targets all over the panel, which is what they test."""
ASCENT_EM, INK_TOP_EM, INK_BOTTOM_EM = 1.16, 0.85, 0.1


def survey(scene: Scene) -> Iterator[str]:
    """Yield everything that is wrong with what is shown now."""
    yield from targets(scene)
    yield from words(scene)
    yield from pictures(scene)
    yield from ways(scene)


def targets(scene: Scene) -> Iterator[str]:
    """UX-1: controls are large enough, apart from each other and within reach; named."""
    items = [i for i in _targets(scene.root()) if i.objectName() not in WHOLE_SCREEN]
    names = [i.objectName() for i in items]
    yield from (f"two controls are called {n}" for n in set(names) if names.count(n) > 1)
    scale = scene.px_per_mm()
    for n, item in enumerate(items):
        yield from _target(item, scale, _reach(scene))
        for other in items[n + 1 :]:
            apart = _gap(box(item), box(other)) / scale
            if apart < LEAST_GAP_MM - 0.05:
                yield f"{item.objectName()} and {other.objectName()} are {apart:.1f} mm apart"


def _target(item: QQuickItem, scale: float, reach: QRectF) -> Iterator[str]:
    name, area = item.objectName(), box(item)
    if not name:
        yield f"a control at {_at(area)} has no object name"
    if min(area.width(), area.height()) < LEAST_TARGET_MM * scale - 1:
        yield f"{name} is {area.width() / scale:.1f}×{area.height() / scale:.1f} mm"
    if not reach.contains(area) and not name.startswith(EDGE_TO_EDGE):
        yield f"{name} at {_at(area)} is outside {_at(reach)}"
    if not _spoken(item):
        yield f"{name} has no accessible name"


def words(scene: Scene) -> Iterator[str]:
    """UX-8: no text is cut off, leaves its place, or lies over another one or over a control."""
    shown = [(label, ink(label)) for label in scene.labels()]
    controls = [c for c in scene.controls() if c.objectName() not in WHOLE_SCREEN]
    least = scene.shell.metrics.property("statusPx")
    window = box(scene.shell.window.contentItem())
    for n, (label, area) in enumerate(shown):
        text = text_of(label)[:16]
        yield from _word(label, area, least, window)
        inner = area.adjusted(1, 1, -1, -1)
        for other, elsewhere in shown[n + 1 :]:
            if inner.intersects(elsewhere):
                yield f"“{text}” and “{text_of(other)[:16]}” overlap"
        for control in controls:
            if inner.intersects(box(control)) and not _is_in(label, control):
                yield f"“{text}” lies over {control.objectName()}"


def _word(label: QQuickItem, area: QRectF, least: int, window: QRectF) -> Iterator[str]:
    text, excess = text_of(label)[:16], label.property("contentWidth") - label.width()
    if label.property("truncated"):
        yield f"“{text}” is cut off"
    if excess > 1.5:
        yield f"“{text}” is {excess:.0f} px too wide"
    if label.property("font").pixelSize() < least:
        yield f"“{text}” is smaller than any role"
    for holder in _holders(label, window):
        if not holder.adjusted(-1.5, -1.5, 1.5, 1.5).contains(area):
            yield f"“{text}” at {_at(area)} leaves {_at(holder)}"


def pictures(scene: Scene) -> Iterator[str]:
    """Everything that is drawn stays between header and footer; codes keep the size of R10."""
    item, window = scene.shell.item(), box(scene.shell.window.contentItem())
    assert item is not None
    metrics = scene.shell.metrics
    top, bottom = metrics.property("bodyTop"), metrics.property("footerTop")
    framed = item.property("framed")
    room = QRectF(0, top, window.width(), bottom - top) if framed else window
    for drawn in _drawn(item):
        if not room.adjusted(-1, -1, 1, 1).contains(box(drawn)):
            yield f"{_kinds(drawn)[0]} at {_at(box(drawn))} leaves {_at(room)}"
        if drawn.property("modulePx") is not None:
            yield from _code(drawn, scene.px_per_mm())


def _code(card: QQuickItem, scale: float) -> Iterator[str]:
    """R10: ≥ 40 mm, ≥ 0.5 mm and ≥ 3 px a module, all of it on its white card."""
    module_px, modules = card.property("modulePx"), card.property("modules")
    side = module_px * modules
    if module_px < max(3, 0.5 * scale) or side < 40 * scale:
        yield f"a code has modules of {module_px} px and is {side / scale:.0f} mm wide"
    for image in _drawn(card):
        if image is not card and not box(card).contains(box(image)):
            yield f"a code at {_at(box(image))} leaves its card {_at(box(card))}"


def _targets(root: QQuickItem) -> Iterator[QQuickItem]:
    """Yield all visible controls, also those that cannot be pressed now."""
    for child in root.childItems():
        if child.isVisible() and child.opacity() > 0:
            if child.activeFocusOnTab():
                yield child
            yield from _targets(child)


def _drawn(item: QQuickItem) -> Iterator[QQuickItem]:
    """Yield everything visible that paints an area or a picture; what is clipped stays inside."""
    if not item.isVisible() or item.opacity() == 0:
        return
    kinds = _kinds(item)
    if "QQuickImageBase" in kinds or (
        "QQuickRectangle" in kinds and (item.property("color").alpha() or item.property("modulePx"))
    ):
        yield item
    for child in item.childItems() if not item.clip() else ():
        yield from _drawn(child)


def _kinds(item: QQuickItem) -> list[str]:
    """Return the class names of an item, its own first."""
    meta, names = item.metaObject(), []
    while meta is not None:
        names.append(meta.className())
        meta = meta.superClass()
    return names


def ways(scene: Scene) -> Iterator[str]:
    """UX-7: arrows lead from the first control to every other one."""
    items = scene.shell.keys.controls()
    if not items:
        return
    seen, queue = {items[0]}, [items[0]]
    while queue:
        now = queue.pop()
        for arrow in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right):
            there = neighbour(items, now, arrow)
            if there not in seen:
                seen.add(there)
                queue.append(there)
    for item in items:
        if item not in seen:
            yield f"no arrows lead to {item.objectName()}"


def ink(label: QQuickItem) -> QRectF:
    """Return what the letters of a text cover in the window, for Noto Sans SC."""
    em = label.property("font").pixelSize()
    lines = max(1, label.property("lineCount"))
    width, height = label.property("contentWidth"), label.property("lineHeight")
    top = label.property("topPadding") + (ASCENT_EM - INK_TOP_EM) * em
    bottom = label.property("topPadding") + (ASCENT_EM + INK_BOTTOM_EM) * em + (lines - 1) * height
    slack = label.width() - width
    align = label.property("alignment")
    left = {2: slack, 4: slack / 2}.get(align, 0.0)
    return label.mapRectToScene(QRectF(left, top, width, bottom - top))


def _holders(label: QQuickItem, window: QRectF) -> Iterator[QRectF]:
    """Yield the areas that a text must stay in: the window, clips, its control."""
    yield window
    item = label.parentItem()
    while item is not None:
        if item.clip() or item.activeFocusOnTab():
            yield box(item)
        item = item.parentItem()


def _reach(scene: Scene) -> QRectF:
    metrics = scene.shell.metrics
    top, bottom = metrics.property("touchTop"), metrics.property("touchBottom")
    return QRectF(0, top, metrics.property("widthPx"), bottom - top)


def _is_in(item: QQuickItem, holder: QQuickItem) -> bool:
    above: QQuickItem | None = item
    while above is not None:
        if above is holder:
            return True
        above = above.parentItem()
    return False


def _gap(one: QRectF, other: QRectF) -> float:
    across = max(one.left() - other.right(), other.left() - one.right())
    down = max(one.top() - other.bottom(), other.top() - one.bottom())
    return max(across, down)


def _spoken(item: QQuickItem) -> str:
    interface = QAccessible.queryAccessibleInterface(item)
    return interface.text(QAccessible.Text.Name) if interface else ""


def _at(area: QRectF) -> str:
    return f"{area.x():.0f},{area.y():.0f} {area.width():.0f}×{area.height():.0f}"
