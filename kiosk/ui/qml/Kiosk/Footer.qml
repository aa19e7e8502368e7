// 返回上一步 · 请人帮忙 · the main action: fixed places on every screen.
import QtQuick
import Kiosk.Views

Item {
    id: root

    required property ShellViewModel shell
    // The screen in front; null for a moment while screens change.
    property Scaffold screen: null
    readonly property int sideWidth: Metrics.isPortrait ? Metrics.span(5) / 2 : Metrics.mm(Metrics.isSmall ? 54 : 85)

    y: Metrics.footerTop
    width: Metrics.widthPx
    height: Metrics.footerHeight

    Rectangle {
        anchors.fill: parent
        color: Theme.bar
    }
    Rectangle {
        width: parent.width
        height: Metrics.hairline
        color: Theme.divider
    }
    BigButton {
        objectName: "shell.back"
        x: Metrics.margin
        anchors.verticalCenter: parent.verticalCenter
        width: root.sideWidth
        height: Metrics.actionHeight
        visible: root.screen !== null && root.screen.canGoBack
        icon: "arrow-left"
        label: Metrics.isPortrait ? "返回" : "返回上一步"
        onTapped: root.shell.back()
    }
    BigButton {
        objectName: "shell.help"
        x: Metrics.isPortrait ? Metrics.margin + root.sideWidth + Metrics.gutter
           : Math.round((Metrics.widthPx - width) / 2)
        anchors.verticalCenter: parent.verticalCenter
        width: root.sideWidth
        height: Metrics.actionHeight
        visible: root.shell.canAskForHelp
        icon: "hand-waving"
        label: Metrics.isPortrait ? "帮忙" : "请人帮忙"
        onTapped: root.shell.help()
    }
    BigButton {
        objectName: "shell.primary"
        anchors.right: parent.right
        anchors.rightMargin: Metrics.margin
        anchors.verticalCenter: parent.verticalCenter
        width: Metrics.isPortrait ? Metrics.contentWidth - 2 * root.sideWidth - 2 * Metrics.gutter
               : Metrics.mm(Metrics.isSmall ? 66 : 114)
        height: Metrics.actionHeight
        visible: root.screen !== null && root.screen.primaryLabel !== ""
        enabled: root.screen !== null && root.screen.primaryEnabled
        primary: true
        icon: root.screen !== null ? root.screen.primaryIcon : ""
        iconLast: true
        label: root.screen !== null ? root.screen.primaryLabel : ""
        onTapped: root.screen.primary()
    }
}
