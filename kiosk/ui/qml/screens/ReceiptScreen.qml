// The last filing was kept, its receipt never shown: printed, or read where there is no printer.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property ReceiptViewModel vm

    name: "receipt"
    title: root.vm.revealed ? "请记下号码和查询码" : "上一件事已经存好了"
    hint: root.vm.revealed ? "可以抄下来，也可以用手机拍下来。" : "是您办的，就拿好回执，查进度要用。"
    picture: "receipt"
    primaryLabel: root.vm.revealed ? "记好了" : root.vm.canPrint ? "打印回执" : "看回执"
    primaryIcon: root.vm.revealed ? "check" : root.vm.canPrint ? "printer" : "receipt"
    onPrimary: root.vm.goOn()

    aside: BigButton {
        objectName: "receipt.not-mine"
        height: Metrics.buttonHeight
        visible: !root.vm.revealed
        icon: "x"
        label: "不是我的"
        onTapped: root.vm.back()
    }

    PagedList {
        anchors.fill: parent
        prefix: "receipt.pager"
        visible: !root.vm.revealed

        ListRow {
            icon: "receipt"
            label: root.vm.number
            formal: "回执号码"
        }
        ListRow {
            icon: "clock"
            label: root.vm.at
            formal: "存好的时间"
        }
    }
    Loader {
        anchors.fill: parent
        active: root.vm.revealed
        sourceComponent: ReceiptFigures {
            number: root.vm.number
            queryCode: root.vm.queryCode
            code: root.vm.code
        }
    }
}
