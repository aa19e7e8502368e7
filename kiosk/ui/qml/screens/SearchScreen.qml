// R2-S: a letter pad, catalogue words, and results that change with every key.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property SearchViewModel vm
    readonly property int rowHeight: Metrics.isSmall ? Metrics.touch : Metrics.mm(18)
    readonly property real padWidth: Metrics.isPortrait ? area.width
        : Metrics.isSmall ? 7 * Metrics.touch + 6 * Metrics.mm(3) : Metrics.span(7)
    // Rows above the pad: the field and the words; in small side by side, in portrait the field
    // stands above what can be reached.
    readonly property int above: Metrics.isLandscape ? 2 * (rowHeight + Metrics.gap) : rowHeight + Metrics.gap

    name: "search"
    title: Metrics.isSmall ? "" : "您要找什么事？"
    picture: "magnifying-glass"
    Keys.onPressed: event => event.key === Qt.Key_Backspace ? vm.erase() : vm.type(event.text)

    SearchField {
        y: Metrics.isPortrait ? -height - Metrics.gap : 0
        width: Metrics.isSmall ? Math.round(root.padWidth * 0.36) : root.padWidth
        height: root.rowHeight
        text: root.vm.query
    }
    WordRow {
        objectName: "search.words"
        x: Metrics.isSmall ? Math.round(root.padWidth * 0.36) + Metrics.gap : 0
        y: Metrics.isLandscape ? root.rowHeight + Metrics.gap : 0
        width: root.padWidth - x - toggle.width - Metrics.gap
        height: root.rowHeight
        prefix: "search.word"
        words: root.vm.words
        onChosen: word => root.vm.take(word)
    }
    PadKey {
        id: toggle

        objectName: "search.pad"
        x: root.padWidth - width
        y: Metrics.isLandscape ? root.rowHeight + Metrics.gap : 0
        width: Metrics.isSmall ? Metrics.touch : Metrics.mm(30)
        height: root.rowHeight
        quiet: true
        label: root.vm.digits ? "ABC" : "123"
        kind: Metrics.isSmall ? Label.Hint : Label.Title
        name: root.vm.digits ? "换成字母" : "换成数字"
        onTapped: root.vm.switchPad()
    }
    LetterPad {
        prefix: "search.key"
        y: Metrics.isPortrait ? root.area.height - height : root.above
        width: root.padWidth
        height: Metrics.isPortrait ? 4 * Metrics.touch + 3 * Metrics.mm(3) : root.area.height - root.above
        digits: root.vm.digits
        onTyped: letter => root.vm.type(letter)
        onErased: root.vm.erase()
        onCleared: root.vm.clear()
    }
    SearchResults {
        x: Metrics.isPortrait ? 0 : root.padWidth + Metrics.gutter
        y: Metrics.isPortrait ? root.above : 0
        width: Metrics.isPortrait ? root.area.width : root.area.width - x
        height: Metrics.isPortrait
            ? root.area.height - root.above - 4 * Metrics.touch - 3 * Metrics.mm(3) - Metrics.gap
            : root.area.height
        prefix: "search"
        found: root.vm.state
        results: root.vm.results
        page: root.vm.page
        pages: root.vm.pages
        onChosen: topic => root.vm.choose(topic)
        onTurned: pages => root.vm.turn(pages)
        onAllWanted: root.vm.showAll()
        onStaffWanted: root.vm.callStaff()
    }
}
