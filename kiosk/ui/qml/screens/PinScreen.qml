// The pad for a technician's PIN.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property PinViewModel vm

    name: "pin"
    title: "运维人员请输密码"
    picture: "lock-key"
    Keys.onPressed: event => event.key === Qt.Key_Backspace ? vm.erase() : vm.type(event.text)

    PinPad {
        anchors.fill: parent
        prefix: "pin"
        length: root.vm.length
        typed: root.vm.dots
        message: root.vm.state === "checking" ? "正在核对" : root.vm.message
        wrong: root.vm.wrong
        open: root.vm.state === "open" || root.vm.state === "checking"
        onDigit: key => root.vm.type(key)
        onErased: root.vm.erase()
    }
}
