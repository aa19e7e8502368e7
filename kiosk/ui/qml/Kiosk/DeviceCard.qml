// One device on the status board: what it is, its mark with a word, what was found.
import QtQuick

Tappable {
    id: root

    property string icon: ""
    property string title: ""
    // ok, warn, fault or absent; `word` says it.
    property string condition: "ok"
    property string word: ""
    property string message: ""
    readonly property int edge: Metrics.mm(Metrics.isSmall ? 2 : 3)

    name: title + "，" + word + "，" + message
    implicitHeight: Math.max(Metrics.cardHeight, words.height + 2 * edge)
    height: implicitHeight

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        color: root.pressed ? Theme.cardPressed : root.condition === "fault" ? Theme.dangerTint
               : root.condition === "warn" ? Theme.warningTint : Theme.card
        border.width: Metrics.hairline
        border.color: root.condition === "fault" ? Theme.danger
                      : root.condition === "warn" ? Theme.warning : Theme.border
    }
    IconTile {
        id: picture

        x: root.edge
        anchors.verticalCenter: parent.verticalCenter
        name: root.icon
        size: Metrics.mm(Metrics.isSmall ? 11 : 17)
    }
    Column {
        id: words

        x: picture.x + picture.width + root.edge
        anchors.verticalCenter: parent.verticalCenter
        width: mark.x - x - root.edge

        Label {
            width: parent.width
            kind: Label.Hint
            leading: 1.3
            font.bold: true
            color: Theme.text
            text: root.title
        }
        Label {
            width: parent.width
            kind: Label.Status
            text: root.message
        }
    }
    Row {
        id: mark

        anchors.right: parent.right
        anchors.rightMargin: root.edge
        anchors.verticalCenter: parent.verticalCenter
        spacing: Metrics.mm(1.5)

        StateMark {
            anchors.verticalCenter: parent.verticalCenter
            state_: root.condition
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            kind: Label.Hint
            leading: 1.3
            font.bold: true
            text: root.word
            color: root.condition === "fault" ? Theme.danger
                   : root.condition === "warn" ? Theme.warning
                   : root.condition === "ok" ? Theme.success : Theme.text2
            wrapMode: Text.NoWrap
        }
    }
    FocusRing {
        target: root
    }
}
