// A grid of MenuCards that agree on one size of picture and on showing their grey lines or not.
import QtQuick

Grid {
    id: root

    readonly property int tile: root.least("tileRoom")
    readonly property bool hints: root.least("hintRoom") > 0

    // The smallest value of a property among the visible cards.
    function least(name) {
        let found = Infinity;
        for (const card of children) {
            if (card[name] !== undefined)
                found = Math.min(found, card[name]);
        }
        return found === Infinity ? 0 : found;
    }

    columnSpacing: Metrics.gutter
    rowSpacing: Metrics.gap
}
