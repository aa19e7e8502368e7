// A sentence that wants to be seen before going on, with one thing to do about it.
import QtQuick

Item {
    id: root

    property string icon: ""
    property string text: ""
    property string action: ""
    property string actionIcon: "arrow-u-up-left"
    // Object name of the button.
    required property string actionName

    signal acted

    implicitHeight: Math.max(words.height, button.height) + 2 * Metrics.mm(Metrics.isSmall ? 1.5 : 3)

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        color: Theme.warningTint
        border.width: Metrics.hairline
        border.color: Theme.warning
    }
    Icon {
        id: mark

        x: Metrics.padding
        anchors.verticalCenter: parent.verticalCenter
        name: root.icon
        size: Metrics.mm(Metrics.isSmall ? 7 : 10)
        color: Theme.warning
    }
    Label {
        id: words

        x: mark.x + mark.width + Metrics.padding
        anchors.verticalCenter: parent.verticalCenter
        width: button.x - x - Metrics.padding
        kind: Label.Title
        text: root.text
        color: Theme.warning
    }
    BigButton {
        id: button

        objectName: root.actionName
        anchors.right: parent.right
        anchors.rightMargin: Metrics.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        height: Metrics.touch
        label: root.action
        icon: root.actionIcon
        onTapped: root.acted()
    }
}
