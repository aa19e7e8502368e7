// 我有旧清单: hold the code of the old list under the scanner.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property ScanViewModel vm

    name: "scan"
    title: "扫一下旧清单上的码"
    hint: "方块码对着红光，离开一拃远，别晃。"
    picture: "scan"

    ScanPrompt {
        anchors.centerIn: parent
        height: Math.min(implicitHeight, parent.height)
        width: Math.round(height * implicitWidth / implicitHeight)
    }
}
