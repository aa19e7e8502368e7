// 没联网·能用, 不收件·能用: what does not work, and that it matters little; leads to the details.
import QtQuick

Tappable {
    id: root

    // It takes no filings any more, whatever the network does.
    property bool stopped: false
    readonly property string said: stopped ? "不收件" : "没联网"
    // Where the header is narrow, the second half is left to the screen behind it.
    readonly property bool isShort: Metrics.isSmall && Metrics.size !== "normal"
    readonly property int inset: Metrics.mm(3)

    name: said + "，能用"
    implicitHeight: Metrics.touch
    implicitWidth: Math.max(Metrics.touch, words.width + 2 * inset)
    width: implicitWidth

    Rectangle {
        anchors.centerIn: parent
        width: parent.width
        height: words.height + Metrics.mm(4)
        radius: Metrics.radius
        color: root.pressed ? Theme.badgePressed : Theme.badge
        border.width: Theme.isContrast ? Metrics.hairline : 0
        border.color: Theme.border
    }
    Row {
        id: words

        anchors.centerIn: parent
        spacing: Metrics.mm(1.5)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: root.stopped ? "warning" : "wifi-slash"
            size: Math.round(caption.font.pixelSize * 1.3)
            color: Theme.badgeInk
        }
        Label {
            id: caption

            anchors.verticalCenter: parent.verticalCenter
            kind: Label.Status
            leading: 1.3
            text: root.isShort ? root.said : root.said + "·能用"
            color: Theme.badgeInk
            wrapMode: Text.NoWrap
        }
    }
    FocusRing {
        target: root
        gap: 0
    }
}
