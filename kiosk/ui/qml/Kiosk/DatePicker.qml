// A date in three touches: year, month, day. It fills its width and height.
import QtQuick
import Kiosk.Views

Item {
    id: root

    // Prefix of the object names, e.g. "startday.date".
    required property string prefix
    // ISO texts; `day` may be empty.
    property alias day: cells.day
    property alias least: cells.least
    property alias most: cells.most
    // Kept free at the right of the first row, for what stands beside it.
    property int roomBeside: 0
    readonly property alias firstRow: path.height
    readonly property int columns: cells.level === "day" ? (Metrics.isSmall ? 11 : 8)
                                   : cells.level === "month" ? (Metrics.isSmall ? 6 : 4)
                                   : Metrics.isSmall ? 7 : 5
    readonly property int rows: Math.ceil(grid.count / columns)
    readonly property int gap: Metrics.mm(3)
    readonly property int cellRoom: (height - path.height - Metrics.gap - (rows - 1) * gap) / rows

    signal picked(string day)

    DateCells {
        id: cells

        // Two rows, where there is room for no more.
        yearsShown: Metrics.isSmall ? 14 : 20
        daysShown: Metrics.isSmall ? 22 : 31
        onPicked: day => root.picked(day)
    }
    Item {
        id: path

        width: parent.width - root.roomBeside
        height: Math.max(Metrics.touch, levels.height)

        Row {
            id: levels

            spacing: Metrics.gap

            SwitchButton {
                objectName: root.prefix + ".year"
                label: cells.yearText
                selected: cells.level === "year"
                onTapped: cells.show("year")
            }
            SwitchButton {
                objectName: root.prefix + ".month"
                visible: cells.monthText !== ""
                label: cells.monthText
                selected: cells.level === "month"
                onTapped: cells.show("month")
            }
        }
        Row {
            anchors.right: parent.right
            spacing: Metrics.gap

            PadKey {
                objectName: root.prefix + ".pager.previous"
                width: Metrics.mm(26)
                height: Metrics.touch
                visible: cells.hasEarlier
                icon: "caret-left"
                name: cells.level === "year" ? "更早的年份" : "前面的日子"
                onTapped: cells.turn(-1)
            }
            PadKey {
                objectName: root.prefix + ".pager.next"
                width: Metrics.mm(26)
                height: Metrics.touch
                visible: cells.hasLater
                icon: "caret-right"
                name: cells.level === "year" ? "更晚的年份" : "后面的日子"
                onTapped: cells.turn(1)
            }
        }
    }
    Grid {
        id: grid

        readonly property int count: repeater.count

        y: path.height + Metrics.gap
        columns: root.columns
        spacing: root.gap

        Repeater {
            id: repeater

            model: cells.cells

            PadKey {
                required property var model

                objectName: root.prefix + "." + cells.level + "." + model.key
                width: (root.width - (root.columns - 1) * root.gap) / root.columns
                height: Math.max(Metrics.touch, Math.min(Metrics.mm(26), root.cellRoom))
                enabled: model.usable
                selectable: true
                selected: model.chosen
                label: model.label
                hint: model.hint
                name: model.label + model.hint
                onTapped: cells.press(model.key)
            }
        }
    }
}
