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

    signal edited(string text)
    signal unknown

    DatePicker {
        id: picker

        prefix: root.prefix + ".date"
        width: parent.width
        height: parent.height - (unknownCard.visible ? unknownCard.height + Metrics.gap : 0)
                - (trouble.visible ? trouble.height + Metrics.gap : 0)
        day: root.value
        onPicked: day => root.edited(day)
    }
    Label {
        id: trouble

        anchors.bottom: unknownCard.visible ? unknownCard.top : parent.bottom
        anchors.bottomMargin: Metrics.gap
        width: parent.width
        visible: text !== ""
        text: root.problem
        color: Theme.danger
    }
    OptionCard {
        id: unknownCard

        objectName: root.prefix + ".unknown"
        anchors.bottom: parent.bottom
        width: parent.width
        height: implicitHeight
        visible: root.hasUnknown
        label: "我不清楚"
        unknown: true
        selected: root.isUnknown
        onTapped: root.unknown()
    }
}
