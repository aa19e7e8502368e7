// W6, W8: what is connected, a test page for printers, and writing it down.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property FinderViewModel vm
    readonly property bool found: vm.state === "found"
    readonly property bool saved: vm.state === "saved"

    name: "finder"
    title: root.saved ? "写好了" : root.vm.state === "searching" ? "正在找设备"
           : root.vm.state === "listening" ? "请扫一个码" : "接了这些设备"
    hint: root.vm.state === "searching" ? "正在看：" + root.vm.place
          : root.found && !Metrics.isSmall && root.vm.count > 0 ? "点打印机，打一张测试页。" : ""
    picture: "magnifying-glass"
    canGoBack: root.vm.state !== "testing"
    primaryLabel: root.saved ? "重新启动" : root.found && root.vm.count > 0 ? "写进配置" : ""
    primaryIcon: root.saved ? "arrow-clockwise" : "check"
    onPrimary: root.saved ? root.vm.restart() : root.vm.save()
    Keys.onPressed: event => root.vm.key(event.text)

    aside: Row {
        visible: root.found
        spacing: Metrics.gap

        BigButton {
            objectName: "finder.listen"
            height: Metrics.buttonHeight
            icon: "scan"
            label: "认扫码器"
            onTapped: root.vm.listen()
        }
        BigButton {
            objectName: "finder.again"
            height: Metrics.buttonHeight
            icon: "arrow-clockwise"
            label: "再找一次"
            onTapped: root.vm.again()
        }
    }
    Finding {
        id: said

        width: parent.width
        visible: root.vm.result !== ""
        condition: root.vm.resultState
        text: root.vm.result
    }
    Column {
        y: said.height + Metrics.space
        width: parent.width
        visible: root.saved && root.vm.pin !== ""
        spacing: Metrics.space

        Label {
            width: parent.width
            text: "这台机器的运维密码，只显示这一次，请记下来："
        }
        Label {
            kind: Label.Digits
            text: root.vm.pin
        }
        Label {
            width: parent.width
            visible: !Metrics.isSmall
            kind: Label.Hint
            text: "以后进来：按住服务点名字5秒，再点3下时间。"
        }
    }
    PagedList {
        y: said.height + (said.visible ? Metrics.gap : 0)
        width: parent.width
        height: parent.height - y
        visible: !root.saved
        prefix: "finder.pager"
        columns: Metrics.isPortrait ? 1 : 2

        Repeater {
            model: root.vm.rows

            DeviceCard {
                required property var model

                objectName: "finder." + model.key
                enabled: model.prints && root.found
                icon: model.icon
                title: model.title
                condition: model.state
                word: model.word
                message: model.message
                onTapped: root.vm.test(model.key)
            }
        }
    }
}
