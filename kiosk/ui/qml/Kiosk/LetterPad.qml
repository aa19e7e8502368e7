// A–Z in alphabetical order, 7 × 4, with ⌫ and 清空 as the last two keys (ux.md §3.3); or digits.
import QtQuick

Grid {
    id: root

    // Prefix of the object names, e.g. "search.key".
    required property string prefix
    property bool digits: false
    readonly property var letters: digits
        ? ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"]
        : "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("")
    readonly property real keyWidth: (width - (columns - 1) * columnSpacing) / columns
    readonly property real keyHeight: (height - (rowCount - 1) * rowSpacing) / rowCount
    readonly property int rowCount: digits ? 3 : 4

    signal typed(string letter)
    signal erased
    signal cleared

    columns: digits ? 4 : 7
    columnSpacing: Metrics.mm(3)
    rowSpacing: Metrics.mm(3)

    Repeater {
        model: root.letters

        PadKey {
            required property string modelData

            objectName: root.prefix + "." + modelData.toLowerCase()
            width: root.keyWidth
            height: root.keyHeight
            label: modelData
            onTapped: root.typed(modelData.toLowerCase())
        }
    }
    PadKey {
        objectName: root.prefix + ".erase"
        width: root.keyWidth
        height: root.keyHeight
        icon: "backspace"
        name: "退一格"
        quiet: true
        onTapped: root.erased()
    }
    PadKey {
        objectName: root.prefix + ".clear"
        width: root.keyWidth
        height: root.keyHeight
        label: "清空"
        kind: Metrics.isSmall ? Label.Status : Label.Hint
        quiet: true
        onTapped: root.cleared()
    }
}
