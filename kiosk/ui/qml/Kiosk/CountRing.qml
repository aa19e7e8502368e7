// A number in a ring of marks that go out one by one; no animation, so nothing runs between seconds.
import QtQuick

Item {
    id: root

    property int value: 0
    property int total: 45
    readonly property int marks: 24

    width: Metrics.mm(Metrics.isSmall ? 30 : 40)
    height: width

    Repeater {
        model: root.marks

        Rectangle {
            required property int index

            x: root.width / 2 - width / 2
            width: Metrics.mm(1.6)
            height: Metrics.mm(Metrics.isSmall ? 3.4 : 4.4)
            radius: width / 2
            color: index < Math.ceil(root.value * root.marks / root.total) ? Theme.primary
                                                                           : Theme.divider
            transform: Rotation {
                origin.x: Metrics.mm(1.6) / 2
                origin.y: root.height / 2
                angle: index * 360 / root.marks
            }
        }
    }
    Label {
        anchors.centerIn: parent
        kind: Label.Digits
        text: root.value
        wrapMode: Text.NoWrap
    }
}
