// R8: 有 or 没有 for every paper; what is missing, where to get it.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property HaveViewModel vm

    name: "have"
    title: root.vm.title
    hint: "有的点“有”，没有的先去补。"
    picture: "checks"
    step: Metrics.isSmall ? 0 : 3
    primaryLabel: root.vm.canPrint ? "打印还差的" : "回到清单"
    primaryIcon: root.vm.canPrint ? "printer" : "list-checks"
    onPrimary: root.vm.goOn()

    PagedList {
        anchors.fill: parent
        prefix: "have.pager"

        Repeater {
            model: root.vm.rows

            HaveCard {
                required property var model

                key: model.key
                icon: model.icon
                label: model.title
                counts: model.counts
                where: model.where
                has: model.has
                onMarked: has => root.vm.mark(model.key, has)
            }
        }
    }
}
