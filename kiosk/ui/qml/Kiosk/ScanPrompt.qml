// A printed list whose code lies in the light of the scanner. Stands still: nothing has to be told
// by motion here.
import QtQuick

Item {
    id: root

    // One of the 100 parts that the drawing is wide.
    readonly property real part: width / 100

    implicitWidth: Metrics.mm(Metrics.isSmall ? 70 : 112)
    implicitHeight: Math.round(implicitWidth * 0.9)
    Accessible.role: Accessible.Graphic
    Accessible.name: "把清单上的码对着扫码口"

    Rectangle {
        id: scanner

        anchors.horizontalCenter: parent.horizontalCenter
        width: 56 * root.part
        height: 20 * root.part
        radius: 5 * root.part
        color: Theme.primary

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 3 * root.part
            width: 34 * root.part
            height: 4 * root.part
            radius: height / 2
            color: Theme.primaryInk
        }
    }
    // The light: two edges that open downwards.
    Repeater {
        model: [-1, 1]

        Rectangle {
            required property int modelData

            x: root.width / 2 + modelData * 19 * root.part - width / 2
            y: scanner.height
            width: Math.max(2, Math.round(0.8 * root.part))
            height: 24 * root.part
            color: Theme.danger
            transformOrigin: Item.Top
            rotation: modelData * -16
        }
    }
    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        y: 34 * root.part
        width: 64 * root.part
        height: root.height - y
        radius: 2 * root.part
        color: Theme.card
        border.width: Metrics.hairline
        border.color: Theme.border

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 6 * root.part
            width: 32 * root.part
            height: width
            color: Theme.lightPaper

            Icon {
                anchors.fill: parent
                anchors.margins: root.part
                name: "qr-code"
                size: Math.round(30 * root.part)
                color: Theme.lightInk
            }
        }
        Column {
            x: 8 * root.part
            y: 42 * root.part
            spacing: 3.6 * root.part

            Repeater {
                model: [48, 40]

                Rectangle {
                    required property int modelData

                    width: modelData * root.part
                    height: Math.max(2, Math.round(1.6 * root.part))
                    radius: height / 2
                    color: Theme.border
                }
            }
        }
    }
}
