// The sign 需要帮忙, to be read across the room.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property StaffViewModel vm
    readonly property int signPx: Math.floor(Math.min(Metrics.contentWidth / 4.4, Metrics.heightPx * 0.24))
    readonly property int buttonsTop: Metrics.footerTop + (Metrics.footerHeight - Metrics.actionHeight) / 2

    name: "staff"
    title: "需要帮忙"
    framed: false

    Rectangle {
        anchors.fill: parent
        color: Theme.primary
    }
    Column {
        y: Math.round((root.buttonsTop - height) / 2)
        width: parent.width
        spacing: Metrics.mm(Metrics.isSmall ? 0 : 4)

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "bell-ringing"
            size: Math.round(root.signPx * 0.8)
            color: Theme.primaryInk
        }
        Label {
            anchors.horizontalCenter: parent.horizontalCenter
            kind: Label.Question
            font.pixelSize: root.signPx
            text: "需要帮忙"
            color: Theme.primaryInk
            wrapMode: Text.NoWrap
        }
        Label {
            x: Metrics.margin
            width: Metrics.contentWidth
            horizontalAlignment: Text.AlignHCenter
            kind: Label.Body
            text: root.vm.phone === "" ? "请在这里等一下，工作人员会过来。" : "请等一下，也可以打电话："
            color: Theme.primaryInk
        }
        Label {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: root.vm.phone !== ""
            kind: Label.Digits
            text: root.vm.phone
            color: Theme.primaryInk
            wrapMode: Text.NoWrap
        }
    }
    Row {
        anchors.horizontalCenter: parent.horizontalCenter
        y: root.buttonsTop
        spacing: Metrics.gutter

        BigButton {
            objectName: "staff.back"
            icon: "arrow-left"
            label: "返回"
            onTapped: root.vm.back()
        }
        BigButton {
            objectName: "staff.ring"
            visible: root.vm.sounds
            icon: "bell"
            label: "再响一次"
            onTapped: root.vm.ring()
        }
    }
}
