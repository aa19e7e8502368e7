// Where one is on the way from question to paper; in the small layout a sentence.
import QtQuick

Row {
    id: root

    // 1..names.length; earlier ones are done.
    property int current: 1
    property var names: ["问题", "核对", "清单", "打印"]
    readonly property int dot: Math.round(Metrics.statusPx * 1.5)

    spacing: Metrics.mm(3)
    Accessible.role: Accessible.StaticText
    Accessible.name: "第" + current + "步，共" + names.length + "步，" + names[current - 1]

    Label {
        visible: Metrics.isSmall
        kind: Label.Status
        font.bold: true
        text: "第" + root.current + "步，共" + root.names.length + "步：" + root.names[root.current - 1]
        color: Theme.primary
        wrapMode: Text.NoWrap
    }
    Repeater {
        model: Metrics.isSmall ? [] : root.names

        Row {
            id: step

            required property int index
            required property string modelData
            readonly property bool done: index + 1 < root.current
            readonly property bool now: index + 1 === root.current

            spacing: Metrics.mm(2)

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                visible: step.index > 0
                width: Metrics.mm(Metrics.isPortrait ? 5 : 10)
                height: Metrics.hairline
                color: Theme.border
            }
            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                width: root.dot
                height: root.dot
                radius: root.dot / 2
                color: step.now || step.done ? Theme.primary : Theme.card
                border.width: step.now || step.done ? 0 : Metrics.hairline
                border.color: Theme.border

                Label {
                    anchors.centerIn: parent
                    visible: !step.done
                    kind: Label.Status
                    font.bold: true
                    text: step.index + 1
                    color: step.now ? Theme.primaryInk : Theme.text2
                }
                Icon {
                    anchors.centerIn: parent
                    visible: step.done
                    name: "check"
                    size: Math.round(root.dot * 0.6)
                    color: Theme.primaryInk
                }
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                kind: Label.Status
                font.bold: step.now
                text: step.modelData
                color: step.now ? Theme.primary : Theme.text2
                wrapMode: Text.NoWrap
            }
        }
    }
}
