// A short fact on a tint, read and not pressed: 复印件2份, 可以同时办, 现在开着.
import QtQuick

Rectangle {
    id: root

    property string text: ""
    property bool good: false

    implicitWidth: caption.implicitWidth + 2 * Metrics.mm(Metrics.isSmall ? 2 : 3)
    implicitHeight: caption.implicitHeight + 2 * Metrics.mm(Metrics.isSmall ? 0.5 : 1)
    radius: Metrics.mm(2)
    color: good ? Theme.successTint : Theme.quiet
    border.width: Theme.isContrast ? Metrics.hairline : 0
    border.color: good ? Theme.success : Theme.divider

    Label {
        id: caption

        anchors.centerIn: parent
        kind: Label.Hint
        leading: 1.3
        text: root.text
        color: root.good ? Theme.success : Theme.text
        wrapMode: Text.NoWrap
    }
}
