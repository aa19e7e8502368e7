// What was found, with its mark: one sentence, and what to do about it. For reading only.
import QtQuick

Item {
    id: root

    property string condition: "ok"
    property string word: ""
    property string text: ""
    property string more: ""
    readonly property int edge: Metrics.mm(Metrics.isSmall ? 2 : 4)

    height: visible ? words.height + 2 * Metrics.mm(Metrics.isSmall ? 1 : 2.5) : 0

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        color: root.condition === "fault" ? Theme.dangerTint : root.condition === "warn" ? Theme.warningTint
               : root.condition === "ok" ? Theme.successTint : Theme.quiet
    }
    StateMark {
        id: mark

        x: root.edge
        y: words.y + Math.round((Metrics.hintPx * 1.3 - height) / 2)
        state_: root.condition
    }
    Column {
        id: words

        x: mark.x + mark.width + root.edge
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - x - root.edge

        Label {
            width: parent.width
            kind: Label.Hint
            leading: 1.3
            font.bold: true
            text: root.word === "" ? root.text : root.word + "：" + root.text
            color: root.condition === "fault" ? Theme.danger : root.condition === "warn" ? Theme.warning
                   : root.condition === "ok" ? Theme.success : Theme.text
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        Label {
            width: parent.width
            visible: text !== ""
            kind: Label.Hint
            leading: 1.3
            text: root.more
            color: Theme.text
        }
    }
}
