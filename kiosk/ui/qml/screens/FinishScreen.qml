// R14: the list is in the resident's hands; what happens next, and a second matter.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property FinishViewModel vm

    name: "finish"
    title: root.vm.title
    hint: root.vm.secondsLeft + "秒后回到首页，您的回答会清掉。"
    picture: "check-circle"
    primaryLabel: "完成"
    primaryIcon: "check"
    onPrimary: root.vm.goOn()

    PagedList {
        anchors.fill: parent
        prefix: "finish.pager"

        ListRow {
            icon: root.vm.isPrinted ? "file-text" : "device-mobile"
            label: root.vm.subject
            formal: root.vm.isPrinted ? "请拿好清单，照着准备材料。" : "照着手机上的清单准备材料。"
        }
        ListRow {
            icon: "phone"
            label: "有问题打" + root.vm.hotline
            formal: "拿着清单问，说得清楚。"
        }
        ListRow {
            objectName: "finish.another"
            icon: "arrow-counter-clockwise"
            label: "再办一件事"
            formal: "刚才答过的不用再答。"
            action: "去选"
            onTapped: root.vm.another()
        }
    }
}
