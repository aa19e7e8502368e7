// The sign 需要帮忙, to be read across the room.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property StaffViewModel vm

    name: "staff"
    title: "需要帮忙"
    framed: false

    Rectangle {
        width: Metrics.widthPx
        height: Metrics.heightPx
        color: Theme.primary
    }
    Icon {
        id: bell

        anchors.horizontalCenter: parent.horizontalCenter
        y: Metrics.isPortrait ? Metrics.heightPx * 0.08 : Metrics.heightPx * 0.07
        name: "bell-ringing"
        size: Math.round(Metrics.heightPx * (Metrics.isPortrait ? 0.1 : 0.17))
        color: Theme.primaryInk
    }
    Label {
        id: sign

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: bell.bottom
        anchors.topMargin: Metrics.mm(Metrics.isSmall ? 2 : 6)
        kind: Label.Question
        font.pixelSize: Math.floor(Math.min(Metrics.contentWidth / 4.6, Metrics.heightPx * 0.26))
        text: "需要帮忙"
        color: Theme.primaryInk
        wrapMode: Text.NoWrap
    }
    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: sign.bottom
        anchors.topMargin: Metrics.mm(Metrics.isSmall ? 1 : 4)
        width: Metrics.contentWidth

        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            kind: Label.Body
            text: root.vm.phone === "" ? "请在这里等一下，工作人员马上来。" : "请等一下，也可以打电话："
            color: Theme.primaryInk
        }
        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            visible: root.vm.phone !== ""
            kind: Label.Digits
            text: root.vm.phone
            color: Theme.primaryInk
        }
    }
    Row {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Metrics.footerTop + (Metrics.footerHeight - Metrics.actionHeight) / 2
        spacing: Metrics.gutter

        BigButton {
            objectName: "staff.ring"
            visible: root.vm.sounds
            icon: "bell"
            label: "再响一次"
            onTapped: root.vm.ring()
        }
        BigButton {
            objectName: "staff.back"
            icon: "arrow-left"
            label: "返回"
            onTapped: root.vm.back()
        }
    }
}
