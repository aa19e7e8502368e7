// How much is done, as a bar with words beside it; colour never says it alone.
import QtQuick

Row {
    id: root

    property real share: 0
    property string text: ""

    spacing: Metrics.mm(4)
    Accessible.role: Accessible.ProgressBar
    Accessible.name: text

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: root.width - caption.width - root.spacing
        height: Metrics.mm(3)
        radius: height / 2
        color: Theme.disabledTint

        Rectangle {
            width: Math.max(height, parent.width * Math.min(1, root.share))
            height: parent.height
            radius: height / 2
            color: Theme.primary
        }
    }
    Label {
        id: caption

        kind: Label.Status
        text: root.text
        wrapMode: Text.NoWrap
    }
}
