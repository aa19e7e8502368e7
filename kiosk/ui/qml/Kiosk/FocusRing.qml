// The two-coloured ring around the control that the keyboard would press; unseen by touch.
import QtQuick
import Kiosk.Views

Rectangle {
    id: root

    required property Item target
    property int gap: Metrics.mm(0.5)
    readonly property int stroke: Math.max(4, Metrics.mm(0.8))

    anchors.fill: target
    anchors.margins: -(gap + 2 * stroke)
    visible: target.activeFocus && TapRules.keyboard
    color: "transparent"
    radius: Metrics.radius + gap + 2 * stroke
    border.color: Theme.focusOuter
    border.width: stroke
    z: 10

    Rectangle {
        anchors.fill: parent
        anchors.margins: root.stroke
        color: "transparent"
        radius: parent.radius - root.stroke
        border.color: Theme.focusInner
        border.width: root.stroke
    }
}
