// Words to choose from in one line; what does not fit is not offered.
import QtQuick

Flow {
    id: root

    required property string prefix
    // Rows with `text`.
    property var words: null

    signal chosen(string word)

    spacing: Metrics.mm(3)
    clip: true

    Repeater {
        model: root.words

        SwitchButton {
            required property var model
            required property int index

            objectName: root.prefix + "." + index
            height: root.height
            // Wrapped words stand below the line.
            enabled: y < 1
            opacity: y < 1 ? 1 : 0
            label: model.text
            onTapped: root.chosen(model.text)
        }
    }
}
