// One paper and the two switches 有 and 没有; where to get it while it is missing.
import QtQuick

Item {
    id: root

    required property string key
    property string icon: ""
    property string label: ""
    property string counts: ""
    property string where: ""
    property bool has: false
    readonly property int edge: Metrics.mm(Metrics.isSmall ? 2 : 3)
    readonly property int switchWidth: Math.max(Metrics.mm(24), Math.round(Metrics.titlePx * 4.4))

    signal marked(bool has)

    implicitHeight: Math.max(Metrics.cardHeight, words.height + 2 * edge)
    Accessible.role: Accessible.StaticText
    Accessible.name: label + "，" + counts + (has ? "，有" : "，没有")

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        color: root.has ? Theme.successTint : Theme.card
        border.width: root.has ? 0 : Metrics.hairline
        border.color: Theme.divider
    }
    IconTile {
        id: picture

        x: root.edge
        anchors.verticalCenter: parent.verticalCenter
        name: root.icon
        size: Metrics.mm(Metrics.isSmall ? 11 : 18)
    }
    Column {
        id: words

        x: picture.x + picture.width + root.edge
        anchors.verticalCenter: parent.verticalCenter
        width: switches.x - x - root.edge

        Label {
            width: parent.width
            kind: Label.Title
            text: root.label
        }
        Label {
            width: parent.width
            kind: Label.Hint
            leading: 1.35
            visible: text !== ""
            text: root.has || root.where === "" ? root.counts : root.where
        }
    }
    Row {
        id: switches

        anchors.right: parent.right
        anchors.rightMargin: root.edge
        anchors.verticalCenter: parent.verticalCenter
        spacing: Metrics.gap

        SwitchButton {
            objectName: "have.yes." + root.key
            width: root.switchWidth
            name: "有：" + root.label
            label: "有"
            selected: root.has
            onTapped: root.marked(true)
        }
        SwitchButton {
            objectName: "have.no." + root.key
            width: root.switchWidth
            name: "没有：" + root.label
            label: "没有"
            selected: !root.has
            onTapped: root.marked(false)
        }
    }
}
