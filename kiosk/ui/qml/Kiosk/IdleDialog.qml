// R15: 您还在吗？ Any touch means yes; only 回首页 ends the visit.
import QtQuick
import Kiosk.Views

Tappable {
    id: root

    required property ShellViewModel shell
    readonly property int total: shell.warnForS

    anchors.fill: parent
    name: "我还在"
    activeFocusOnTab: false
    onTapped: root.shell.stay()

    Rectangle {
        anchors.fill: parent
        color: Theme.scrim
    }
    Rectangle {
        id: panel

        anchors.horizontalCenter: parent.horizontalCenter
        y: Metrics.isPortrait ? Metrics.touchTop : (parent.height - height) / 2
        width: Math.min(Metrics.contentWidth, Metrics.mm(Metrics.isSmall ? 200 : 260))
        height: content.height + 2 * Metrics.mm(Metrics.isSmall ? 7 : 11)
        radius: Metrics.radius
        color: Theme.card
        border.width: Metrics.outline
        border.color: Theme.border

        Column {
            id: content

            anchors.centerIn: parent
            width: parent.width - 2 * Metrics.mm(Metrics.isSmall ? 7 : 11)
            spacing: Metrics.mm(Metrics.isSmall ? 5 : 8)

            Row {
                width: parent.width
                spacing: Metrics.mm(8)

                CountRing {
                    id: ring

                    value: root.shell.secondsLeft
                    total: root.total
                }
                Column {
                    width: parent.width - ring.width - parent.spacing
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: Metrics.mm(1)

                    Label {
                        width: parent.width
                        kind: Label.Question
                        text: "您还在吗？"
                    }
                    Label {
                        width: parent.width
                        kind: Label.Body
                        leading: 1.35
                        text: root.shell.secondsLeft + "秒后回到首页，刚才填的会清掉。"
                    }
                }
            }
            Row {
                width: parent.width
                spacing: Metrics.gap
                layoutDirection: Qt.RightToLeft

                BigButton {
                    id: yes

                    objectName: "idle.stay"
                    modal: true
                    width: parent.width - leave.width - parent.spacing
                    primary: true
                    icon: "hand-palm"
                    label: "我还在"
                    onTapped: root.shell.stay()
                }
                BigButton {
                    id: leave

                    objectName: "idle.leave"
                    modal: true
                    icon: Metrics.isPortrait ? "" : "house"
                    label: "回首页"
                    onTapped: root.shell.leave()
                }
            }
        }
    }
}
