"""The kiosk of the QML tests, for pictures."""

from tests.qml.conftest import _scene, scene, station  # noqa: F401  fixtures
