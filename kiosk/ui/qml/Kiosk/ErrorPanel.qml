// What happened, what to do, and the ways on as buttons; a small code and the time for staff.
import QtQuick

Item {
    id: root

    property string icon: "warning"
    property string title: ""
    property string body: ""
    property string code: ""
    property string time: ""
    // Red for faults; a mere question keeps the blue.
    property bool isFault: true
    // Ways on: rows with id, label, icon; the first is the best one.
    property var ways: null

    signal chosen(string way)

    Rectangle {
        id: badge

        readonly property int size: Metrics.mm(Metrics.isSmall ? 30 : 40)

        x: Metrics.isPortrait ? 0 : (parent.width - words.width - size - Metrics.mm(12)) / 2
        y: Metrics.isPortrait ? Metrics.bodyTop + Metrics.mm(14)
           : Metrics.bodyTop + (Metrics.bodyHeight - buttons.height - Metrics.mm(12) - size) / 2
        width: size
        height: size
        radius: size * 0.18
        color: root.isFault ? Theme.dangerTint : Theme.tint

        Icon {
            anchors.centerIn: parent
            name: root.icon
            size: Math.round(badge.size * 0.62)
            color: root.isFault ? Theme.danger : Theme.primary
        }
    }
    Column {
        id: words

        x: Metrics.isPortrait ? 0 : badge.x + badge.width + Metrics.mm(12)
        y: Metrics.isPortrait ? badge.y + badge.height + Metrics.mm(8)
           : badge.y + (badge.height - height) / 2
        // A line of 24 characters, the longest that may be said here, or what there is room for.
        width: Metrics.isPortrait ? parent.width
               : Math.min(parent.width - badge.width - Metrics.mm(12), Metrics.bodyPx * 24.5)
        spacing: Metrics.mm(1.5)

        Label {
            width: parent.width
            kind: Label.Question
            text: root.title
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
        }
        Label {
            width: parent.width
            kind: Label.Body
            text: root.body
        }
        Label {
            kind: Label.Status
            visible: root.code !== ""
            text: root.code + "　" + root.time
        }
    }
    Grid {
        id: buttons

        readonly property real buttonWidth: Metrics.isPortrait ? root.width
            : Math.min(Metrics.mm(Metrics.isSmall ? 92 : 130), (root.width - 2 * badge.x - Metrics.gutter) / 2)

        x: badge.x
        y: Metrics.isPortrait ? Metrics.touchTop
           : Metrics.bodyBottom - height - Metrics.mm(Metrics.isSmall ? 8 : 18)
        columns: Metrics.isPortrait ? 1 : 2
        spacing: Metrics.gutter

        Repeater {
            model: root.ways

            BigButton {
                required property var model
                required property int index

                objectName: "fault.way." + model.id
                width: buttons.buttonWidth
                height: Metrics.actionHeight + Metrics.mm(Metrics.isSmall ? 0 : 4)
                primary: index === 0
                icon: model.icon
                label: model.label
                onTapped: root.chosen(model.id)
            }
        }
    }
}
