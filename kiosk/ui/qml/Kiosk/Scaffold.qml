// The scaffold of every screen: where title, content and side panel stand in each layout, and what
// the persistent footer shows. Header and footer themselves belong to Main and never move.
import QtQuick

FocusScope {
    id: root

    // The router's name of the screen and the first part of its object names.
    required property string name
    property string title: ""
    property string hint: ""
    // Shown large above the title in portrait, where the top of the screen is out of reach.
    property string picture: ""
    // 1..4 shows the StepList; 0 none. `subject` is the topic's name, beside it.
    property int step: 0
    property string subject: ""
    // Footer: an empty label leaves the place empty.
    property string primaryLabel: ""
    property string primaryIcon: ""
    property bool primaryEnabled: true
    property bool canGoBack: true
    // False: the screen covers everything, without header and footer (R0, R18, the sign).
    property bool framed: true
    // True: the content leaves columns 9–12 to the side panel.
    property bool narrow: false
    property real headingWidth: content.width - (asideSlot.width > 0 && !Metrics.isPortrait
                                                 ? asideSlot.width + Metrics.gutter : 0)

    // Tappable content, and view-only content: in landscape right of it, in portrait above it; the
    // small layout has no room for it.
    default property alias contents: content.data
    property alias side: sideSlot.data
    // A control beside the title; in portrait it is the first row within reach.
    property alias aside: asideSlot.data

    // The height that the side has in landscape.
    readonly property alias sideRoom: sideSlot.room

    // The rectangle that content may fill.
    readonly property alias area: content

    signal primary

    objectName: name + ".screen"
    focus: true
    width: Metrics.widthPx
    height: Metrics.heightPx
    Accessible.role: Accessible.Pane
    Accessible.name: title

    Item {
        id: content

        x: root.framed ? Metrics.margin : 0
        y: !root.framed ? 0 : Metrics.isPortrait
           ? Metrics.touchTop + (asideSlot.height > 0 ? asideSlot.height + Metrics.gap : 0)
           : Math.max(heading.height, asideSlot.height) > 0
             ? Math.max(heading.y + heading.height, asideSlot.y + asideSlot.height) + Math.max(Metrics.space, Metrics.mm(3))
             : heading.startY
        width: !root.framed ? Metrics.widthPx
               : root.narrow && Metrics.isLandscape ? Metrics.span(8) : Metrics.contentWidth
        height: !root.framed ? Metrics.heightPx
                : Metrics.bodyBottom - y - (Metrics.isPortrait ? Metrics.gap : Metrics.space)
    }
    Item {
        id: asideSlot

        // For a control that is not shown, no place is left free.
        readonly property Item control: children.length > 0 && children[0].visible ? children[0] : null

        x: Metrics.isPortrait ? Metrics.margin : Metrics.margin + content.width - width
        y: Metrics.isPortrait ? Metrics.touchTop
           : heading.startY + Math.max(0, Math.round((heading.height - height) / 2))
        width: control ? control.width : 0
        height: control ? control.height : 0
    }
    Item {
        id: track

        x: Metrics.margin
        y: Metrics.bodyTop + Metrics.space
        width: Metrics.contentWidth
        height: root.step > 0 ? Math.max(steps.height, topic.height) : 0
        visible: root.step > 0

        StepList {
            id: steps

            anchors.verticalCenter: parent.verticalCenter
            current: Math.max(1, root.step)
        }
        Label {
            id: topic

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            kind: Label.Status
            text: root.subject
            wrapMode: Text.NoWrap
        }
    }
    Column {
        id: heading

        readonly property int startY: Metrics.bodyTop + Metrics.space
                                   + (root.step > 0 ? track.height + Metrics.space : 0)

        x: Metrics.margin
        y: Metrics.isPortrait
           ? Math.round(startY + Math.max(0, (Metrics.touchTop - startY - height
                                           - (sideSlot.shown ? sideSlot.height + Metrics.space : 0)) / 2))
           : startY + (asideSlot.height > height ? Math.round((asideSlot.height - height) / 2) : 0)
        width: Metrics.isPortrait ? Metrics.contentWidth : root.headingWidth
        spacing: Metrics.mm(Metrics.isSmall ? 0.5 : 1)
        visible: root.framed

        IconTile {
            visible: Metrics.isPortrait && root.picture !== ""
            name: root.picture
            size: Metrics.mm(44)
        }
        Item {
            visible: Metrics.isPortrait && root.picture !== ""
            width: 1
            height: Metrics.mm(5)
        }
        Label {
            width: parent.width
            kind: Label.Question
            text: root.title
            visible: text !== ""
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        Label {
            width: parent.width
            kind: Label.Hint
            text: root.hint
            visible: text !== ""
        }
    }
    Item {
        id: sideSlot

        readonly property bool shown: children.length > 0 && !Metrics.isSmall

        readonly property int startY: Metrics.bodyTop + Metrics.space
                                      + (root.step > 0 ? track.height + Metrics.space : 0)

        readonly property int room: Metrics.bodyBottom - startY - Metrics.space

        x: Metrics.isPortrait ? Metrics.margin : Metrics.margin + Metrics.span(8) + Metrics.gutter
        y: Metrics.isPortrait ? Metrics.touchTop - Metrics.gap - height : startY
        width: Metrics.isPortrait ? Metrics.contentWidth
               : Metrics.contentWidth - Metrics.span(8) - Metrics.gutter
        height: Metrics.isPortrait ? childrenRect.height : room
        visible: shown
    }
}
