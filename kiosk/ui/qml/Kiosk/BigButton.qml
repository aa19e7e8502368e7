// A button: primary is filled, secondary outlined. Label of at most 6 characters (ux.md §6).
import QtQuick

Tappable {
    id: root

    property string label: ""
    property string icon: ""
    property bool iconLast: false
    property bool primary: false
    property bool danger: false
    property bool busy: false
    readonly property color ink: !enabled ? Theme.disabled : primary || danger ? Theme.primaryInk : Theme.text
    readonly property color fill: !enabled ? Theme.disabledTint
                                  : danger ? Theme.danger
                                  : primary ? (pressed ? Theme.primaryPressed : Theme.primary)
                                  : pressed ? Theme.cardPressed : Theme.card

    name: label
    implicitHeight: Metrics.actionHeight
    implicitWidth: Math.max(Metrics.mm(Metrics.isSmall ? 44 : 60), row.width + 2 * Metrics.padding)
    scale: pressed ? 0.98 : 1

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        color: root.fill
        border.width: root.enabled && (root.primary || root.danger) ? 0 : Metrics.outline
        border.color: root.enabled ? Theme.border : Theme.disabled
    }
    Row {
        id: row

        anchors.centerIn: parent
        spacing: Metrics.mm(2.5)
        layoutDirection: root.iconLast ? Qt.RightToLeft : Qt.LeftToRight

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.icon !== ""
            name: root.icon
            size: Math.round(caption.font.pixelSize * 1.1)
            color: root.ink
        }
        Label {
            id: caption

            anchors.verticalCenter: parent.verticalCenter
            kind: Label.Title
            text: root.label
            color: root.ink
            wrapMode: Text.NoWrap
        }
    }
    FocusRing {
        target: root
    }
}
