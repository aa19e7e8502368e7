// The pager of a list or of cards: below them, in the small layout beside them. Fills its parent.
import QtQuick

Item {
    id: root

    // Prefix of the object names, e.g. "answers.pager".
    required property string prefix
    property int page: 0
    property int pages: 1
    // What the pager takes from the height and, when it is shown, from the width of the rows.
    readonly property real roomBelow: Metrics.isSmall ? 0 : below.implicitHeight + Metrics.gap
    readonly property real roomBeside: Metrics.isSmall && pages > 1 ? beside.implicitWidth + Metrics.gutter : 0

    signal turned(int page)

    Pager {
        id: below

        prefix: root.prefix
        anchors.bottom: parent.bottom
        width: parent.width
        visible: pages > 1 && !Metrics.isSmall
        page: root.page
        pages: root.pages
        onPrevious: root.turned(root.page - 1)
        onNext: root.turned(root.page + 1)
    }
    SidePager {
        id: beside

        prefix: root.prefix
        anchors.right: parent.right
        width: implicitWidth
        height: parent.height
        visible: pages > 1 && Metrics.isSmall
        page: root.page
        pages: root.pages
        onPrevious: root.turned(root.page - 1)
        onNext: root.turned(root.page + 1)
    }
}
