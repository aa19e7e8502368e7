// Turning pages at the right edge, for the small layout: below the rows there is no room for it.
import QtQuick

Item {
    id: root

    // Prefix of the object names, e.g. "answers.pager".
    required property string prefix
    property int page: 0
    property int pages: 1

    signal previous
    signal next

    visible: pages > 1
    implicitWidth: Math.max(Metrics.touch, where.implicitWidth)

    PadKey {
        objectName: root.prefix + ".previous"
        width: parent.width
        height: Metrics.touch
        visible: root.page > 0
        icon: "caret-up"
        name: "上一页"
        onTapped: root.previous()
    }
    Label {
        id: where

        anchors.centerIn: parent
        kind: Label.Hint
        font.bold: true
        text: (root.page + 1) + "/" + root.pages + "页"
        wrapMode: Text.NoWrap
        Accessible.role: Accessible.StaticText
        Accessible.name: "第" + (root.page + 1) + "页，共" + root.pages + "页"
    }
    PadKey {
        objectName: root.prefix + ".next"
        anchors.bottom: parent.bottom
        width: parent.width
        height: Metrics.touch
        visible: root.page < root.pages - 1
        icon: "caret-down"
        name: "下一页"
        onTapped: root.next()
    }
}
