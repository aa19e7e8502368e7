// What was typed so far; it shows only, the pad writes it.
import QtQuick

Rectangle {
    id: root

    property string text: ""

    radius: Metrics.radius
    color: Theme.card
    border.width: Metrics.outline
    border.color: Theme.primary
    Accessible.role: Accessible.EditableText
    Accessible.name: text === "" ? "还没有输入" : text

    Icon {
        id: glass

        x: Metrics.padding / 2
        anchors.verticalCenter: parent.verticalCenter
        name: "magnifying-glass"
        size: Math.min(Metrics.mm(10), parent.height - Metrics.mm(5))
    }
    Item {
        anchors.left: glass.right
        anchors.leftMargin: Metrics.mm(2)
        anchors.right: parent.right
        anchors.rightMargin: Metrics.padding / 2
        height: parent.height
        clip: true

        Label {
            id: typed

            x: Math.min(0, parent.width - width - Metrics.mm(1))
            anchors.verticalCenter: parent.verticalCenter
            kind: Label.Title
            text: root.text
            wrapMode: Text.NoWrap
        }
        Rectangle {
            x: typed.x + typed.width + Metrics.mm(0.5)
            anchors.verticalCenter: parent.verticalCenter
            width: Metrics.hairline
            height: Metrics.titlePx
            color: Theme.primary
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            x: Metrics.mm(3)
            visible: root.text === "" && implicitWidth < parent.width - x
            kind: Label.Hint
            leading: 1.3
            text: "按拼音首字母，身份证按 sfz"
            wrapMode: Text.NoWrap
        }
    }
}
