// A choice that shows itself: a sample on its own paper above its name.
import QtQuick

Tappable {
    id: root

    property string label: ""
    property string sample: ""
    property int samplePx: Metrics.questionPx
    property color paper: Theme.quiet
    property color ink: Theme.text

    name: label
    selectable: true

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        color: root.selected ? Theme.selected : root.pressed ? Theme.cardPressed : Theme.card
        border.width: root.selected ? Metrics.selectedOutline : Metrics.hairline
        border.color: root.selected ? Theme.primary : Theme.border
    }
    Rectangle {
        id: swatch

        x: Metrics.mm(4)
        y: x
        width: Math.round(Math.min(parent.width * 0.36, Metrics.mm(36)))
        height: parent.height - 2 * y
        radius: Metrics.radius
        color: root.paper
        border.width: Metrics.hairline
        border.color: Theme.divider

        Label {
            anchors.centerIn: parent
            kind: Label.Question
            font.pixelSize: Math.min(root.samplePx, swatch.height * 0.9, swatch.width * 0.9)
            text: root.sample
            color: root.ink
        }
    }
    Label {
        anchors.left: swatch.right
        anchors.leftMargin: Metrics.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        kind: Label.Title
        text: root.label
        color: root.selected ? Theme.selectedInk : Theme.text
        wrapMode: Text.NoWrap
    }
    Rectangle {
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Metrics.mm(2.4)
        visible: root.selected
        width: Metrics.mm(8)
        height: width
        radius: width / 2
        color: Theme.primary

        Icon {
            anchors.centerIn: parent
            name: "check"
            size: Math.round(parent.width * 0.66)
            color: Theme.primaryInk
        }
    }
    FocusRing {
        target: root
    }
}
