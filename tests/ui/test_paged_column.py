import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QUrl
from PySide6.QtQml import QQmlApplicationEngine

from kiosk.ui import paged_column
from kiosk.ui.paged_column import page_starts

SCENE = """
import QtQuick
import Kiosk.Views
Window {
    id: root
    width: 200; height: 320; visible: true
    property var sizes: [100, 100, 100]
    PagedColumn {
        objectName: "pages"
        anchors.fill: parent
        spacing: 10
        pagerRoom: 60
        Repeater {
            model: root.sizes
            Rectangle {
                required property int modelData
                required property int index
                property bool stays: modelData === 40
                objectName: "row" + index
                width: 100; height: modelData
            }
        }
    }
}
"""


@given(
    rows=st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=30),
    room=st.integers(60, 200),
)
def test_pages_hold_every_row_once_in_order_and_fit(rows, room):
    heights = [height for height, _ in rows]
    starts = page_starts(heights, [stays for _, stays in rows], room, 5)
    assert starts[0] == 0
    assert list(starts) == sorted(set(starts))
    for first, end in zip(starts, (*starts[1:], len(rows)), strict=True):
        assert sum(heights[first:end]) + 5 * max(0, end - first - 1) <= room or end - first == 1


def test_a_heading_goes_to_the_page_of_its_first_row():
    assert page_starts([100, 100, 40, 100], [False, False, True, False], 260, 10) == (0, 2)
    assert page_starts([100, 100, 40, 100], [False] * 4, 260, 10) == (0, 3)


def test_a_row_higher_than_the_page_stands_alone():
    assert page_starts([50, 400, 50], [False] * 3, 100, 0) == (0, 1, 2)


@pytest.fixture
def window(qapp):
    assert paged_column.QML_IMPORT_NAME == "Kiosk.Views"
    engine = QQmlApplicationEngine()
    engine.loadData(SCENE.encode(), QUrl("scene.qml"))
    yield engine.rootObjects()[0]
    engine.deleteLater()


def rows_shown(window):
    items = window.findChild(QObject, "pages").childItems()
    return {item.objectName(): item.y() for item in items if item.objectName() and item.isVisible()}


def test_what_fits_needs_no_pages_and_no_room_for_turning(window, qtbot):
    qtbot.waitUntil(lambda: rows_shown(window) == {"row0": 0, "row1": 110, "row2": 220})
    assert window.findChild(QObject, "pages").property("pages") == 1


def test_turning_and_showing_a_row_after_the_model_changed(window, qtbot):
    pages = window.findChild(QObject, "pages")
    window.setProperty("sizes", [100, 100, 40, 100, 120])
    qtbot.waitUntil(lambda: pages.property("pages") == 3)
    pages.setProperty("page", 1)
    qtbot.waitUntil(lambda: rows_shown(window) == {"row2": 0, "row3": 50})
    pages.showRow(4)
    qtbot.waitUntil(lambda: rows_shown(window) == {"row4": 0})
    window.setProperty("sizes", [100])
    qtbot.waitUntil(lambda: pages.property("page") == 0)
    assert rows_shown(window) == {"row0": 0}
