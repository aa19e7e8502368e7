// One key of a pad, or one cell of a picker.
import QtQuick

Tappable {
    id: root

    property string label: ""
    property string icon: ""
    property string hint: ""
    property int kind: Label.Title
    // A key that does something to what was typed, not a character.
    property bool quiet: false
    readonly property bool filled: pressed || selected
    readonly property color ink: !enabled ? Theme.disabled : filled ? Theme.primaryInk : Theme.text

    name: label

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        color: !root.enabled ? Theme.disabledTint : root.pressed ? Theme.primaryPressed
               : root.selected ? Theme.primary : root.quiet ? Theme.quiet : Theme.card
        border.width: root.enabled ? Metrics.hairline : 0
        border.color: Theme.border
    }
    Column {
        anchors.centerIn: parent

        Label {
            id: caption

            anchors.horizontalCenter: parent.horizontalCenter
            visible: text !== ""
            kind: root.kind
            leading: 1.3
            font.bold: true
            text: root.label
            color: root.ink
            wrapMode: Text.NoWrap
        }
        Label {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: text !== "" && root.height > caption.height + height + Metrics.mm(2)
            kind: Label.Status
            leading: 1.2
            text: root.hint
            color: root.ink
            wrapMode: Text.NoWrap
        }
    }
    Icon {
        anchors.centerIn: parent
        visible: root.icon !== ""
        name: root.icon
        size: Math.min(Metrics.mm(11), root.height - Metrics.mm(5))
        color: root.ink
    }
    FocusRing {
        target: root
        gap: 0
    }
}
