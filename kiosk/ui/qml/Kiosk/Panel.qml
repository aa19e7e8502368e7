// A quiet card for reading: an icon with a heading, then text. Nothing in it is tapped.
import QtQuick

Rectangle {
    id: root

    property string icon: ""
    property string title: ""
    property string text: ""
    default property alias contents: more.data

    width: parent ? parent.width : 0
    height: words.height + 2 * Metrics.padding
    radius: Metrics.radius
    color: Theme.card
    border.width: Theme.isContrast ? Metrics.hairline : 0
    border.color: Theme.divider

    Column {
        id: words

        x: Metrics.padding
        y: Metrics.padding
        width: parent.width - 2 * Metrics.padding
        spacing: Metrics.mm(3)

        Row {
            visible: root.title !== ""
            spacing: Metrics.mm(2.5)

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.icon !== ""
                name: root.icon
                size: Math.round(Metrics.titlePx * 1.15)
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                kind: Label.Title
                text: root.title
                wrapMode: Text.NoWrap
            }
        }
        Label {
            width: parent.width
            visible: root.text !== ""
            kind: Label.Hint
            color: Theme.text
            text: root.text
        }
        Column {
            id: more

            width: parent.width
            visible: children.length > 0
            spacing: Metrics.mm(3)
        }
    }
}
