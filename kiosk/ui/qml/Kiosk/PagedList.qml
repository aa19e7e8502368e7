// Rows that page instead of scrolling, with the buttons to turn. Rows get their width from here.
import QtQuick
import Kiosk.Views

Item {
    id: root

    // Prefix of the pager's object names, e.g. "answers.pager".
    required property string prefix
    default property alias rows: column.data
    property alias spacing: column.spacing
    property alias columns: column.columns
    property string subject: ""
    property alias page: column.page
    readonly property alias pages: column.pages

    PagedColumn {
        id: column

        width: parent.width - turning.roomBeside
        height: parent.height
        subject: root.subject
        spacing: Metrics.gap
        pagerRoom: turning.roomBelow
    }
    Turning {
        id: turning

        anchors.fill: parent
        prefix: root.prefix
        page: column.page
        pages: column.pages
        onTurned: page => column.page = page
    }
}
