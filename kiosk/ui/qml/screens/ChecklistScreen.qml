// R7: the personal list. Numbers and the way at the side, rows by pages, four things to do with it.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property ChecklistViewModel vm
    // Three buttons stand beside the title while their words are small enough. Where the paper can be
    // chosen there are four things to do: the last two then wait behind 还可以.
    readonly property bool fits: root.vm.hasPapers && !root.vm.isBlocked
                                 && (Metrics.step === 0 || (Metrics.isPortrait && Metrics.step === 1))
    readonly property bool choosesPaper: root.vm.otherPaper !== ""

    name: "checklist"
    title: root.vm.title
    step: Metrics.isSmall ? 0 : 3
    subject: root.vm.subject
    narrow: true
    primaryLabel: root.vm.action
    primaryIcon: root.vm.canPrint ? "printer" : "qr-code"
    onPrimary: root.vm.goOn()

    side: ListAside {
        width: parent.width
        height: !Metrics.isPortrait ? root.sideRoom : hasSteps ? Metrics.mm(96) : implicitHeight
        figures: root.vm.figures
        steps: root.vm.steps
        hasSteps: root.vm.hasSteps && !(Metrics.isPortrait && Metrics.step === 2)
    }
    aside: Row {
        spacing: Metrics.gap

        BigButton {
            objectName: "checklist.have"
            height: Metrics.buttonHeight
            visible: root.fits && root.vm.hasPapers
            label: "我带齐了吗"
            onTapped: root.vm.checkPapers()
        }
        BigButton {
            objectName: "checklist.startday"
            height: Metrics.buttonHeight
            visible: root.fits && root.vm.hasSteps && !root.choosesPaper
            label: "从哪天开始"
            onTapped: root.vm.chooseStart()
        }
        BigButton {
            objectName: "checklist.scan"
            height: Metrics.buttonHeight
            visible: root.fits && root.vm.canPrint
            label: "扫码带走"
            onTapped: root.vm.takeAway()
        }
        BigButton {
            objectName: "checklist.more"
            height: Metrics.buttonHeight
            visible: !root.fits || root.choosesPaper
            icon: "dots-three"
            label: "还可以"
            onTapped: root.vm.showMore()
        }
    }

    PagedList {
        anchors.fill: parent
        prefix: "checklist.pager"
        spacing: Math.max(Metrics.gap * 0.75, Metrics.mm(3))

        // The side panel has no room here: the numbers lead the first page, unless a stop leads it.
        Figures {
            readonly property bool leads: Metrics.isSmall && !root.vm.isBlocked

            height: leads ? implicitHeight : 0
            model: leads ? root.vm.figures : null
        }
        Repeater {
            model: root.vm.rows

            ListRow {
                required property var model

                objectName: "checklist.row." + model.key
                kind: model.kind
                label: model.title
                icon: model.icon
                formal: model.formal
                body: model.body
                fact: model.fact
                mark: model.mark
                isGood: model.is_good
                stage: model.stage
                action: model.action
                stays: model.stays
                onTapped: root.vm.open(model.key)
            }
        }
    }
}
