// 从哪天开始: a day; the list then shows dates in place of days.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property StartDayViewModel vm

    name: "startday"
    title: "您打算哪天开始办？"
    hint: "选好以后，清单上写哪天去、哪天能办好。"
    picture: "calendar-check"
    step: Metrics.isSmall ? 0 : 3
    primaryLabel: "就这天"
    primaryIcon: "check"
    primaryEnabled: root.vm.day !== ""
    onPrimary: root.vm.goOn()

    DateField {
        prefix: "startday"
        width: parent.width
        height: parent.height
        value: root.vm.day
        least: root.vm.least
        most: root.vm.most
        onEdited: text => root.vm.choose(text)
    }
}
