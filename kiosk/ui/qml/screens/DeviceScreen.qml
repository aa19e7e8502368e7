// T2: one device, how it is, and what can be tried on it.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property DeviceViewModel vm
    readonly property int columns: Metrics.isPortrait ? 1 : 2
    readonly property int rows: Math.max(1, Math.ceil(tests.count / columns))
    readonly property int room: area.height - report.height - Metrics.gap
    readonly property real cardHeight: Math.min(Metrics.mm(40), (room - (rows - 1) * Metrics.gap) / rows)

    name: "device"
    title: root.vm.title
    picture: root.vm.icon
    canGoBack: !root.vm.busy

    Column {
        id: report

        width: parent.width
        spacing: Metrics.mm(Metrics.isSmall ? 1 : 3)

        Finding {
            width: parent.width
            condition: root.vm.state
            word: root.vm.word
            text: root.vm.message
            more: root.vm.fix
        }
        Finding {
            width: parent.width
            visible: root.vm.result !== ""
            condition: root.vm.resultState
            text: root.vm.result
        }
    }
    MenuGrid {
        id: cards

        y: report.height + Metrics.gap
        columns: root.columns

        Repeater {
            id: tests

            model: root.vm.tests

            MenuCard {
                required property var model

                objectName: "device.test." + model.key
                width: (root.area.width - (root.columns - 1) * Metrics.gutter) / root.columns
                height: root.cardHeight
                group: cards
                enabled: !root.vm.busy
                icon: model.icon
                label: model.label
                help: model.help
                onTapped: root.vm.run(model.key)
            }
        }
    }
}
