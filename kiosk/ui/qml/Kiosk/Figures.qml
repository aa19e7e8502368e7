// The three big numbers of a list: what one waits, how often one goes, what it costs; words alone
// where there is no number.
import QtQuick

Flow {
    id: root

    property alias model: figures.model

    // Rows of the list stand below, on the same page, even in the largest letters.
    readonly property bool tight: Metrics.isSmall && Metrics.step === 2

    spacing: Metrics.mm(Metrics.isLandscape ? 1 : tight ? 3 : 6)

    Repeater {
        id: figures

        Row {
            id: figure

            required property var model
            readonly property bool wordsOnly: model.number === ""

            width: Metrics.isLandscape ? root.width : implicitWidth
            spacing: Metrics.mm(1.5)
            Accessible.role: Accessible.StaticText
            Accessible.name: model.caption + model.before + model.number + model.after

            Label {
                anchors.baseline: number.baseline
                width: implicitWidth + Metrics.mm(2)
                kind: Label.Hint
                text: figure.model.caption
                wrapMode: Text.NoWrap
            }
            Label {
                anchors.baseline: number.baseline
                visible: text !== ""
                kind: Label.Hint
                color: Theme.text
                text: figure.model.before
                wrapMode: Text.NoWrap
            }
            Label {
                id: number

                kind: figure.wordsOnly ? Label.Body : root.tight ? Label.Title : Label.Digits
                leading: figure.wordsOnly ? 1.4 : 1.05
                font.bold: true
                text: figure.wordsOnly ? figure.model.after : figure.model.number
                color: Theme.primary
                wrapMode: Text.NoWrap
            }
            Label {
                anchors.baseline: number.baseline
                visible: !figure.wordsOnly
                kind: Label.Hint
                color: Theme.text
                text: figure.model.after
                wrapMode: Text.NoWrap
            }
        }
    }
}
