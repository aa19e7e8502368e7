// 要先弄清楚的: what was asked, how to find out, and what then; dashed border and "?" (ux.md §3.2).
import QtQuick

Item {
    id: root

    property string question: ""
    property string findOut: ""
    property string outcome: ""

    implicitHeight: words.height + 2 * Metrics.padding
    Accessible.role: Accessible.StaticText
    Accessible.name: "还不清楚：" + question + "。怎么弄清：" + findOut + "。" + outcome

    DashedFrame {
        anchors.fill: parent
    }
    Icon {
        id: mark

        x: Metrics.padding
        y: Metrics.padding
        name: "question"
        size: Metrics.mm(Metrics.isSmall ? 9 : 12)
        color: Theme.warning
    }
    Column {
        id: words

        x: mark.x + mark.width + Metrics.padding
        y: Metrics.padding
        width: root.width - x - Metrics.padding
        spacing: Metrics.mm(1.5)

        Label {
            width: parent.width
            kind: Label.Title
            text: root.question
        }
        Label {
            width: parent.width
            kind: Label.Hint
            leading: 1.35
            color: Theme.text
            visible: root.findOut !== ""
            text: "怎么弄清：" + root.findOut
        }
        Label {
            width: parent.width
            kind: Label.Hint
            leading: 1.35
            visible: root.outcome !== ""
            text: root.outcome
        }
    }
}
