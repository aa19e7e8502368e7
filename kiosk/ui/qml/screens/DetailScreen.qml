// One thing explained: a paper, a step, why a question is asked. 返回 leads back to where it was.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property DetailViewModel vm

    name: "detail"
    title: root.vm.title
    hint: root.vm.formal
    picture: root.vm.icon

    PagedList {
        anchors.fill: parent
        prefix: "detail.pager"

        Repeater {
            model: root.vm.parts

            ListRow {
                required property var model

                icon: model.icon
                label: model.title
                body: model.body
            }
        }
    }
}
