// 回首页, the place, the clock and the switches; in portrait the controls stand in a row within reach
// above the footer and the header only shows.
import QtQuick
import Kiosk.Views

Item {
    id: root

    required property ShellViewModel shell
    readonly property int controlHeight: Metrics.mm(16)

    width: Metrics.widthPx
    height: Metrics.headerHeight

    Rectangle {
        anchors.fill: parent
        color: Theme.bar
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Metrics.hairline
        color: Theme.divider
    }
    // The controls: inside the header, or in the row above the footer.
    Item {
        id: controls

        x: Metrics.margin
        y: Metrics.isPortrait ? Metrics.bodyBottom : 0
        width: Metrics.contentWidth
        height: Metrics.isPortrait ? Metrics.controlsHeight : parent.height

        BarButton {
            id: home

            objectName: "shell.home"
            x: -inset
            anchors.verticalCenter: parent.verticalCenter
            visible: root.shell.canGoHome
            height: root.controlHeight
            icon: "house"
            label: "回首页"
            onTapped: root.shell.goHome()
        }
        OfflineBadge {
            id: badge

            objectName: "shell.offline"
            anchors.right: size.left
            anchors.rightMargin: Metrics.mm(3)
            anchors.verticalCenter: parent.verticalCenter
            visible: root.shell.link.shown
            stopped: root.shell.link.stopped
            onTapped: root.shell.link.open()
        }
        BarButton {
            id: size

            objectName: "shell.text-size"
            anchors.right: parent.right
            anchors.rightMargin: Metrics.isPortrait ? -inset : clock.width + Metrics.mm(8)
            anchors.verticalCenter: parent.verticalCenter
            visible: root.shell.canChangeDisplay
            height: root.controlHeight
            icon: "text-aa"
            label: "大字"
            onTapped: root.shell.openDisplay()
        }
    }
    Rectangle {
        id: rule

        x: Metrics.margin + home.width + Metrics.mm(1)
        anchors.verticalCenter: parent.verticalCenter
        visible: root.shell.canGoHome && !Metrics.isPortrait
        width: Metrics.hairline
        height: Metrics.mm(8)
        color: Theme.divider
    }
    Label {
        // Held for 5 s, it is the first half of the technicians' gesture; the clock is the second.
        objectName: "shell.site"
        x: rule.visible ? rule.x + Metrics.mm(4) : Metrics.margin
        anchors.verticalCenter: parent.verticalCenter
        width: (Metrics.isPortrait ? clock.x - Metrics.mm(8)
                : controls.x + (badge.visible ? badge.x : size.x) - Metrics.mm(3)) - x
        kind: Label.Status
        text: root.shell.siteName
        maximumLineCount: 1
        elide: Text.ElideRight
    }
    Label {
        id: clock

        objectName: "shell.clock"
        anchors.right: parent.right
        anchors.rightMargin: Metrics.margin
        anchors.verticalCenter: parent.verticalCenter
        kind: Label.Status
        text: root.shell.clockText
        wrapMode: Text.NoWrap
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
