// R3, R5: one question; cards, a number pad or a calendar; 我不清楚 always last.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property QuestionViewModel vm
    readonly property bool hasCards: vm.kind === "one" || vm.kind === "many" || vm.kind === "yes_no"
    // What had to leave the screen can be read behind one button.
    readonly property bool hasLeft: (root.vm.hasHelp && !stack.showsHelp)
                                    || (root.vm.hint !== "" && !stack.showsHint)

    name: "question"
    title: root.vm.ask
    hint: stack.showsHint || Metrics.isPortrait ? root.vm.hint : ""
    picture: "chat-circle-text"
    step: 1
    subject: root.vm.subject
    narrow: true
    primaryLabel: "下一步"
    primaryIcon: "arrow-right"
    primaryEnabled: root.vm.canGoOn
    onPrimary: root.vm.goOn()

    side: Panel {
        visible: Metrics.isLandscape && root.vm.why !== ""
        icon: "lightbulb"
        title: "为什么问这个"
        text: root.vm.why

        Label {
            width: parent.width
            kind: Label.Hint
            text: "您的回答只用来出清单，走的时候就清掉。"
        }
        BarButton {
            objectName: "question.choose-how"
            visible: root.hasLeft
            icon: "list-bullets"
            label: "看怎么选"
            onTapped: root.vm.explain()
        }
    }
    aside: BarButton {
        objectName: "question.why"
        visible: !Metrics.isLandscape && (root.vm.why !== "" || root.vm.hint !== "")
        icon: "lightbulb"
        label: "为什么问"
        onTapped: root.vm.explain()
    }

    CardStack {
        id: stack

        visible: root.hasCards
        width: parent.width - turning.roomBeside
        height: parent.height
        gap: Metrics.gap
        pagerRoom: turning.roomBelow
        subject: root.vm.key + Metrics.size

        Repeater {
            model: root.hasCards ? root.vm.cards : null

            OptionCard {
                required property var model

                objectName: "question.option." + model.id
                width: stack.width
                height: implicitHeight
                label: model.label
                help: stack.showsHelp ? model.help : ""
                multiple: root.vm.kind === "many"
                selected: model.chosen
                onTapped: root.vm.choose(model.id)
            }
        }
        OptionCard {
            property bool pinned: true

            objectName: "question.unknown"
            visible: root.vm.hasUnknown && root.hasCards
            width: stack.width
            height: visible ? implicitHeight : 0
            label: "我不清楚"
            help: stack.showsHelp ? "没关系，先往下走" : ""
            unknown: true
            selected: root.vm.isUnknown
            onTapped: root.vm.chooseUnknown()
        }
    }
    Turning {
        id: turning

        anchors.fill: parent
        visible: root.hasCards
        prefix: "question.pager"
        page: stack.page
        pages: root.hasCards ? stack.pages : 1
        onTurned: page => stack.page = page
    }
    Loader {
        anchors.fill: parent
        sourceComponent: root.vm.kind === "number" ? number : root.vm.kind === "date" ? date : null
    }
    Component {
        id: number

        NumberField {
            prefix: "question"
            value: root.vm.value
            unit: root.vm.unit
            problem: root.vm.problem
            hasUnknown: root.vm.hasUnknown
            isUnknown: root.vm.isUnknown
            onEdited: text => root.vm.setValue(text)
            onUnknown: root.vm.chooseUnknown()
        }
    }
    Component {
        id: date

        DateField {
            prefix: "question"
            value: root.vm.value
            least: root.vm.least
            most: root.vm.most
            problem: root.vm.problem
            hasUnknown: root.vm.hasUnknown
            isUnknown: root.vm.isUnknown
            onEdited: text => root.vm.setValue(text)
            onUnknown: root.vm.chooseUnknown()
        }
    }
}
