// R17: a fault, or a question asked once more.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property FaultViewModel vm

    name: "fault"
    canGoBack: false

    ErrorPanel {
        x: 0
        y: -root.area.y
        width: root.area.width
        height: Metrics.heightPx
        icon: root.vm.icon
        title: root.vm.title
        body: root.vm.body
        code: root.vm.code
        time: root.vm.time
        isFault: root.vm.code !== ""
        ways: root.vm.ways
        onChosen: way => root.vm.choose(way)
    }
}
