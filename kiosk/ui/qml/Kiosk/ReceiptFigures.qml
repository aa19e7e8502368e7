// A receipt to be copied by hand or by phone: its number, its query code, the code that proves it.
import QtQuick

Item {
    id: root

    property string number: ""
    property string queryCode: ""
    property url code

    readonly property bool stacked: Metrics.isPortrait
    // A code that phones can read comes before the word below it.
    readonly property string caption: Metrics.isSmall ? "" : "给窗口扫"
    readonly property int below: caption === "" ? 0 : Math.round(Metrics.hintPx * 1.5) + Metrics.mm(2)

    Column {
        id: words

        width: root.stacked ? root.width : root.width - card.width - Metrics.gutter
        spacing: Metrics.mm(Metrics.isSmall ? 1 : 2)

        Repeater {
            model: [["回执号码", root.number], ["查询码", root.queryCode]]

            Column {
                required property var modelData

                width: words.width

                Label {
                    width: parent.width
                    kind: Label.Hint
                    text: modelData[0]
                }
                Label {
                    width: parent.width
                    kind: Label.Digits
                    text: modelData[1]
                }
            }
        }
    }
    QrCard {
        id: card

        x: root.stacked ? Math.round((root.width - width) / 2) : root.width - width
        y: root.stacked ? words.height + Metrics.gap : 0
        source: root.code
        caption: root.caption
        room: root.stacked ? Math.min(root.width, root.height - root.below - y)
              : Math.min(root.height - root.below, Math.round(root.width * 0.4))
    }
}
