// What else can be done with a list, for large letters and narrow screens.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property MoreViewModel vm

    name: "more"
    title: "您还可以这样做"
    picture: "list-checks"

    PagedList {
        anchors.fill: parent
        prefix: "more.pager"

        ListRow {
            objectName: "more.have"
            height: root.vm.hasPapers ? implicitHeight : 0
            icon: "checks"
            label: "我带齐了吗"
            action: "去看"
            onTapped: root.vm.checkPapers()
        }
        ListRow {
            objectName: "more.startday"
            height: root.vm.hasSteps ? implicitHeight : 0
            icon: "calendar-check"
            label: "从哪天开始"
            action: "去选"
            onTapped: root.vm.chooseStart()
        }
        ListRow {
            objectName: "more.paper"
            height: root.vm.otherPaper !== "" ? implicitHeight : 0
            icon: "printer"
            label: root.vm.otherPaper
            action: "换纸"
            onTapped: root.vm.changePaper()
        }
        ListRow {
            objectName: "more.scan"
            height: root.vm.canPrint ? implicitHeight : 0
            icon: "qr-code"
            label: "扫码带走"
            action: "去扫"
            onTapped: root.vm.takeAway()
        }
    }
}
