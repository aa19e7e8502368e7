// R9: a list or a receipt is made ready, on its way, held up, or out; a printer that cannot tell is asked for.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property PrintingViewModel vm
    readonly property bool done: vm.state === "done"
    readonly property bool asking: vm.state === "asking"
    readonly property bool held: vm.state === "held"

    name: "printing"
    title: root.done ? "请在下面拿纸" : root.asking ? "打印出来了吗？" : root.held ? root.vm.heldTitle
           : root.vm.state === "preparing" ? "正在准备，请等一下" : "正在打印，请等一下"
    hint: root.done ? root.vm.doneHint : root.asking ? "请看一下下面的出纸口。"
          : root.held ? root.vm.heldHint : "大约要10秒。"
    picture: root.held ? "warning" : "printer"
    step: root.vm.isList ? 4 : 0
    canGoBack: root.done || root.asking
    primaryLabel: root.done ? "完成" : root.asking ? "打出来了" : ""
    primaryIcon: "check"
    onPrimary: root.asking ? root.vm.isOut() : root.vm.goOn()

    PrintProgress {
        anchors.horizontalCenter: parent.horizontalCenter
        height: Math.min(implicitHeight, parent.height - Metrics.buttonHeight - 2 * Metrics.gap)
        width: height
        phase: root.held ? root.vm.trouble : root.vm.state
    }
    BigButton {
        objectName: "printing.again"
        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        height: Metrics.buttonHeight
        visible: root.done && root.vm.reprintsLeft > 0
        icon: "copy"
        label: "再打一张"
        onTapped: root.vm.again()
    }
    BigButton {
        objectName: "printing.no"
        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        height: Metrics.buttonHeight
        visible: root.asking
        icon: "x"
        label: "没打出来"
        onTapped: root.vm.isNotOut()
    }
    BigButton {
        objectName: "printing.scan"
        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        height: Metrics.buttonHeight
        visible: root.held
        icon: root.vm.insteadIcon
        label: root.vm.insteadLabel
        onTapped: root.vm.takeAway()
    }
}
