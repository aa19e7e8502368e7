// T1: how everything is, what is wrong first.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property BoardViewModel vm

    name: "board"
    title: root.vm.new ? "新机器：先找设备" : root.vm.summary
    hint: root.vm.new && !Metrics.isSmall ? "打印机、读卡器、扫码器插好、通电，再点“找设备”。"
          : Metrics.isPortrait ? "点一样东西，可以试它。" : ""
    picture: "wrench"
    primaryLabel: "找设备"
    primaryIcon: "magnifying-glass"
    onPrimary: root.vm.find()

    PagedList {
        anchors.fill: parent
        prefix: "board.pager"
        columns: Metrics.isPortrait ? 1 : Metrics.isSmall || Metrics.size === "huge" ? 2 : 3

        Repeater {
            model: root.vm.rows

            DeviceCard {
                required property var model

                objectName: "board." + model.key
                icon: model.icon
                title: model.title
                condition: model.state
                word: model.word
                message: model.message
                onTapped: root.vm.choose(model.key)
            }
        }
    }
}
