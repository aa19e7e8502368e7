// Dots for what is typed and keys to type it; the digits are never shown and never spoken.
import QtQuick

Item {
    id: root

    // Prefix of the object names, e.g. "pin".
    required property string prefix
    property int length: 6
    property int typed: 0
    property string message: ""
    property bool wrong: false
    property bool open: true
    // The dots stand beside the keys where the screen is wide, above them where it is high.
    readonly property bool beside: !Metrics.isPortrait
    readonly property int padTop: root.beside ? Math.max(0, Math.round((root.height - pad.height) / 2))
                                              : words.height + Metrics.space
    readonly property int dot: Metrics.mm(Metrics.isSmall ? 6 : 8)

    signal digit(string key)
    signal erased

    Column {
        id: words

        width: root.beside ? root.width - pad.width - Metrics.gutter : root.width
        y: root.beside ? Math.max(0, Math.round((root.height - height) / 2)) : 0
        spacing: Metrics.mm(Metrics.isSmall ? 4 : 8)

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: root.dot
            Accessible.role: Accessible.StaticText
            Accessible.name: "已输" + root.typed + "位"

            Repeater {
                model: root.length

                Rectangle {
                    required property int index

                    width: root.dot
                    height: root.dot
                    radius: width / 2
                    color: index < root.typed ? Theme.text : "transparent"
                    border.width: Metrics.outline
                    border.color: index < root.typed ? Theme.text : Theme.border
                }
            }
        }
        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            kind: Label.Body
            text: root.message
            color: root.wrong ? Theme.danger : Theme.text
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
        }
    }
    NumericPad {
        id: pad

        x: root.width - width
        y: root.padTop
        keyWidth: root.beside ? Metrics.mm(Metrics.isSmall ? 28 : 34) : Math.floor((root.width - 2 * Metrics.gap) / 3)
        visible: root.open
        prefix: root.prefix
        onTyped: key => root.digit(key)
        onErased: root.erased()
    }
}
