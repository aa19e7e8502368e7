// One side of a switch between a few: the chosen one is filled and ticked, so that shape says it too.
import QtQuick

Tappable {
    id: root

    property string label: ""
    property string icon: ""

    name: label
    selectable: true
    implicitHeight: Metrics.buttonHeight
    implicitWidth: row.width + 2 * Metrics.mm(Metrics.isSmall ? 2.5 : 5)
    width: implicitWidth
    height: implicitHeight

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        color: root.selected ? Theme.primary : root.pressed ? Theme.cardPressed : Theme.card
        border.width: root.selected ? 0 : Metrics.outline
        border.color: Theme.border
    }
    Row {
        id: row

        anchors.centerIn: parent
        spacing: Metrics.mm(2)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: name !== ""
            name: root.selected ? "check" : root.icon
            size: Math.round(caption.font.pixelSize * (Metrics.isSmall ? 0.75 : 1.1))
            color: root.selected ? Theme.primaryInk : Theme.text2
        }
        Label {
            id: caption

            anchors.verticalCenter: parent.verticalCenter
            kind: Label.Title
            text: root.label
            color: root.selected ? Theme.primaryInk : Theme.text
            wrapMode: Text.NoWrap
        }
    }
    FocusRing {
        target: root
    }
}
