// A quiet control of the header: icon and word, no frame until it is pressed.
import QtQuick

Tappable {
    id: root

    property string icon: ""
    property string label: ""
    // How far the words stand inside the edge of the target, for lining them up.
    readonly property int inset: Metrics.mm(3)

    name: label
    implicitHeight: Metrics.touch
    implicitWidth: Math.max(Metrics.touch, row.width + 2 * inset)
    width: implicitWidth

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        visible: root.pressed
        color: Theme.cardPressed
    }
    Row {
        id: row

        anchors.centerIn: parent
        spacing: Metrics.mm(2)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: root.icon
            size: Math.round(caption.font.pixelSize * 1.35)
            color: Theme.link
        }
        Label {
            id: caption

            anchors.verticalCenter: parent.verticalCenter
            kind: Label.Hint
            leading: 1.3
            font.bold: true
            text: root.label
            color: Theme.link
            wrapMode: Text.NoWrap
        }
    }
    FocusRing {
        target: root
        gap: 0
    }
}
