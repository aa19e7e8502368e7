// R10: the list on the phone: plain text in one code or a few, scanned one after the other.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property TakeawayViewModel vm

    name: "takeaway"
    title: "用手机扫一扫"
    hint: Metrics.isSmall && Metrics.step === 2 ? ""
          : root.vm.count > 1 ? "不用留号码。每个码都要扫，存到手机里。" : "不用留号码，不用联网，扫完就能看。"
    picture: "device-mobile"
    step: Metrics.isSmall ? 0 : 4
    primaryLabel: "完成"
    primaryIcon: "check"
    onPrimary: root.vm.goOn()

    Row {
        id: codes

        readonly property int room: Math.min(root.area.height - (root.vm.count > 1 ? Metrics.hintPx * 1.5 + Metrics.mm(2) : 0),
                                             (root.area.width - (root.vm.count - 1) * spacing)
                                             / Math.max(1, root.vm.count))

        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Metrics.gutter

        Repeater {
            model: root.vm.codes

            QrCard {
                required property var model
                required property int index

                caption: root.vm.count > 1 ? "第" + (index + 1) + "个" : ""
                source: model.url
                room: codes.room
            }
        }
    }
}
