// 底色: two cards, each drawn in the colours it stands for.
import QtQuick

Row {
    id: root

    property string theme: "light"
    required property string prefix

    signal chosen(string theme)

    spacing: Metrics.gutter

    Repeater {
        model: [
            { "key": "light", "label": "白底黑字", "paper": Theme.lightPaper, "ink": Theme.lightInk },
            { "key": "contrast", "label": "黑底亮字", "paper": Theme.darkPaper, "ink": Theme.darkInk }
        ]

        ChoiceTile {
            required property var modelData

            objectName: root.prefix + "." + modelData.key
            width: (root.width - root.spacing) / 2
            height: root.height
            label: modelData.label
            selected: root.theme === modelData.key
            sample: "字"
            samplePx: Metrics.typePx(15.9)
            paper: modelData.paper
            ink: modelData.ink
            onTapped: root.chosen(modelData.key)
        }
    }
}
