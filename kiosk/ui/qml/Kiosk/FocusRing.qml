// The two-coloured ring around the control that the keyboard would press; unseen by touch, and only
// made for keys: every control has one.
import QtQuick
import Kiosk.Views

Loader {
    id: root

    required property Item target
    property int gap: Metrics.mm(0.5)

    anchors.fill: target
    active: target.activeFocus && TapRules.keyboard
    z: 10

    sourceComponent: Item {
        readonly property int stroke: Math.max(4, Metrics.mm(0.8))

        Rectangle {
            id: outer

            anchors.fill: parent
            anchors.margins: -(root.gap + 2 * parent.stroke)
            color: "transparent"
            radius: Metrics.radius + root.gap + 2 * parent.stroke
            border.color: Theme.focusOuter
            border.width: parent.stroke
        }
        Rectangle {
            anchors.fill: outer
            anchors.margins: parent.stroke
            color: "transparent"
            radius: outer.radius - parent.stroke
            border.color: Theme.focusInner
            border.width: parent.stroke
        }
    }
}
