// 换个县: the counties of this city first, all other places behind one card. This visit only.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property RegionViewModel vm
    readonly property int columns: Metrics.isPortrait ? 2 : 3

    name: "region"
    title: root.vm.title
    hint: "只管这一次，下一位还按本地的办法。"
    picture: "map-pin"

    PagedList {
        anchors.fill: parent
        prefix: "region.pager"
        columns: root.columns
        subject: root.vm.level

        Repeater {
            model: root.vm.places

            OptionCard {
                required property var model

                objectName: "region.place." + model.code
                label: model.name
                selected: model.chosen
                onTapped: root.vm.choose(model.code)
            }
        }
        MenuCard {
            objectName: "region.elsewhere"
            height: root.vm.hasElsewhere ? implicitHeight : 0
            icon: "map-trifold"
            label: "别的地方"
            onTapped: root.vm.elsewhere()
        }
    }
}
