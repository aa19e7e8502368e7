// A grid of MenuCards that agree on one size of picture and on showing their grey lines or not.
import QtQuick

Grid {
    id: root

    readonly property int tile: Math.min(9999, ...Array.from(children, card => card.tileRoom ?? 9999))
    readonly property bool hints: Math.min(9999, ...Array.from(children, card => card.hintRoom ?? 9999)) > 0

    columnSpacing: Metrics.gutter
    rowSpacing: Metrics.gap
}
