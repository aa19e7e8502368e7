// A button: primary is filled, secondary outlined. Label of at most 6 characters (ux.md §6).
import QtQuick

Tappable {
    id: root

    property string label: ""
    property string icon: ""
    property bool iconLast: false
    // Icon above the word, for narrow places.
    property bool stacked: false
    property bool primary: false
    property bool danger: false
    property int kind: Label.Title
    readonly property bool filled: enabled && (primary || danger)
    readonly property color ink: !enabled ? Theme.disabled : filled ? Theme.primaryInk : Theme.text
    readonly property color fill: !enabled ? Theme.disabledTint
                                  : danger ? Theme.danger
                                  : primary ? (pressed ? Theme.primaryPressed : Theme.primary)
                                  : pressed ? Theme.cardPressed : Theme.card

    name: label
    implicitHeight: Metrics.actionHeight
    implicitWidth: Math.max(Metrics.mm(Metrics.isSmall ? 36 : 60), words.width + 2 * Metrics.padding)
    scale: pressed ? 0.98 : 1

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        color: root.fill
        border.width: root.filled ? 0 : Metrics.outline
        border.color: root.enabled ? Theme.border : Theme.disabled
    }
    Grid {
        id: words

        anchors.centerIn: parent
        columns: root.stacked ? 1 : 2
        spacing: root.stacked ? Metrics.mm(0.5) : Metrics.mm(2.5)
        layoutDirection: root.iconLast && !root.stacked ? Qt.RightToLeft : Qt.LeftToRight
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter

        Icon {
            visible: root.icon !== ""
            name: root.icon
            size: Math.round(caption.font.pixelSize * 1.1)
            color: root.ink
        }
        Label {
            id: caption

            kind: root.kind
            leading: 1.3
            font.bold: true
            text: root.label
            color: root.ink
            wrapMode: Text.NoWrap
        }
    }
    FocusRing {
        target: root
    }
}
