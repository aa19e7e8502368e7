// R11: put the card here. A fault is shown in place, because the reader goes on waiting.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property CardViewModel vm
    readonly property bool failed: vm.state === "fault"
    readonly property bool waiting: vm.state === "waiting"
    readonly property bool late: waiting && vm.secondsLeft === 0
    readonly property bool forgotten: vm.state === "left"

    name: "card"
    title: root.failed ? "" : root.waiting ? "把身份证放这里" : root.vm.state === "reading" ? "正在读，别拿开"
           : root.vm.state === "read" ? "读好了，拿走身份证" : "别忘了身份证"
    hint: root.failed ? "" : root.late ? "没带身份证也没关系，不用放卡。"
          : root.waiting ? "平放在读卡的地方，有字的一面朝上。"
          : root.vm.state === "reading" ? "两三秒就好。" : "请把卡拿走，收好。"
    picture: root.failed ? "" : "identification-card"
    canGoBack: !root.failed
    primaryLabel: root.late ? root.vm.withoutLabel : root.forgotten ? "卡拿走了" : ""
    primaryIcon: root.late ? root.vm.withoutIcon : "arrow-right"
    onPrimary: root.late ? root.vm.withoutCard() : root.vm.taken()

    ReaderPrompt {
        id: prompt

        readonly property real room: parent.height - foot.height - Metrics.gap

        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(0, Math.round((room - height) / 2))
        height: Math.min(implicitHeight, room, Math.floor(parent.width * 0.6))
        width: Math.round(height / 0.6)
        visible: !root.failed
        phase: root.vm.state
    }
    Item {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        height: Metrics.buttonHeight
        visible: root.waiting && !root.late

        SecondsBar {
            anchors.left: parent.left
            anchors.right: without.left
            anchors.rightMargin: Metrics.gutter
            anchors.verticalCenter: parent.verticalCenter
            value: root.vm.secondsLeft
            total: root.vm.patience
            text: "等您放卡 " + root.vm.secondsLeft + "秒"
        }
        BigButton {
            id: without

            objectName: "card.without"
            anchors.right: parent.right
            height: Metrics.buttonHeight
            icon: root.vm.withoutIcon
            label: root.vm.withoutLabel
            onTapped: root.vm.withoutCard()
        }
    }
    ErrorPanel {
        y: -root.area.y
        width: root.area.width
        height: Metrics.heightPx
        visible: root.failed
        icon: "identification-card"
        title: root.vm.faultTitle
        body: root.vm.faultBody
        code: root.vm.code
        time: root.vm.time
        ways: root.failed ? root.vm.ways : null
        onChosen: way => root.vm.choose(way)
    }
}
