// R10: the list on the phone: plain text in one code or a few, scanned one after the other.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property TakeawayViewModel vm
    // A phone finds the right one of a few; codes keep the size that phones can read.
    readonly property int perPage: Metrics.isLandscape ? 4 : 2
    property int page: 0

    name: "takeaway"
    title: "用手机扫一扫"
    hint: Metrics.isSmall && Metrics.step === 2 ? ""
          : root.vm.count > 1 ? "不用留号码。每个码都要扫，存到手机里。" : "不用留号码，不用联网，扫完就能看。"
    picture: "device-mobile"
    step: Metrics.isSmall ? 0 : 4
    primaryLabel: "完成"
    primaryIcon: "check"
    onPrimary: root.vm.goOn()

    // Nobody's phone at hand: the codes go home on a slip.
    aside: BigButton {
        objectName: "takeaway.print"
        height: Metrics.buttonHeight
        visible: root.vm.canPrint
        icon: "printer"
        label: root.vm.count > 1 ? "打印这些码" : "打印这个码"
        onTapped: root.vm.printCodes()
    }

    Row {
        id: codes

        readonly property int shown: Math.max(1, Math.min(root.vm.count, root.perPage))
        readonly property real roomBelow: turning.pages > 1 ? turning.roomBelow : 0
        readonly property real words: root.vm.count > 1 ? Metrics.hintPx * 1.5 + Metrics.mm(2) : 0

        x: (root.area.width - turning.roomBeside - width) / 2
        spacing: Metrics.gutter

        Repeater {
            model: root.vm.codes

            QrCard {
                required property var model
                required property int index

                visible: Math.floor(index / root.perPage) === root.page
                caption: root.vm.count > 1 ? "第" + (index + 1) + "个" : ""
                source: model.url
                room: Math.min(root.area.height - codes.roomBelow - codes.words,
                               (root.area.width - turning.roomBeside - (codes.shown - 1) * codes.spacing)
                               / codes.shown)
            }
        }
    }
    Turning {
        id: turning

        anchors.fill: parent
        prefix: "takeaway.pager"
        page: root.page
        pages: Math.max(1, Math.ceil(root.vm.count / root.perPage))
        onTurned: page => root.page = page
    }
}
