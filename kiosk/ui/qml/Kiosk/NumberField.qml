// A number: what is typed so far with its unit, the pad, and 我不清楚.
import QtQuick

Item {
    id: root

    // Prefix of the object names, e.g. "question".
    required property string prefix
    property string value: ""
    property string unit: ""
    property string problem: ""
    property bool hasUnknown: false
    property bool isUnknown: false
    readonly property int maxDigits: 7

    signal edited(string text)
    signal unknown

    Rectangle {
        id: field

        width: parent.width - (pad.beside ? pad.width + Metrics.gutter : 0)
        height: Metrics.mm(Metrics.isSmall ? 18 : 30)
        radius: Metrics.radius
        color: Theme.card
        border.width: root.value === "" ? Metrics.hairline : Metrics.selectedOutline
        border.color: root.value === "" ? Theme.border : Theme.primary
        Accessible.role: Accessible.StaticText
        Accessible.name: root.value === "" ? "还没有填" : root.value + root.unit

        Row {
            anchors.centerIn: parent
            spacing: Metrics.mm(3)

            Label {
                id: typed

                kind: Label.Digits
                text: root.value === "" ? "—" : root.value
                color: root.value === "" ? Theme.text2 : Theme.text
                wrapMode: Text.NoWrap
            }
            Label {
                anchors.baseline: typed.baseline
                kind: Label.Title
                text: root.unit
                wrapMode: Text.NoWrap
            }
        }
    }
    Label {
        y: field.height + Metrics.gap
        width: field.width
        visible: text !== ""
        text: root.problem
        color: Theme.danger
    }
    NumericPad {
        id: pad

        readonly property bool beside: !Metrics.isPortrait

        prefix: root.prefix + ".key"
        x: parent.width - width
        y: beside ? 0 : field.height + Metrics.gap
        columns: Metrics.isSmall || (Metrics.isPortrait && Metrics.step > 0) ? 6 : 3
        keyWidth: Metrics.isSmall ? Metrics.touch
                  : beside ? Metrics.mm(30) : (root.width - (columns - 1) * Metrics.gap) / columns
        onTyped: digit => root.value.length < root.maxDigits && root.edited(root.value + digit)
        onErased: root.edited(root.value.slice(0, -1))
    }
    OptionCard {
        objectName: root.prefix + ".unknown"
        anchors.bottom: parent.bottom
        width: pad.beside ? field.width : parent.width
        height: implicitHeight
        visible: root.hasUnknown
        label: "我不清楚"
        help: "没关系，先往下走"
        unknown: true
        selected: root.isUnknown
        onTapped: root.unknown()
    }
}
