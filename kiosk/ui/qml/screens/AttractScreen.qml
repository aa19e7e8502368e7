// R0: what this machine does, where one is, and one thing to do: touch it.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property AttractViewModel vm
    readonly property int top_: Metrics.mm(Metrics.isSmall ? 6 : 12)
    readonly property int lineHeight: Math.round(Metrics.titlePx * 1.4)
    readonly property int bandHeight: Metrics.isPortrait ? Metrics.mm(64) : Metrics.mm(Metrics.isSmall ? 28 : 46)

    name: "attract"
    title: "点一下屏幕，开始办事"
    framed: false

    Item {
        id: page

        anchors.fill: parent

        Label {
            objectName: "shell.site"
            x: Metrics.margin
            y: root.top_
            width: Metrics.contentWidth - (Metrics.isPortrait ? 0 : date.width + Metrics.gutter)
            kind: Label.Title
            text: root.vm.siteName
        }
        Label {
            id: date

            objectName: "shell.clock"
            x: Metrics.isPortrait ? Metrics.margin : Metrics.widthPx - Metrics.margin - width
            y: root.top_ + (Metrics.isPortrait ? 2 * root.lineHeight : 0)
            kind: Metrics.isPortrait ? Label.Hint : Label.Title
            leading: 1.3
            font.bold: false
            color: Theme.text2
            text: root.vm.dateText
            wrapMode: Text.NoWrap
        }
        Label {
            x: Metrics.margin
            y: root.top_ + root.lineHeight
            kind: Label.Hint
            visible: root.vm.hours !== ""
            text: "开门时间 " + root.vm.hours
            wrapMode: Text.NoWrap
        }
        Column {
            id: middle

            readonly property int from: root.top_ + (Metrics.isPortrait ? 3 : 2) * root.lineHeight
            readonly property int to: root.vm.offersReceipt ? offer.y : band.y

            x: Metrics.margin
            y: Math.round(from + (to - from - height) / 2)
            width: Metrics.contentWidth
            spacing: Metrics.mm(Metrics.isSmall ? 4 : Metrics.isPortrait ? 14 : 9)

            TopicFader {
                anchors.horizontalCenter: parent.horizontalCenter
                width: parent.width
                // The offer takes its room, except on a wide screen whose letters leave some.
                visible: !root.vm.offersReceipt || (Metrics.isLandscape && Metrics.step < 2)
                names: root.vm.topics
            }
            WaySteps {
                anchors.horizontalCenter: parent.horizontalCenter
            }
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: band.top
            anchors.bottomMargin: Metrics.mm(3)
            visible: root.vm.afterPowerCut && !root.vm.offersReceipt
            width: Math.min(Metrics.contentWidth, note.implicitWidth + 2 * Metrics.padding)
            height: note.height + Metrics.mm(3)
            radius: Metrics.radius
            color: Theme.warningTint

            Label {
                id: note

                anchors.centerIn: parent
                width: Math.min(implicitWidth, Metrics.contentWidth - 2 * Metrics.padding)
                kind: Label.Hint
                leading: 1.3
                text: "刚才停过电，之前的回答没有留下"
                color: Theme.warning
            }
        }
        Rectangle {
            id: band

            anchors.horizontalCenter: parent.horizontalCenter
            y: Metrics.isPortrait ? Metrics.footerTop - height - Metrics.mm(10)
               : Metrics.heightPx - height - below.height - Metrics.mm(Metrics.isSmall ? 5 : 10)
            width: Metrics.contentWidth
            height: root.bandHeight
            radius: Metrics.radius
            color: touch.pressed ? Theme.primaryPressed : Theme.primary

            Row {
                anchors.centerIn: parent
                spacing: Metrics.mm(5)

                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: "hand-tap"
                    size: Math.round(Metrics.questionPx * 1.5)
                    color: Theme.primaryInk
                }
                Label {
                    anchors.verticalCenter: parent.verticalCenter
                    kind: Label.Question
                    text: "点一下屏幕，开始办事"
                    color: Theme.primaryInk
                    wrapMode: Text.NoWrap
                }
            }
        }
        Label {
            id: below

            anchors.horizontalCenter: parent.horizontalCenter
            anchors.top: band.bottom
            anchors.topMargin: Metrics.mm(Metrics.isSmall ? 1 : 3)
            kind: Label.Hint
            text: "不用带身份证也能看清单"
            wrapMode: Text.NoWrap
        }
    }
    Tappable {
        id: touch

        anchors.fill: parent
        objectName: "attract.begin"
        name: "点一下屏幕，开始办事"
        onTapped: root.vm.begin()
    }
    Notice {
        id: offer

        x: Metrics.margin
        y: band.y - height - Metrics.mm(Metrics.isSmall ? 3 : 5)
        width: Metrics.contentWidth
        visible: root.vm.offersReceipt
        icon: "receipt"
        text: "上一件事存好了，还没拿回执"
        actionName: "attract.receipt"
        action: "拿回执"
        actionIcon: "printer"
        onActed: root.vm.takeReceipt()
    }
}
