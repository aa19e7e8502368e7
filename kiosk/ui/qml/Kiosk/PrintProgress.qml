// A sheet coming out of the printer, and what to do when it lies there.
// The only motion besides R0; without motion the sheet is drawn half out.
import QtQuick

Item {
    id: root

    property bool done: false
    property real out: done ? 1 : 0.55
    // One of the 96 parts that the drawing is wide.
    readonly property real part: width / 96
    readonly property int slot: Math.round(height * 0.42)
    readonly property int sheetWidth: Math.round(width * 0.58)
    readonly property int sheetHeight: height - slot

    implicitWidth: Metrics.mm(Metrics.isSmall ? 60 : 96)
    implicitHeight: Math.round(implicitWidth * 1.05)

    SequentialAnimation on out {
        running: !root.done && root.visible && !Metrics.reduceMotion
        loops: Animation.Infinite
        NumberAnimation { from: 0.08; to: 0.9; duration: 2400 }
        PauseAnimation { duration: 600 }
    }
    Rectangle {
        id: body

        width: parent.width
        height: root.slot
        radius: Metrics.radius
        color: Theme.primary

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Math.round(root.slot * 0.2)
            width: Math.round(parent.width * 0.72)
            height: 3 * root.part
            radius: height / 2
            color: Theme.primaryPressed
        }
        Rectangle {
            x: 6 * root.part
            y: x
            width: 4 * root.part
            height: width
            radius: width / 2
            color: Theme.primaryInk
        }
    }
    Item {
        anchors.horizontalCenter: parent.horizontalCenter
        y: root.slot - Math.round(root.slot * 0.2)
        width: root.sheetWidth
        height: root.height - y
        clip: true

        Rectangle {
            width: parent.width
            height: parent.height
            y: -Math.round(height * (1 - (root.done ? 1 : root.out)))
            color: Theme.card
            border.width: Metrics.hairline
            border.color: Theme.border

            Column {
                anchors.fill: parent
                anchors.margins: 5 * root.part
                spacing: 3.4 * root.part

                Repeater {
                    model: 6

                    Rectangle {
                        required property int index

                        width: parent.width * (index === 0 ? 0.6 : index % 2 ? 1 : 0.85)
                        height: Math.ceil((index === 0 ? 2.2 : 1.2) * root.part)
                        color: index === 0 ? Theme.primary : Theme.border
                    }
                }
            }
        }
    }
}
