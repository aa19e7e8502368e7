// R0's three drawings: 选事项 → 答几个问题 → 打印清单; one below the other in portrait.
import QtQuick

Grid {
    id: root

    readonly property bool tall: Metrics.isPortrait
    readonly property int tile: Metrics.mm(Metrics.isSmall ? 22 : tall ? 48 : 54)
    readonly property int arrow: Math.round(tile * (tall ? 0.26 : 0.32))
    readonly property int stepWidth: Math.max(tile, Math.round(Metrics.titlePx * 5.2))

    columns: tall ? 1 : 5
    spacing: tall ? Metrics.mm(3) : Metrics.mm(6)
    horizontalItemAlignment: tall ? Grid.AlignLeft : Grid.AlignHCenter

    Repeater {
        model: [
            { "icon": "list-magnifying-glass", "label": "选事项" },
            { "icon": "arrow", "label": "" },
            { "icon": "chats-circle", "label": "答几个问题" },
            { "icon": "arrow", "label": "" },
            { "icon": "printer", "label": "打印清单" }
        ]

        Item {
            id: step

            required property var modelData
            readonly property bool isArrow: modelData.icon === "arrow"

            width: root.tall ? root.tile + Metrics.mm(8) + words.implicitWidth
                   : isArrow ? root.arrow : root.stepWidth
            height: root.tall ? (isArrow ? root.arrow : root.tile)
                    : root.tile + Metrics.mm(Metrics.isSmall ? 1.5 : 4) + words.height

            Icon {
                x: root.tall ? (root.tile - width) / 2 : (parent.width - width) / 2
                y: root.tall ? (parent.height - height) / 2 : (root.tile - height) / 2
                visible: step.isArrow
                name: root.tall ? "arrow-down" : "arrow-right"
                size: root.arrow
                color: Theme.border
            }
            IconTile {
                x: root.tall ? 0 : (parent.width - width) / 2
                visible: !step.isArrow
                name: step.isArrow ? "" : step.modelData.icon
                size: root.tile
            }
            Label {
                id: words

                x: root.tall ? root.tile + Metrics.mm(8) : (parent.width - width) / 2
                y: root.tall ? (root.tile - height) / 2
                   : root.tile + Metrics.mm(Metrics.isSmall ? 1.5 : 4)
                kind: root.tall ? Label.Question : Label.Title
                font.bold: false
                text: step.modelData.label
                wrapMode: Text.NoWrap
            }
        }
    }
}
