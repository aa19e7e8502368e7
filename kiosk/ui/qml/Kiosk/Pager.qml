// ‹ 上一页 · 2/5 · 下一页 ›. Absent with one page; a direction that leads nowhere is not shown.
import QtQuick

Item {
    id: root

    // Prefix of the object names, e.g. "topics.pager".
    required property string prefix
    property int page: 0
    property int pages: 1
    // Without words, for narrow places.
    property bool compact: false
    readonly property bool brief: compact
        || sentence.implicitWidth + 2 * Math.max(before.width, after.width) + 2 * Metrics.space > width

    signal previous
    signal next

    visible: pages > 1
    implicitHeight: Metrics.isSmall ? Metrics.touch : Math.max(Metrics.mm(18), Metrics.buttonHeight)
    implicitWidth: 2 * before.width + where.width + 2 * Metrics.space

    BigButton {
        id: before

        objectName: root.prefix + ".previous"
        anchors.left: parent.left
        height: parent.height
        visible: root.page > 0
        icon: "caret-left"
        width: root.compact ? Metrics.mm(22) : implicitWidth
        label: root.compact ? "" : "上一页"
        name: "上一页"
        onTapped: root.previous()
    }
    Label {
        id: sentence

        visible: false
        kind: Label.Title
        font.bold: false
        text: "第" + (root.page + 1) + "页，共" + root.pages + "页"
        wrapMode: Text.NoWrap
    }
    Label {
        id: where

        anchors.centerIn: parent
        kind: Label.Title
        font.bold: false
        text: root.brief ? (root.page + 1) + " / " + root.pages
              : sentence.text
        wrapMode: Text.NoWrap
    }
    BigButton {
        id: after

        objectName: root.prefix + ".next"
        anchors.right: parent.right
        height: parent.height
        visible: root.page < root.pages - 1
        icon: "caret-right"
        iconLast: true
        width: root.compact ? Metrics.mm(22) : implicitWidth
        label: root.compact ? "" : "下一页"
        name: "下一页"
        onTapped: root.next()
    }
}
