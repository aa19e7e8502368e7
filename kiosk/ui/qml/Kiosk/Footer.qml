// 返回上一步 · 请人帮忙 · the main action: fixed places on every screen.
import QtQuick
import Kiosk.Views

Item {
    id: root

    required property ShellViewModel shell
    // The screen in front; null for a moment while screens change.
    property Scaffold screen: null
    readonly property int kind: Metrics.isPortrait ? Label.Hint : Label.Title

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
        width: Metrics.backWidth
        height: Metrics.footerButtonHeight
        visible: root.screen !== null && root.screen.canGoBack
        stacked: Metrics.isPortrait
        kind: root.kind
        icon: "arrow-left"
        label: "返回上一步"
        onTapped: root.shell.back()
    }
    BigButton {
        objectName: "shell.help"
        x: Metrics.helpX
        anchors.verticalCenter: parent.verticalCenter
        width: Metrics.helpWidth
        height: Metrics.footerButtonHeight
        visible: root.shell.canAskForHelp
        stacked: Metrics.isPortrait
        kind: root.kind
        icon: "hand-waving"
        label: "请人帮忙"
        onTapped: root.shell.help()
    }
    BigButton {
        objectName: "shell.primary"
        anchors.right: parent.right
        anchors.rightMargin: Metrics.margin
        anchors.verticalCenter: parent.verticalCenter
        width: Metrics.primaryWidth
        height: Metrics.footerButtonHeight
        visible: root.screen !== null && root.screen.primaryLabel !== ""
        enabled: root.screen !== null && root.screen.primaryEnabled
        primary: true
        stacked: Metrics.isPortrait
        icon: root.screen !== null ? root.screen.primaryIcon : ""
        iconLast: true
        label: root.screen !== null ? root.screen.primaryLabel : ""
        onTapped: root.screen.primary()
    }
}
