// Hits beside or above the pad; nothing typed: how to search; no hit: what is near, and ways on.
import QtQuick

Item {
    id: root

    required property string prefix
    // "empty", "found" or "none".
    property string found: "empty"
    // Rows with key, topic, name, marked, why.
    property var results: null
    property int page: 0
    property int pages: 1
    readonly property int columns: Metrics.isPortrait ? 2 : 1
    readonly property real cardWidth: (width - (columns - 1) * Metrics.gutter) / columns
    readonly property int pagerHeight: Metrics.isSmall ? Metrics.touch : Math.max(Metrics.mm(18), Metrics.buttonHeight)
    readonly property int hitRows: 4 / columns
    readonly property real hitHeight: (height - pagerHeight - hitRows * Metrics.gap) / hitRows
    readonly property int nearShown: Metrics.isSmall ? 1 : 2

    signal chosen(string topic)
    signal turned(int pages)
    signal allWanted
    signal staffWanted

    Column {
        width: parent.width
        visible: root.found !== "found"
        spacing: Metrics.mm(1)

        Label {
            width: parent.width
            kind: Label.Title
            text: root.found === "none" ? "没找到这件事" : "怎么找"
        }
        Label {
            id: advice

            width: parent.width
            kind: Label.Hint
            leading: 1.4
            text: root.found === "none" ? (list.count > 0 ? "相近的事：" : "换几个字再试，或者问人。")
                  : "按每个字拼音的第一个字母。比如养老金，按 y、l、j。"
        }
    }
    MenuGrid {
        id: cards

        y: root.found === "none" ? Math.round(Metrics.titlePx * 1.3 + Metrics.hintPx * 1.4 + Metrics.mm(3)) : 0
        visible: root.found !== "empty"
        columns: root.columns

        Repeater {
            id: list

            model: root.results

            MenuCard {
                required property var model
                required property int index

                objectName: root.prefix + (root.found === "none" ? ".near." : ".result.") + model.key
                width: root.cardWidth
                height: root.found === "none" ? Math.min(root.hitHeight, Metrics.mm(26)) : root.hitHeight
                visible: root.found === "found" || index < root.nearShown
                group: cards
                bold: false
                textFormat: Text.StyledText
                label: model.marked
                help: model.why
                name: model.name
                onTapped: root.chosen(model.topic)
            }
        }
    }
    Pager {
        prefix: root.prefix + ".pager"
        anchors.bottom: parent.bottom
        width: parent.width
        visible: root.found === "found" && pages > 1
        compact: !Metrics.isPortrait
        page: root.page
        pages: root.pages
        onPrevious: root.turned(-1)
        onNext: root.turned(1)
    }
    Grid {
        anchors.bottom: parent.bottom
        visible: root.found !== "found"
        columns: Metrics.isPortrait ? 2 : 1
        columnSpacing: Metrics.gutter
        rowSpacing: Metrics.gap

        BigButton {
            objectName: root.prefix + ".all"
            width: root.cardWidth
            height: root.pagerHeight
            icon: "list"
            label: "看全部事项"
            onTapped: root.allWanted()
        }
        BigButton {
            objectName: root.prefix + ".staff"
            width: root.cardWidth
            height: root.pagerHeight
            icon: "bell-ringing"
            label: "叫工作人员"
            onTapped: root.staffWanted()
        }
    }
}
