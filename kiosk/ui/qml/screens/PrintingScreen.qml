// R9: the paper is on its way, then out.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property PrintingViewModel vm
    readonly property bool done: vm.state === "done"

    name: "printing"
    title: root.done ? "请在下面拿纸" : "正在打印，请等一下"
    hint: root.done ? "清单带好，去窗口照着办。" : "大约要10秒。"
    picture: "printer"
    step: 4
    canGoBack: root.done
    primaryLabel: root.done ? "完成" : ""
    primaryIcon: "check"
    onPrimary: root.vm.goOn()

    PrintProgress {
        anchors.horizontalCenter: parent.horizontalCenter
        height: Math.min(implicitHeight, parent.height - Metrics.buttonHeight - 2 * Metrics.gap)
        width: height
        done: root.done
    }
    BigButton {
        id: again

        objectName: "printing.again"
        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        height: Metrics.buttonHeight
        visible: root.done && root.vm.reprintsLeft > 0
        icon: "copy"
        label: "再打一张"
        onTapped: root.vm.again()
    }
}
