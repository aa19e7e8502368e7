// 看有没有变: 还是对的, or each line that changed.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property ChangesViewModel vm

    name: "changes"
    title: root.vm.isValid ? "这张清单还是对的" : "有些地方变了"
    hint: root.vm.isValid ? "跟今天的办法一样，照着准备就行。" : "以新清单为准，旧的请别用了。"
    picture: root.vm.isValid ? "check-circle" : "arrows-left-right"
    primaryLabel: root.vm.action
    primaryIcon: root.vm.actionIcon
    onPrimary: root.vm.goOn()

    Column {
        anchors.centerIn: parent
        width: parent.width
        visible: root.vm.isValid
        spacing: Metrics.mm(Metrics.isSmall ? 3 : 6)

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "check-circle"
            size: Metrics.mm(Metrics.isSmall ? 34 : 64)
            color: Theme.success
        }
        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            kind: Label.Title
            text: root.vm.topic
        }
    }
    PagedList {
        anchors.fill: parent
        visible: !root.vm.isValid
        prefix: "changes.pager"

        Repeater {
            model: root.vm.rows

            ListRow {
                required property var model

                objectName: "changes.row." + model.key
                kind: model.kind
                label: model.title
                formal: model.formal
                body: model.body
                mark: model.mark
            }
        }
    }
}
