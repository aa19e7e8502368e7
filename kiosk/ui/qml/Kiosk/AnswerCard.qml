// One question with its answer on the check-answers screen; the whole card is 修改.
import QtQuick

Tappable {
    id: root

    property string ask: ""
    property string answer: ""
    property bool unclear: false
    readonly property int edge: Metrics.mm(Metrics.isSmall ? 2 : 2.5)

    name: ask + "，" + answer + "，修改"
    implicitHeight: Math.max(Metrics.touch, words.height + 2 * edge)

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        color: root.pressed ? Theme.cardPressed : Theme.card
        border.width: Metrics.hairline
        border.color: Theme.border
    }
    Icon {
        id: mark

        x: root.edge
        anchors.verticalCenter: parent.verticalCenter
        name: root.unclear ? "question" : "check-circle"
        size: Metrics.mm(Metrics.isSmall ? 7 : 10)
        color: root.unclear ? Theme.warning : Theme.success
    }
    Column {
        id: words

        x: mark.x + mark.width + root.edge
        anchors.verticalCenter: parent.verticalCenter
        width: go.x - x - root.edge

        Label {
            width: parent.width
            kind: Label.Hint
            leading: 1.35
            text: root.ask
        }
        Label {
            width: parent.width
            kind: Label.Title
            text: root.unclear ? "还不清楚" : root.answer
            color: root.unclear ? Theme.warning : Theme.text
        }
    }
    Row {
        id: go

        anchors.right: parent.right
        anchors.rightMargin: root.edge
        anchors.verticalCenter: parent.verticalCenter
        spacing: Metrics.mm(1.5)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "pencil-simple-line"
            size: Metrics.hintPx
            color: Theme.link
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            kind: Label.Hint
            leading: 1.3
            font.bold: true
            text: "修改"
            color: Theme.link
            wrapMode: Text.NoWrap
        }
    }
    FocusRing {
        target: root
        gap: 0
    }
}
