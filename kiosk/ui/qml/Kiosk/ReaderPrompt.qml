// A card sliding onto the reader, lying there while it is read, and taken away again.
// One of the two drawings that move in loops (ux.md §9); without motion it is drawn at rest.
import QtQuick

Item {
    id: root

    // waiting, reading, read or left
    property string phase: "waiting"
    readonly property bool taken: phase === "read" || phase === "left"
    // 0: beside the reader, 1: on it.
    property real drawn
    readonly property real onto: phase === "reading" ? 1 : !Metrics.reduceMotion ? drawn : taken ? 0.2 : 0.55
    property real glow
    // One of the 160 parts that the drawing is wide; the card is 85.6 × 54 of a card's millimetres.
    readonly property real part: width / 160
    readonly property real cardWidth: 68 * part
    readonly property real cardHeight: cardWidth * 54 / 85.6

    implicitWidth: Metrics.mm(Metrics.isSmall ? 100 : 210)
    implicitHeight: Math.round(implicitWidth * 0.6)
    Accessible.role: Accessible.Graphic
    Accessible.name: taken ? "把身份证从读卡的地方拿走" : "把身份证平放在读卡的地方"

    SequentialAnimation on drawn {
        running: root.visible && !Metrics.reduceMotion && root.phase !== "reading"
        loops: Animation.Infinite
        NumberAnimation {
            from: root.taken ? 1 : 0
            to: root.taken ? 0 : 1
            duration: 1200
            easing.type: Easing.InOutQuad
        }
        PauseAnimation { duration: 800 }
    }
    SequentialAnimation on glow {
        running: root.visible && !Metrics.reduceMotion && root.phase === "reading"
        loops: Animation.Infinite
        NumberAnimation { from: 1; to: 0.25; duration: 1000 }
        NumberAnimation { from: 0.25; to: 1; duration: 1000 }
    }
    // The reader: a box with a lit field for the card.
    Rectangle {
        id: reader

        x: 62 * root.part
        anchors.verticalCenter: parent.verticalCenter
        width: 98 * root.part
        height: Math.min(parent.height, 88 * root.part)
        radius: 8 * root.part
        color: Theme.primary

        Rectangle {
            id: field

            anchors.centerIn: parent
            width: root.cardWidth + 10 * root.part
            height: root.cardHeight + 10 * root.part
            radius: 5 * root.part
            color: Theme.primaryPressed
            border.width: Math.max(2, Math.round(1.6 * root.part))
            border.color: Theme.primaryInk
        }
        Rectangle {
            anchors.fill: field
            anchors.margins: -4 * root.part
            radius: 8 * root.part
            visible: root.phase === "reading"
            color: "transparent"
            border.width: Math.max(3, Math.round(2.4 * root.part))
            border.color: Theme.primaryInk
            opacity: Metrics.reduceMotion ? 1 : root.glow
        }
    }
    Rectangle {
        id: card

        readonly property real goal: reader.x + (reader.width - width) / 2

        x: goal * root.onto
        anchors.verticalCenter: parent.verticalCenter
        width: root.cardWidth
        height: root.cardHeight
        radius: 3 * root.part
        color: Theme.card
        border.width: Math.max(2, Math.round(1.2 * root.part))
        border.color: Theme.border

        Column {
            x: 6 * root.part
            y: 9 * root.part
            spacing: 4.6 * root.part

            Repeater {
                model: [24, 30, 20, 34]

                Rectangle {
                    required property int modelData

                    width: modelData * root.part
                    height: Math.max(2, Math.round(2.2 * root.part))
                    radius: height / 2
                    color: Theme.border
                }
            }
        }
        Rectangle {
            x: parent.width - width - 6 * root.part
            y: 7 * root.part
            width: 17 * root.part
            height: 21 * root.part
            radius: 2 * root.part
            color: Theme.tint

            Icon {
                anchors.centerIn: parent
                name: "user"
                size: Math.round(14 * root.part)
                color: Theme.primary
            }
        }
    }
    // Read: a tick over the reader, so that the state does not hang on motion or colour.
    Rectangle {
        x: reader.x + reader.width - width * 0.8
        y: reader.y - height * 0.1
        width: 24 * root.part
        height: width
        radius: width / 2
        visible: root.taken
        color: Theme.success
        border.width: Math.max(2, Math.round(1.6 * root.part))
        border.color: Theme.card

        Icon {
            anchors.centerIn: parent
            name: "check"
            size: Math.round(parent.width * 0.66)
            color: Theme.card
        }
    }
}
