// An icon on a tinted square: the picture of a category, a topic or a paper.
import QtQuick

Rectangle {
    id: root

    property string name: ""
    property int size: Metrics.mm(22)
    property color tint: Theme.tint
    property color ink: Theme.primary

    width: size
    height: size
    radius: Math.round(size * 0.18)
    color: tint
    visible: name !== ""

    Icon {
        anchors.centerIn: parent
        name: root.name
        size: Math.round(root.size * 0.64)
        color: root.ink
    }
}
