// A Phosphor icon in one colour; drawn by the shell's icon provider at exactly the size shown.
import QtQuick

Image {
    id: root

    property string name: ""
    property color color: Theme.primary
    property int size: Metrics.mm(12)

    width: size
    height: size
    sourceSize: Qt.size(size, size)
    source: name === "" ? "" : "image://icon/" + name + "/" + String(color).slice(1)
    smooth: false
    asynchronous: false
}
