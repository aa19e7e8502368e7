// R4: what this is, how long it takes, what it costs, for which county; what is not kept.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property StartViewModel vm

    name: "start"
    title: root.vm.title
    hint: root.vm.formal
    picture: root.vm.icon
    primaryLabel: "开始"
    primaryIcon: "arrow-right"
    onPrimary: root.vm.begin()

    PagedList {
        anchors.fill: parent
        prefix: "start.pager"
        spacing: Metrics.gap

        ListRow {
            icon: "clock"
            label: root.vm.time
        }
        ListRow {
            icon: "coins"
            label: root.vm.cost
        }
        ListRow {
            icon: "list-checks"
            label: "会给您一张清单"
        }
        ListRow {
            objectName: "start.county"
            icon: "map-pin"
            label: root.vm.place
            action: "换个县"
            onTapped: root.vm.chooseCounty()
        }
        ListRow {
            icon: "lock-key"
            label: "不用带身份证"
            formal: "不记名字，不留号码，走的时候全清掉。"
        }
    }
}
