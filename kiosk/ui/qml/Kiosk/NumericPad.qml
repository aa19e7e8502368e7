// 123 / 456 / 789 / extra 0 ⌫, keys of at least 20 mm (small: 16); `extra` is "", "X" or ".".
import QtQuick

Grid {
    id: root

    required property string prefix
    property string extra: ""
    property int keyWidth: Metrics.mm(Metrics.isSmall ? 28 : 34)
    property int keyHeight: Metrics.isSmall ? Metrics.touch : Metrics.mm(20)

    signal typed(string digit)
    signal erased

    columns: 3
    columnSpacing: Metrics.gap
    rowSpacing: Metrics.gap

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", root.extra, "0"]

        PadKey {
            required property string modelData

            objectName: root.prefix + "." + modelData.toLowerCase()
            width: root.keyWidth
            height: root.keyHeight
            // An empty place keeps the 0 in the middle.
            enabled: modelData !== ""
            opacity: enabled ? 1 : 0
            label: modelData
            onTapped: root.typed(modelData)
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
}
