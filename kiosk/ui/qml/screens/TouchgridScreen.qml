// T2: fifteen points, five by three, from edge to edge; the whole screen is the test.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property TouchgridViewModel vm
    readonly property int columns: Metrics.isPortrait ? 3 : 5
    readonly property int rows: 15 / columns
    readonly property int side: Metrics.mm(18)

    name: "touchgrid"
    title: "点15个点"
    framed: false

    Rectangle {
        anchors.fill: parent
        color: Theme.background
    }
    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        // Between the last two rows of points.
        y: Math.round((root.rows - 1.5) * (root.height - root.side) / (root.rows - 1) + (root.side - height) / 2)
        spacing: Metrics.mm(3)

        Label {
            anchors.horizontalCenter: parent.horizontalCenter
            kind: Label.Title
            text: root.vm.left === 0 ? "15个点都点得准" : "还有" + root.vm.left + "个点"
            wrapMode: Text.NoWrap
        }
        BigButton {
            objectName: "touchgrid.back"
            anchors.horizontalCenter: parent.horizontalCenter
            height: Metrics.buttonHeight
            primary: root.vm.left === 0
            icon: root.vm.left === 0 ? "check" : "arrow-left"
            label: root.vm.left === 0 ? "好了" : "不点了"
            onTapped: root.vm.back()
        }
    }
    Repeater {
        model: 15

        PadKey {
            required property int index
            readonly property int column: index % root.columns
            readonly property int row: Math.floor(index / root.columns)

            objectName: "touchgrid.point." + index
            x: Math.round(column * (root.width - width) / (root.columns - 1))
            y: Math.round(row * (root.height - height) / (root.rows - 1))
            width: root.side
            height: root.side
            name: "第" + (index + 1) + "个点"
            selected: root.vm.hit.includes(index)
            icon: selected ? "check" : ""
            label: selected ? "" : index + 1
            onTapped: root.vm.touch(index)
        }
    }
}
