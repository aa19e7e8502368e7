// One answer: a radio (or a tick box) and a label with at most one line of help; the whole card is
// the target. `unknown` is the card 我不清楚: same place, same icon, same words everywhere.
import QtQuick

Tappable {
    id: root

    property string label: ""
    property string help: ""
    property bool multiple: false
    property bool unknown: false
    readonly property int mark: Metrics.isSmall ? Metrics.mm(7) : Metrics.mm(10)
    // Not the height of the column: that stands still while the card waits on another page.
    readonly property real wordsHeight: title.height + (help === "" ? 0 : line.height)

    name: help === "" ? label : label + "，" + help
    selectable: true
    implicitHeight: Math.max(Metrics.cardHeight, wordsHeight + 2 * Metrics.mm(Metrics.isSmall ? 2 : 3.5))

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        color: root.selected ? Theme.selected : root.pressed ? Theme.cardPressed
               : root.unknown ? Theme.background : Theme.card
        border.width: root.selected ? Metrics.selectedOutline : Metrics.hairline
        border.color: root.selected ? Theme.primary : Theme.border
    }
    Rectangle {
        id: box

        x: Metrics.padding
        anchors.verticalCenter: parent.verticalCenter
        width: root.mark
        height: root.mark
        visible: !root.unknown || root.selected
        radius: root.multiple ? Metrics.mm(1.5) : root.mark / 2
        color: root.selected ? Theme.primary : Theme.card
        border.width: root.selected ? 0 : Metrics.outline
        border.color: Theme.border

        Icon {
            anchors.centerIn: parent
            visible: root.selected
            name: "check"
            size: Math.round(root.mark * 0.66)
            color: Theme.primaryInk
        }
    }
    Icon {
        x: Metrics.padding
        anchors.verticalCenter: parent.verticalCenter
        visible: root.unknown && !root.selected
        name: "question"
        size: root.mark
    }
    Column {
        id: words

        anchors.left: box.right
        anchors.leftMargin: Metrics.padding
        anchors.right: root.selected && !Metrics.isSmall ? chosen.left : parent.right
        anchors.rightMargin: Metrics.padding
        anchors.verticalCenter: parent.verticalCenter

        Label {
            id: title

            width: parent.width
            kind: Label.Title
            text: root.label
            color: root.selected ? Theme.selectedInk : Theme.text
        }
        Label {
            id: line

            width: parent.width
            kind: Label.Hint
            visible: root.help !== ""
            text: root.help
            leading: 1.3
        }
    }
    Label {
        id: chosen

        anchors.right: parent.right
        anchors.rightMargin: Metrics.padding
        anchors.verticalCenter: parent.verticalCenter
        visible: root.selected && !Metrics.isSmall
        kind: Label.Hint
        font.bold: true
        text: "已选"
        color: Theme.selectedInk
        wrapMode: Text.NoWrap
    }
    FocusRing {
        target: root
    }
}
