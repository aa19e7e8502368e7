// R0: touch anywhere to begin.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property AttractViewModel vm

    name: "attract"
    framed: false

    Label { anchors.centerIn: parent; text: "点一下屏幕，开始办事" }
    Tappable {
        anchors.fill: parent
        objectName: "attract.begin"
        name: "点一下屏幕，开始办事"
        onTapped: root.vm.begin()
    }
}
