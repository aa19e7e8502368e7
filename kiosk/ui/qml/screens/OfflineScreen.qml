// What works without the network, what waits, since when.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property OfflineViewModel vm
    readonly property bool stopped: root.vm.stopped !== ""
    readonly property string waiting: root.vm.waiting > 0 ? "还有" + root.vm.waiting + "件没送到" : "没有等着送的"
    readonly property string fate: root.vm.waiting === 0 ? "交过的都送到了。"
                                   : root.stopped ? "存在这台机器里，没有丢。" : "存在这台机器里，联网后自动送。"

    name: "offline"
    title: root.stopped ? "这台机器先不收件" : root.vm.online ? "已经联网了" : "现在没联网"
    hint: root.stopped ? "查清单、打印都能用。要交的请到窗口。" : root.vm.online ? "存着的正在自动送。" : "查清单、打印都能用。提交会先存着。"
    picture: root.stopped ? "warning" : root.vm.online ? "cloud-check" : "wifi-slash"
    primaryLabel: "继续"
    primaryIcon: "check"
    onPrimary: root.vm.goOn()

    PagedList {
        anchors.fill: parent
        prefix: "offline.pager"

        ListRow {
            icon: root.stopped ? "warning" : "archive"
            label: root.stopped ? root.vm.stopped : root.waiting
            formal: root.stopped ? "先不收新的，请叫工作人员。" : root.fate
        }
        ListRow {
            icon: root.stopped ? "archive" : "clock"
            label: root.stopped ? root.waiting : root.vm.online ? "刚刚联上" : "上次联网"
            formal: root.stopped ? root.fate : root.vm.heard !== "" ? root.vm.heard : "还没联上过"
        }
    }
}
