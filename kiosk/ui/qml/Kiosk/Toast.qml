// A confirmation above the footer; it says what was done and goes by itself.
import QtQuick

Rectangle {
    id: root

    property string text: ""

    anchors.horizontalCenter: parent.horizontalCenter
    y: Metrics.bodyBottom - height - Metrics.space
    width: row.width + 2 * Metrics.padding
    height: Metrics.mm(18)
    radius: height / 2
    visible: text !== ""
    color: Theme.success
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Metrics.mm(2.5)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "check-circle"
            size: Math.round(Metrics.titlePx * 1.1)
            color: Theme.card
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            kind: Label.Title
            text: root.text
            color: Theme.card
            wrapMode: Text.NoWrap
        }
    }
}
