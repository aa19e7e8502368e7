// R12: is this you? Name and number are masked; the rest of the card is never shown.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property HolderViewModel vm

    name: "holder"
    title: "这是您吗？"
    hint: "看一下姓名和号码。身份证请收好。"
    picture: "user-rectangle"
    primaryLabel: "是我"
    primaryIcon: "check"
    onPrimary: root.vm.confirm()

    Rectangle {
        id: sheet

        width: parent.width
        height: Math.max(words.height, Metrics.isPortrait ? 0 : no.height, tile.visible ? tile.height : 0)
                + 2 * Metrics.padding
        radius: Metrics.radius
        color: Theme.card
        border.width: Metrics.hairline
        border.color: Theme.border

        IconTile {
            id: tile

            x: Metrics.padding
            anchors.verticalCenter: parent.verticalCenter
            visible: Metrics.isLandscape
            name: "user"
            size: Metrics.mm(44)
        }
        Column {
            id: words

            x: Metrics.padding + (tile.visible ? tile.width + 2 * Metrics.padding : 0)
            anchors.verticalCenter: parent.verticalCenter
            spacing: Metrics.mm(Metrics.isSmall ? 1 : 3)

            Repeater {
                model: [["姓名", root.vm.person], ["号码", root.vm.number]]

                Row {
                    id: line

                    required property var modelData

                    visible: modelData[1] !== ""
                    spacing: Metrics.gutter

                    Label {
                        anchors.verticalCenter: parent.verticalCenter
                        kind: Label.Hint
                        text: line.modelData[0]
                        wrapMode: Text.NoWrap
                    }
                    Label {
                        anchors.verticalCenter: parent.verticalCenter
                        kind: Label.Digits
                        text: line.modelData[1]
                        wrapMode: Text.NoWrap
                    }
                }
            }
            Row {
                visible: root.vm.warning !== ""
                spacing: Metrics.mm(2.5)

                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: "question"
                    size: Math.round(Metrics.bodyPx * 1.2)
                    color: Theme.warning
                }
                Label {
                    anchors.verticalCenter: parent.verticalCenter
                    kind: Label.Hint
                    leading: 1.3
                    font.bold: true
                    text: root.vm.warning
                    color: Theme.warning
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
    // Far from ▣是我: beside the name, in portrait below it.
    BigButton {
        id: no

        objectName: "holder.no"
        x: Metrics.isPortrait ? 0 : parent.width - width - Metrics.padding
        y: Metrics.isPortrait ? sheet.height + Metrics.gap : Math.round((sheet.height - height) / 2)
        height: Metrics.buttonHeight
        icon: "x"
        label: "不是我"
        onTapped: root.vm.refuse()
    }
}
