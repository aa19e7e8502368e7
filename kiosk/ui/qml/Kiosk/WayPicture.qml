// The way through the offices, drawn as a line: stages one after another, steps of one stage side by
// side in it. Only to look at; what does not fit is said and stands in the list.
import QtQuick
import Kiosk.Views

Item {
    id: root

    property alias model: steps.model
    readonly property int dot: Math.round(Metrics.hintPx * 1.5)

    PagedColumn {
        id: column

        anchors.fill: parent
        spacing: Metrics.isPortrait ? Metrics.gap : 0
        columns: Metrics.isPortrait ? 2 : 1
        pagerRoom: more.height

        Repeater {
            id: steps

            Item {
                id: step

                required property var model
                required property int index
                readonly property bool first: model.fact === "" || index === 0
                                              || steps.itemAt(index - 1) === null
                                              || steps.itemAt(index - 1).model.stage !== model.stage
                readonly property bool together: model.fact !== "" && first

                height: words.height + Metrics.mm(2.5) + (together ? side.height : 0)

                Rectangle {
                    x: Math.round((root.dot - width) / 2)
                    visible: !Metrics.isPortrait
                    y: step.index === 0 ? root.dot / 2 : 0
                    width: Metrics.outline
                    height: step.height - y
                    color: Theme.divider
                }
                Rectangle {
                    y: step.together ? side.height + Metrics.mm(1) : Metrics.mm(1)
                    width: root.dot
                    height: root.dot
                    radius: root.dot / 2
                    visible: step.first
                    color: Theme.primary

                    Label {
                        anchors.centerIn: parent
                        kind: Label.Hint
                        font.bold: true
                        text: step.model.stage
                        color: Theme.primaryInk
                    }
                }
                Label {
                    id: side

                    x: root.dot + Metrics.mm(4)
                    visible: step.together
                    kind: Label.Status
                    leading: 1.2
                    font.bold: true
                    text: "可以同时办"
                    color: Theme.success
                }
                // Name and days on one line where they fit.
                Flow {
                    id: words

                    x: root.dot + Metrics.mm(4)
                    y: step.together ? side.height : 0
                    width: parent.width - x
                    spacing: Metrics.mm(2)

                    Label {
                        width: Math.min(implicitWidth, words.width)
                        kind: Label.Hint
                        leading: 1.4
                        font.bold: true
                        color: Theme.text
                        text: step.model.title
                    }
                    Label {
                        width: Math.min(implicitWidth, words.width)
                        kind: Label.Status
                        lineHeight: Math.round(Metrics.hintPx * 1.4)
                        text: step.model.body
                    }
                }
            }
        }
    }
    Label {
        id: more

        anchors.bottom: parent.bottom
        width: parent.width
        visible: column.pages > 1
        kind: Label.Hint
        text: "后面还有，见清单"
    }
}
