// One row of a personal list: a paper, a step, a thing to find out, a folded group, a sentence.
// What leads further has a border and a word with an arrow; what is only read has neither.
import QtQuick

Tappable {
    id: root

    property string kind: "line"
    property string label: ""
    property string icon: ""
    property string formal: ""
    property string body: ""
    property string fact: ""
    property string mark: ""
    property bool isGood: false
    property string stage: ""
    property string action: ""
    // A heading is kept on the page of the row below it.
    property bool stays: false

    readonly property bool heading: kind === "heading"
    readonly property bool leads: action !== ""
    // Sizes never ask what is visible: a row on another page is not, and must not change its height.
    readonly property bool hasTile: !heading && (icon !== "" || stage !== "")
    readonly property int edge: Metrics.mm(Metrics.isSmall ? 2 : 2.5)
    readonly property int tile: Metrics.mm(Metrics.isSmall ? 11 : 18)
    readonly property real lead: !hasTile ? edge : tile + 3 * edge
    readonly property real inner: width - lead - (leads ? go.width + edge : 0) - edge

    name: [label, formal, body, fact, mark].filter(Boolean).join("，") + (leads ? "，" + action : "")
    enabled: leads
    activeFocusOnTab: leads
    Accessible.role: leads ? Accessible.Button : heading ? Accessible.Heading : Accessible.StaticText
    implicitHeight: heading ? words.height + edge
                    : Math.max(leads ? Metrics.touch : 0, hasTile ? tile + 2 * edge : 0,
                               words.height + 2 * edge)

    Rectangle {
        anchors.fill: parent
        visible: !root.heading
        radius: Metrics.radius
        color: root.kind === "stop" ? Theme.warningTint
               : root.pressed ? Theme.cardPressed
               : root.kind === "group" ? Theme.quiet
               : root.leads ? Theme.card : "transparent"
        border.width: root.leads || root.kind === "stop" ? Metrics.hairline : 0
        border.color: root.kind === "stop" ? Theme.warning : Theme.border
    }
    // A dashed edge and a question mark say "open" without colour.
    Loader {
        anchors.fill: parent
        active: root.kind === "unknown"
        sourceComponent: DashedFrame {}
    }
    Loader {
        x: root.edge
        anchors.verticalCenter: parent.verticalCenter
        active: root.hasTile
        width: root.tile
        height: root.tile
        sourceComponent: root.stage !== "" ? number : picture
    }
    Component {
        id: picture

        IconTile {
            name: root.icon
            size: root.tile
            tint: root.kind === "stop" || root.kind === "unknown" ? Theme.warningTint
                  : root.kind === "group" ? Theme.card : Theme.tint
            ink: root.kind === "stop" || root.kind === "unknown" ? Theme.warning : Theme.primary
        }
    }
    Component {
        id: number

        Item {
            Rectangle {
                id: dot

                anchors.centerIn: parent
                width: Math.round(root.tile * 0.8)
                height: width
                radius: width / 2
                color: Theme.primary
            }
            Label {
                anchors.centerIn: dot
                kind: Label.Title
                text: root.stage
                color: Theme.primaryInk
            }
        }
    }
    Column {
        id: words

        x: root.lead
        anchors.verticalCenter: parent.verticalCenter
        width: root.inner - (facts.beside ? facts.width + root.edge : 0)

        Label {
            width: parent.width
            kind: Label.Title
            visible: text !== ""
            text: root.label
            color: root.kind === "stop" ? Theme.warning : Theme.text
        }
        Label {
            width: parent.width
            kind: Label.Hint
            leading: 1.35
            visible: text !== ""
            text: root.formal
        }
        Label {
            width: parent.width
            kind: root.label === "" ? Label.Body : Label.Hint
            leading: 1.4
            visible: text !== ""
            text: root.body
            color: Theme.text
        }
        Item {
            visible: !facts.beside && facts.full
            width: 1
            height: facts.full ? facts.height + root.edge / 2 : 0
        }
    }
    // Facts stand at the right where there is room, else below the name.
    Column {
        id: facts

        readonly property bool full: root.fact !== "" || root.mark !== ""
        readonly property bool beside: full && width < root.inner * (Metrics.step === 0 ? 0.5 : 0.4)

        x: beside ? root.lead + root.inner - width : root.lead
        y: beside ? Math.round((root.height - height) / 2) : words.y + words.height - height
        width: Math.max(root.fact !== "" ? fact.implicitWidth : 0, root.mark !== "" ? mark.implicitWidth : 0)
        visible: full
        spacing: Metrics.mm(1.5)

        Chip {
            id: fact

            x: facts.beside ? facts.width - width : 0
            visible: root.fact !== ""
            text: root.fact
        }
        Chip {
            id: mark

            x: facts.beside ? facts.width - width : 0
            visible: root.mark !== ""
            text: root.mark
            good: root.isGood
        }
    }
    Row {
        id: go

        anchors.right: parent.right
        anchors.rightMargin: root.edge
        anchors.verticalCenter: parent.verticalCenter
        visible: root.leads
        spacing: Metrics.mm(1)

        Label {
            anchors.verticalCenter: parent.verticalCenter
            kind: Label.Hint
            leading: 1.3
            font.bold: true
            text: root.action
            color: Theme.link
            wrapMode: Text.NoWrap
        }
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: root.kind === "group" ? root.icon : "caret-right"
            size: Math.round(Metrics.hintPx * 0.9)
            color: Theme.link
        }
    }
    FocusRing {
        target: root
        gap: 0
    }
}
