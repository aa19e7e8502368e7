// R16: 请人帮忙.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property HelpViewModel vm
    readonly property int columns: Metrics.isLandscape ? 3 : 1
    readonly property real cardHeight: Metrics.isLandscape ? Metrics.mm(120)
        : Math.min(Metrics.mm(40), (area.height - 2 * Metrics.gap) / 3)

    name: "help"
    title: "要帮什么忙？"
    picture: "hand-waving"

    MenuGrid {
        id: cards

        columns: root.columns

        Repeater {
            model: [
                { "key": "staff", "icon": "bell-ringing", "label": "叫工作人员", "help": "屏幕会亮出“需要帮忙”" },
                { "key": "larger", "icon": "text-aa", "label": "字再大点", "help": "也能换成黑底亮字" },
                { "key": "restart", "icon": "arrow-counter-clockwise", "label": "重新开始", "help": "刚才填的会清掉" }
            ]

            MenuCard {
                required property var modelData

                objectName: "help." + modelData.key
                width: (root.area.width - (root.columns - 1) * Metrics.gutter) / root.columns
                height: root.cardHeight
                group: cards
                tall: Metrics.isLandscape
                icon: modelData.icon
                label: modelData.label
                help: modelData.help
                onTapped: modelData.key === "staff" ? root.vm.callStaff()
                          : modelData.key === "larger" ? root.vm.larger() : root.vm.restart()
            }
        }
    }
}
