// R1: 您要办什么事？ Up to six life events a page, and the search for everything else.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property HomeViewModel vm
    readonly property int count: Math.max(1, shown.count)
    readonly property int columns: Metrics.isPortrait ? (count > 3 ? 2 : 1) : count > 4 || count === 3 ? 3 : 2
    readonly property int rows: Math.ceil(count / columns)
    readonly property bool paged: vm.pages > 1
    readonly property int findHeight: Metrics.isSmall ? Metrics.touch : Metrics.mm(23)
    readonly property real cardWidth: (area.width - (columns - 1) * Metrics.gutter) / columns
    readonly property real cardHeight: Math.min((area.height - findHeight - rows * Metrics.gap) / rows,
                                                Metrics.mm(Metrics.isPortrait ? 60 : 130))

    name: "home"
    title: "您要办什么事？"
    canGoBack: false
    picture: "chats-circle"
    hint: Metrics.isPortrait ? "点一下，会先问几个简单的问题" : ""

    aside: Row {
        visible: root.vm.hasBusiness
        spacing: Metrics.gap

        SwitchButton {
            objectName: "home.audience.person"
            label: "个人办事"
            icon: "user"
            selected: root.vm.audience === "person"
            onTapped: root.vm.show("person")
        }
        SwitchButton {
            objectName: "home.audience.company"
            label: "开店办企"
            icon: "storefront"
            selected: root.vm.audience === "company"
            onTapped: root.vm.show("company")
        }
    }

    MenuGrid {
        id: cards

        columns: root.columns

        Repeater {
            id: shown

            model: root.vm.categories

            MenuCard {
                required property var model

                objectName: "home.category." + model.id
                width: root.cardWidth
                height: root.cardHeight
                group: cards
                tall: root.rows === 1 && !Metrics.isPortrait
                icon: model.icon
                label: model.name
                help: model.hint || ""
                onTapped: root.vm.choose(model.id)
            }
        }
    }
    MenuCard {
        objectName: "home.find"
        anchors.bottom: parent.bottom
        width: Metrics.isPortrait && !root.paged ? root.area.width : (root.area.width - Metrics.gutter) / 2
        height: root.findHeight
        icon: "magnifying-glass"
        row: true
        label: "找别的事"
        help: "用拼音首字母也能找"
        onTapped: root.vm.search()
    }
    MenuCard {
        objectName: "home.more"
        visible: root.paged
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        width: (root.area.width - Metrics.gutter) / 2
        height: root.findHeight
        icon: root.vm.page + 1 < root.vm.pages ? "arrow-right" : "arrow-left"
        row: true
        label: root.vm.page + 1 < root.vm.pages ? "更多的事" : "回到前面"
        help: "第" + (root.vm.page + 1) + "页，共" + root.vm.pages + "页"
        onTapped: root.vm.more()
    }
}
