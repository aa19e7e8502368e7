// A card that leads on at once: picture, name, one grey line. Menus only, never an answer.
// What does not fit leaves: first the grey line, then the picture shrinks and goes; cards of one
// MenuGrid decide together.
import QtQuick

Tappable {
    id: root

    property string icon: ""
    property string label: ""
    property string help: ""
    property MenuGrid group: null
    // A row: the grey line stands beside the name. Tall: the picture stands above the name.
    property bool row: false
    property bool tall: false
    property int largestTile: Metrics.mm(Metrics.isSmall ? 22 : tall ? 50 : 36)
    // Results of a search are regular with the match in bold.
    property bool bold: true
    property int textFormat: Text.PlainText

    readonly property int edge: Metrics.mm(Metrics.isSmall ? 2.2 : Metrics.isPortrait ? 4 : 5)
    readonly property int leastTile: Metrics.mm(Metrics.isSmall ? 9 : 12)
    // A name too long for one line is set smaller before it is set in two, where two do not fit.
    readonly property real longer: measure.implicitWidth / (width - 2 * edge)
    readonly property bool crowded: longer > 1 && Math.round(Metrics.titlePx * 2.6) + edge > height
    readonly property int kind: !crowded ? Label.Title
                                : longer * Metrics.hintPx < Metrics.titlePx ? Label.Hint : Label.Status
    readonly property int titleHeight: Math.round(Metrics.titlePx * 1.3) * (longer > 1 ? 2 : 1)
    readonly property int hintHeight: Math.round(Metrics.hintPx * 1.3)
    // The side of the picture that the name leaves room for, and what is left when the grey line
    // stands on one line beside it.
    readonly property int tileRoom: icon === "" ? 0
        : tall ? Math.min(largestTile, height - titleHeight - hintHeight - 3 * edge)
        : Math.min(largestTile, height - 2 * edge, width - measure.implicitWidth - 3 * edge,
                   leavesHint ? beside : largestTile)
    readonly property int beside: width - hint.implicitWidth - 3 * edge
    // Not where the grey lines of the group have left already.
    readonly property bool leavesHint: beside >= leastTile && (row || group === null || group.hints)
    readonly property int hintRoom: help === "" ? 1
        : row ? width - tileRoom - measure.implicitWidth - hint.implicitWidth - 4 * edge
        : tall ? width - hint.implicitWidth - 2 * edge
        : Math.min(height - titleHeight - hintHeight - edge, icon === "" ? beside + edge : beside - leastTile)
    readonly property int tileWanted: group ? Math.min(group.tile, tileRoom) : tileRoom
    readonly property int tile: tileWanted >= leastTile ? tileWanted : 0
    readonly property real inner: tall ? width - 2 * edge
                                  : width - 2 * edge - (tile > 0 ? tile + edge : 0)

    name: help === "" ? label : label + "，" + help
    implicitHeight: Metrics.cardHeight

    Rectangle {
        anchors.fill: parent
        radius: Metrics.radius
        color: root.pressed ? Theme.cardPressed : Theme.card
        border.width: Metrics.hairline
        border.color: Theme.border
    }
    IconTile {
        id: picture

        x: root.tall ? (root.width - width) / 2 : root.edge
        y: root.tall ? (root.height - height - root.edge - words.height) / 2 : (root.height - height) / 2
        visible: root.tile > 0
        size: Math.max(1, root.tile)
        name: root.icon
    }
    Label {
        id: measure

        visible: false
        kind: Label.Title
        font.bold: root.bold
        textFormat: root.textFormat
        text: root.label
        wrapMode: Text.NoWrap
    }
    Grid {
        id: words

        x: root.tall ? root.edge : root.width - root.inner - root.edge
        y: root.tall && root.tile > 0 ? picture.y + picture.height + root.edge
           : (root.height - height) / 2
        columns: root.row ? 2 : 1
        columnSpacing: root.edge
        verticalItemAlignment: Grid.AlignVCenter

        Label {
            width: root.row ? Math.min(implicitWidth, root.inner) : root.inner
            horizontalAlignment: root.tall ? Text.AlignHCenter : Text.AlignLeft
            kind: root.kind
            leading: 1.3
            color: Theme.text
            font.bold: root.bold
            textFormat: root.textFormat
            text: root.label
        }
        Label {
            id: hint

            width: root.row ? implicitWidth : root.inner
            horizontalAlignment: root.tall ? Text.AlignHCenter : Text.AlignLeft
            kind: Label.Hint
            leading: 1.3
            visible: root.help !== "" && (root.group ? root.group.hints : root.hintRoom > 0)
            text: root.help
            wrapMode: Text.NoWrap
        }
    }
    FocusRing {
        target: root
    }
}
