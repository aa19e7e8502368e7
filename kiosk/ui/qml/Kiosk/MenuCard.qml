// A card that leads on at once: picture, name, one grey line. Menus only, never an answer.
// What does not fit leaves: first the grey line, then the picture shrinks and goes.
import QtQuick

Tappable {
    id: root

    property string icon: ""
    property string label: ""
    property string help: ""
    // A row: the grey line stands beside the name. Tall: the picture stands above the name.
    property bool row: false
    property bool tall: false
    property int edge: Metrics.mm(Metrics.isSmall ? 3 : 5)
    property int tile: Metrics.mm(30)
    // Results of a search are regular with the match in bold.
    property bool bold: true
    property int textFormat: Text.PlainText

    readonly property int tileRoom: tall ? Math.min(tile, height - words.height - 3 * edge)
        : Math.min(tile, height - 2 * edge, width - measure.implicitWidth - 3 * edge)
    readonly property int tileShown: icon !== "" && tileRoom >= Metrics.mm(9) ? tileRoom : 0
    readonly property real inner: tall ? width - 2 * edge
                                  : width - 2 * edge - (tileShown > 0 ? tileShown + edge : 0)

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
        visible: root.tileShown > 0
        size: Math.max(1, root.tileShown)
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
        y: root.tall && root.tileShown > 0 ? picture.y + picture.height + root.edge
           : (root.height - height) / 2
        columns: root.row ? 2 : 1
        columnSpacing: root.edge
        verticalItemAlignment: Grid.AlignVCenter

        Label {
            id: title

            width: root.row ? Math.min(implicitWidth, root.inner) : root.inner
            horizontalAlignment: root.tall ? Text.AlignHCenter : Text.AlignLeft
            kind: Label.Title
            font.bold: root.bold
            textFormat: root.textFormat
            text: root.label
        }
        Label {
            id: hint

            readonly property bool fits: root.row
                ? measure.implicitWidth + implicitWidth + root.edge <= root.inner
                : title.height + height + root.edge <= root.height

            width: root.row ? implicitWidth : root.inner
            horizontalAlignment: root.tall ? Text.AlignHCenter : Text.AlignLeft
            kind: Label.Hint
            leading: 1.3
            visible: text !== "" && fits
            text: root.help
        }
    }
    FocusRing {
        target: root
    }
}
