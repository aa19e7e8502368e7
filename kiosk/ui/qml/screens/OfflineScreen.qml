// What works without the network, what waits, since when.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property OfflineViewModel vm

    name: "offline"
    title: root.vm.online ? "已经联网了" : "现在没联网"
    hint: root.vm.online ? "存着的正在自动送。" : "查清单、打印都能用。提交会先存着。"
    picture: root.vm.online ? "cloud-check" : "wifi-slash"
    primaryLabel: "继续"
    primaryIcon: "check"
    onPrimary: root.vm.goOn()

    PagedList {
        anchors.fill: parent
        prefix: "offline.pager"

        ListRow {
            icon: root.vm.stopped !== "" ? "warning" : "archive"
            label: root.vm.waiting > 0 ? "还有" + root.vm.waiting + "件没送到" : "没有等着送的"
            formal: root.vm.stopped !== "" ? "先不收新的：" + root.vm.stopped
                    : root.vm.waiting > 0 ? "存在这台机器里，联网后自动送。" : "交过的都送到了。"
        }
        ListRow {
            icon: "clock"
            label: root.vm.online ? "刚刚联上" : "上次联网"
            formal: root.vm.heard !== "" ? root.vm.heard : "还没联上过"
        }
    }
}
