// A sheet coming out of the printer, and what to do when it lies there; no sheet when there is no
// paper, a bent one when it is stuck. With ReaderPrompt the only motion besides R0; without motion
// the sheet is drawn half out.
import QtQuick

Item {
    id: root

    // preparing, printing, asking, done, or what holds it up: no_paper, jam, cover_open …
    property string phase: "printing"
    readonly property bool done: phase === "done"
    readonly property bool moving: phase === "printing"
    readonly property bool held: !done && !moving && phase !== "preparing" && phase !== "asking"
    property real drawn
    readonly property real out: done ? 1 : moving && !Metrics.reduceMotion ? drawn
                                : phase === "preparing" ? 0.1 : held ? 0.4 : 0.55
    // One of the 96 parts that the drawing is wide.
    readonly property real part: width / 96
    readonly property int slot: Math.round(height * 0.42)
    readonly property int sheetWidth: Math.round(width * 0.58)
    readonly property int sheetHeight: height - slot

    implicitWidth: Metrics.mm(Metrics.isSmall ? 60 : 96)
    implicitHeight: Math.round(implicitWidth * 1.05)

    SequentialAnimation on drawn {
        running: root.moving && root.visible && !Metrics.reduceMotion
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
            y: -Math.round(height * (1 - root.out))
            visible: root.phase !== "no_paper"
            rotation: root.phase === "jam" ? 7 : 0
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
    // What holds it up, as a sign on the printer.
    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        y: root.slot - height / 2
        width: 40 * root.part
        height: width
        radius: width / 2
        visible: root.held
        color: Theme.dangerTint
        border.width: Math.max(2, Math.round(2 * root.part))
        border.color: Theme.danger

        Icon {
            anchors.centerIn: parent
            name: root.phase === "no_paper" ? "file" : "x"
            size: Math.round(parent.width * 0.6)
            color: Theme.danger
        }
    }
}
