// A dashed rectangle made of short bars, which the software renderer draws fast and sharp.
import QtQuick

Item {
    id: root

    property color color: Theme.warning
    property color fill: Theme.warningTint
    readonly property int dash: Metrics.mm(3)
    readonly property int stroke: Metrics.outline
    readonly property int across: Math.max(1, Math.floor((width + dash) / (2 * dash)))
    readonly property int down: Math.max(1, Math.floor((height + dash) / (2 * dash)))

    Rectangle {
        anchors.fill: parent
        color: root.fill
    }
    Repeater {
        model: 2 * root.across

        Rectangle {
            required property int index

            x: (index % root.across) * (root.width - root.dash) / Math.max(1, root.across - 1)
            y: index < root.across ? 0 : root.height - height
            width: root.dash
            height: root.stroke
            color: root.color
        }
    }
    Repeater {
        model: 2 * root.down

        Rectangle {
            required property int index

            x: index < root.down ? 0 : root.width - width
            y: (index % root.down) * (root.height - root.dash) / Math.max(1, root.down - 1)
            width: root.stroke
            height: root.dash
            color: root.color
        }
    }
}
