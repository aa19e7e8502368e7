// A bar that runs out, one step a second, with its seconds beside it; nothing moves in between.
import QtQuick

Row {
    id: root

    property int value: 0
    property int total: 1
    property string text: ""

    spacing: Metrics.gap

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: root.width - words.width - root.spacing
        height: Metrics.mm(3)
        radius: height / 2
        color: Theme.disabledTint
        border.width: Theme.isContrast ? Metrics.hairline : 0
        border.color: Theme.border

        Rectangle {
            width: Math.max(height, parent.width * root.value / root.total)
            height: parent.height
            radius: height / 2
            visible: root.value > 0
            color: Theme.primary
        }
    }
    Label {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        kind: Label.Hint
        leading: 1.3
        text: root.text
        wrapMode: Text.NoWrap
    }
}
