// T2: an identity card laid on its picture tells the screen how large it is.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property RulerViewModel vm
    readonly property int keyWidth: Metrics.mm(Metrics.isSmall ? 20 : 30)

    name: "ruler"
    title: "身份证放在框上，一样宽吗？"
    hint: Metrics.isSmall ? "" : "左边对齐，再把框调到和卡一样宽。"
    primaryLabel: "一样宽了"
    primaryIcon: "check"
    onPrimary: root.vm.save()
    Component.onCompleted: root.vm.begin(Metrics.widthPx, Metrics.heightPx, Metrics.pxPerMm)

    Rectangle {
        id: card

        anchors.horizontalCenter: parent.horizontalCenter
        width: root.vm.cardPx
        // ISO/IEC 7810: 85.6 by 54 mm; as high as there is room for.
        height: Math.min(Math.round(width * 54 / 85.6), keys.y - Metrics.gap)
        radius: Metrics.hairline
        color: Theme.tint
        border.width: Metrics.hairline
        border.color: Theme.primary

        Label {
            anchors.centerIn: parent
            width: parent.width - 2 * Metrics.padding
            horizontalAlignment: Text.AlignHCenter
            kind: Label.Hint
            text: root.vm.problem === "" ? root.vm.inches : root.vm.problem
            color: root.vm.problem === "" ? Theme.text : Theme.danger
        }
    }
    Row {
        id: keys

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        spacing: Metrics.gap

        Repeater {
            model: [
                { "key": "narrow20", "label": "－－", "name": "窄很多", "by": -20 },
                { "key": "narrow2", "label": "－", "name": "窄一点", "by": -2 },
                { "key": "wide2", "label": "＋", "name": "宽一点", "by": 2 },
                { "key": "wide20", "label": "＋＋", "name": "宽很多", "by": 20 }
            ]

            PadKey {
                required property var modelData

                objectName: "ruler." + modelData.key
                width: root.keyWidth
                height: Metrics.buttonHeight
                label: modelData.label
                name: modelData.name
                onTapped: root.vm.widen(modelData.by)
            }
        }
    }
}
