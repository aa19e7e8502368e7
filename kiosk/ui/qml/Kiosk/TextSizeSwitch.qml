// 字要多大: three cards, each drawn in the size it stands for.
import QtQuick

Row {
    id: root

    property string size: "normal"
    // Prefix of the object names.
    required property string prefix

    signal chosen(string size)

    spacing: Metrics.gutter

    Repeater {
        model: [
            { "key": "normal", "label": "标准", "mm": 13.9 },
            { "key": "large", "label": "大", "mm": 18.5 },
            { "key": "huge", "label": "特大", "mm": 24 }
        ]

        ChoiceTile {
            required property var modelData

            objectName: root.prefix + "." + modelData.key
            width: (root.width - 2 * root.spacing) / 3
            height: root.height
            label: modelData.label
            selected: root.size === modelData.key
            sample: "字"
            samplePx: Metrics.typePx(modelData.mm)
            onTapped: root.chosen(modelData.key)
        }
    }
}
