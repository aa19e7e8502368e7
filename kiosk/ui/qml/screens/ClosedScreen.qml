// R18: out of service.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property ClosedViewModel vm

    name: "closed"
    title: "这台机器先不能用"
    framed: false

    Label {
        objectName: "shell.site"
        x: Metrics.margin
        y: Metrics.space
        kind: Label.Status
        text: root.vm.siteName
    }
    Label {
        objectName: "shell.clock"
        x: Metrics.widthPx - Metrics.margin - width
        y: Metrics.space
        kind: Label.Status
        text: root.vm.time
        wrapMode: Text.NoWrap
    }
    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        y: (parent.height - height) / 2
        width: Metrics.contentWidth
        spacing: Metrics.mm(6)

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Metrics.mm(Metrics.isSmall ? 34 : 48)
            height: width
            radius: width * 0.18
            color: Theme.warningTint

            Icon {
                anchors.centerIn: parent
                name: "wrench"
                size: Math.round(parent.width * 0.6)
                color: Theme.warning
            }
        }
        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            kind: Label.Question
            text: "这台机器先不能用"
        }
        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            kind: Label.Body
            text: root.vm.nearest === "" ? "请找工作人员帮忙。" : "可以去：" + root.vm.nearest
        }
        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            visible: root.vm.phone !== ""
            kind: Label.Digits
            text: "电话 " + root.vm.phone
        }
    }
}
