// R2: four topics a page.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property TopicsViewModel vm
    readonly property int columns: Metrics.isPortrait ? 1 : 2
    readonly property int rows: 4 / columns
    readonly property int below: vm.pages > 1 ? pager.height + Metrics.gap : 0
    readonly property real cardHeight: Math.min(Metrics.mm(80),
        (area.height - below - (rows - 1) * Metrics.gap) / rows)

    name: "topics"
    title: vm.title
    picture: vm.icon
    hint: Metrics.isPortrait ? "点一下要办的事" : ""

    MenuGrid {
        id: cards

        columns: root.columns

        Repeater {
            model: root.vm.topics

            MenuCard {
                required property var model

                objectName: "topics.topic." + model.id
                width: (root.area.width - (root.columns - 1) * Metrics.gutter) / root.columns
                height: root.cardHeight
                group: cards
                icon: model.icon
                label: model.plain
                help: model.name === model.plain ? "" : model.name
                onTapped: root.vm.choose(model.id)
            }
        }
    }
    Pager {
        id: pager

        prefix: "topics.pager"
        anchors.bottom: parent.bottom
        width: parent.width
        page: root.vm.page
        pages: root.vm.pages
        onPrevious: root.vm.turn(-1)
        onNext: root.vm.turn(1)
    }
}
