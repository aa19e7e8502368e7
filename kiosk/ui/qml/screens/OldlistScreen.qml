// An old list is known: go on with it, or see what has changed.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property OldListViewModel vm
    readonly property int columns: Metrics.isLandscape ? 2 : 1
    readonly property real cardHeight: Metrics.isLandscape ? Metrics.mm(100)
        : Math.min(Metrics.mm(44), (area.height - Metrics.gap) / 2)

    name: "oldlist"
    title: root.vm.topic === "" ? "这张清单读到了" : "读到了：" + root.vm.topic
    hint: "上次的回答还在码里，不用再答一遍。"
    picture: "list-checks"

    MenuGrid {
        id: cards

        columns: root.columns

        Repeater {
            model: [
                { "key": "go-on", "icon": "arrow-right", "label": "接着办", "help": "从没答的那一题开始" },
                { "key": "compare", "icon": "arrows-left-right", "label": "看有没有变", "help": "跟今天的办法比一比" }
            ]

            MenuCard {
                required property var modelData

                objectName: "oldlist." + modelData.key
                width: (root.area.width - (root.columns - 1) * Metrics.gutter) / root.columns
                height: root.cardHeight
                visible: modelData.key === "compare" || root.vm.canGoOn
                group: cards
                tall: Metrics.isLandscape
                icon: modelData.icon
                label: modelData.label
                help: modelData.help
                onTapped: modelData.key === "compare" ? root.vm.compare() : root.vm.goOn()
            }
        }
    }
}
