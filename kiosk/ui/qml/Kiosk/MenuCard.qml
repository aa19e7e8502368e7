// A card that leads on at once: picture, name, one grey line. Menus only, never an answer.
import QtQuick

Tappable {
    id: root

    property string icon: ""
    property string label: ""
    property string help: ""
    // A row in place of a picture card: the icon without tile, words side by side.
    property bool plain: false
    property real tileSize: Math.min(Metrics.mm(24), height - 2 * Metrics.mm(Metrics.isSmall ? 2.5 : 4))

    name: help === "" ? label : label + "，" + help
    readonly property real inner: width - tile.width - tile.x - Metrics.mm(Metrics.isSmall ? 6 : 11)

    implicitHeight: Math.max(Metrics.cardHeight, words.height + 2 * Metrics.mm(3))

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        color: root.pressed ? Theme.cardPressed : Theme.card
        border.width: Metrics.hairline
        border.color: Theme.border
    }
    IconTile {
        id: tile

        x: Metrics.mm(Metrics.isSmall ? 3 : 5)
        anchors.verticalCenter: parent.verticalCenter
        size: root.tileSize
        name: root.icon
    }
    Flow {
        id: words

        anchors.left: tile.right
        anchors.leftMargin: Metrics.mm(Metrics.isSmall ? 3 : 6)
        anchors.verticalCenter: parent.verticalCenter
        width: root.inner
        spacing: root.plain ? Metrics.mm(4) : Metrics.mm(0.5)
        flow: root.plain ? Flow.LeftToRight : Flow.TopToBottom

        Label {
            id: title

            width: root.plain ? implicitWidth : root.inner
            kind: Label.Title
            text: root.label
        }
        Label {
            width: root.plain ? implicitWidth : root.inner
            height: root.plain ? title.height : implicitHeight
            verticalAlignment: Text.AlignVCenter
            kind: Label.Hint
            leading: 1.3
            visible: text !== "" && (!root.plain || title.width + implicitWidth + words.spacing < root.inner)
            text: root.help
        }
    }
    FocusRing {
        target: root
    }
}
