// How something is, as a shape: ● 正常 ▲ 注意 ■ 故障, a ring for what is not there.
import QtQuick

Item {
    id: root

    property string state_: "ok"
    property int size: Metrics.mm(Metrics.isSmall ? 6 : 8)
    readonly property color ink: state_ === "fault" ? Theme.danger : state_ === "warn" ? Theme.warning
                                 : state_ === "ok" ? Theme.success : Theme.text2

    width: size
    height: size

    Rectangle {
        anchors.fill: parent
        visible: root.state_ !== "warn"
        radius: root.state_ === "fault" ? 0 : width / 2
        color: root.state_ === "absent" ? "transparent" : root.ink
        border.width: root.state_ === "absent" ? Metrics.outline : 0
        border.color: root.ink

        Icon {
            anchors.centerIn: parent
            visible: root.state_ !== "absent"
            name: root.state_ === "fault" ? "x" : "check"
            size: Math.round(root.size * 0.66)
            color: Theme.card
        }
    }
    Icon {
        anchors.centerIn: parent
        visible: root.state_ === "warn"
        name: "warning"
        size: Math.round(root.size * 1.15)
        color: Theme.warning
    }
}
