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
    // The bottom row: search, the old list, the next page; each only where it leads somewhere.
    readonly property int inRow: 1 + (vm.hasScanner ? 1 : 0) + (paged ? 1 : 0)
    readonly property real inRowWidth: (area.width - (inRow - 1) * Metrics.gutter) / inRow
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
    MenuGrid {
        id: below

        anchors.bottom: parent.bottom
        columns: root.inRow

        MenuCard {
            objectName: "home.find"
            width: root.inRow === 1 && !Metrics.isPortrait ? (root.area.width - Metrics.gutter) / 2 : root.inRowWidth
            height: root.findHeight
            group: below
            icon: "magnifying-glass"
            row: true
            label: "找别的事"
            help: "用拼音首字母"
            onTapped: root.vm.search()
        }
        MenuCard {
            objectName: "home.scan"
            visible: root.vm.hasScanner
            width: root.inRowWidth
            height: root.findHeight
            group: below
            icon: "scan"
            row: true
            label: "我有旧清单"
            help: "扫码接着办"
            onTapped: root.vm.scan()
        }
        MenuCard {
            objectName: "home.more"
            visible: root.paged
            width: root.inRowWidth
            height: root.findHeight
            group: below
            icon: root.vm.page + 1 < root.vm.pages ? "arrow-right" : "arrow-left"
            row: true
            label: root.vm.page + 1 < root.vm.pages ? "更多的事" : "回到前面"
            help: "第" + (root.vm.page + 1) + "页，共" + root.vm.pages + "页"
            onTapped: root.vm.more()
        }
    }
}
