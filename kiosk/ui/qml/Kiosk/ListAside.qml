// Beside a list, to look at: days, trips and money, and the way through the offices.
import QtQuick

Rectangle {
    id: root

    property alias figures: numbers.model
    property alias steps: way.model
    property bool hasSteps: true

    // The numbers alone; the way takes what height it is given.
    implicitHeight: numbers.height + 2 * Metrics.padding
    radius: Metrics.radius
    color: Theme.card
    border.width: Theme.isContrast ? Metrics.hairline : 0
    border.color: Theme.divider

    Figures {
        id: numbers

        x: Metrics.padding
        y: Metrics.padding
        width: parent.width - 2 * Metrics.padding
    }
    Rectangle {
        id: rule

        x: Metrics.padding
        anchors.top: numbers.bottom
        anchors.topMargin: Metrics.gap
        width: numbers.width
        height: Metrics.hairline
        visible: root.hasSteps
        color: Theme.divider
    }
    WayPicture {
        id: way

        x: Metrics.padding
        anchors.top: rule.bottom
        anchors.topMargin: Metrics.gap
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Metrics.gap
        width: numbers.width
        visible: root.hasSteps
    }
}
