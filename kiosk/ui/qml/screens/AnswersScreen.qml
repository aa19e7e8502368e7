// R6: the answers, each with 修改; after a change what it does, with 改回去.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property AnswersViewModel vm

    name: "answers"
    title: "您的回答"
    picture: "list-checks"
    step: 2
    subject: root.vm.subject
    primaryLabel: "没错，看清单"
    primaryIcon: "arrow-right"
    onPrimary: root.vm.goOn()

    Notice {
        id: notice

        width: parent.width
        height: visible ? implicitHeight : 0
        visible: root.vm.difference !== ""
        icon: "arrows-left-right"
        text: root.vm.difference
        actionName: "answers.undo"
        action: "改回去"
        onActed: root.vm.undo()
    }
    PagedList {
        anchors.fill: parent
        anchors.topMargin: notice.visible ? notice.height + Metrics.gap : 0
        prefix: "answers.pager"
        columns: Metrics.isPortrait || (Metrics.isSmall && Metrics.step > 0) ? 1 : 2

        Repeater {
            model: root.vm.rows

            AnswerCard {
                required property var model

                objectName: "answers.change." + model.key
                ask: model.ask
                answer: model.answer
                unclear: model.unclear
                onTapped: root.vm.change(model.key)
            }
        }
    }
}
