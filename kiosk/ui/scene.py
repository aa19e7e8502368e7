"""What can be seen and touched in a window now: the eyes of the player and of the geometry tests.

Sending events does not belong here (`player.py`).
"""

import re
from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

TAG = re.compile(r"<[^>]*>")


def shown(root: QQuickItem) -> Iterator[QQuickItem]:
    """Yield every item below `root` that is visible and at least partly inside it, front last."""
    frame = QRectF(0, 0, root.width(), root.height())
    stack = [root]
    while stack:
        item = stack.pop()
        if not item.isVisible() or item.opacity() < 0.05:
            continue
        yield item
        children = sorted(item.childItems(), key=lambda child: child.z())
        stack.extend(child for child in reversed(children) if _meets(child, frame))


def _meets(item: QQuickItem, frame: QRectF) -> bool:
    """Tell whether an item, or what it may hold, lies in the window."""
    if item.width() <= 0 or item.height() <= 0:
        return True
    return item.mapRectToScene(item.boundingRect()).intersects(frame)


def text_of(item: QQuickItem) -> str:
    """Return the text an item shows, without tags; empty for items that show none."""
    value = item.property("text")
    return TAG.sub("", value) if isinstance(value, str) else ""


def texts(root: QQuickItem) -> tuple[str, ...]:
    """Return all texts that can be read, each once, in drawing order."""
    return tuple(dict.fromkeys(text for item in shown(root) if (text := text_of(item))))


def control(root: QQuickItem, object_name: str) -> QQuickItem | None:
    """Return the enabled control of that object name, the front one if there are several."""
    found = [i for i in shown(root) if i.objectName() == object_name and i.isEnabled()]
    return found[-1] if found else None


def texts_to_touch(root: QQuickItem, text: str) -> QQuickItem | None:
    """Return the enabled item that shows exactly `text`, else the only one that contains it."""
    readable = [(item, text_of(item)) for item in shown(root) if item.isEnabled()]
    exact = [item for item, shown_text in readable if shown_text == text]
    if exact:
        return exact[-1]
    holding = [item for item, shown_text in readable if text in shown_text]
    return holding[-1] if holding else None
