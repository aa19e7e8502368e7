// A date: the calendar, and 我不清楚 where it is offered.
import QtQuick

Item {
    id: root

    // Prefix of the object names, e.g. "question".
    required property string prefix
    property string value: ""
    property string problem: ""
    property alias least: picker.least
    property alias most: picker.most
    property bool hasUnknown: false
    property bool isUnknown: false

    // 我不清楚 stands below the calendar where that leaves room, else beside its first row.
    readonly property bool beside: !Metrics.isPortrait

    signal edited(string text)
    signal unknown

    DatePicker {
        id: picker

        prefix: root.prefix + ".date"
        width: parent.width
        height: parent.height - (unknownCard.visible && !root.beside ? unknownCard.height + Metrics.gap : 0)
                - (trouble.visible ? trouble.height + Metrics.gap : 0)
        roomBeside: unknownCard.visible && root.beside ? unknownCard.width + Metrics.gap : 0
        day: root.value
        onPicked: day => root.edited(day)
    }
    Label {
        id: trouble

        anchors.bottom: unknownCard.visible && !root.beside ? unknownCard.top : parent.bottom
        anchors.bottomMargin: Metrics.gap
        width: parent.width
        visible: text !== ""
        text: root.problem
        color: Theme.danger
    }
    OptionCard {
        id: unknownCard

        objectName: root.prefix + ".unknown"
        anchors.right: parent.right
        y: root.beside ? 0 : root.height - height
        width: root.beside ? Math.round(Metrics.titlePx * 4.2) + mark + 3 * Metrics.padding : root.width
        height: root.beside ? picker.firstRow : implicitHeight
        visible: root.hasUnknown
        label: "我不清楚"
        unknown: true
        selected: root.isUnknown
        onTapped: root.unknown()
    }
}
