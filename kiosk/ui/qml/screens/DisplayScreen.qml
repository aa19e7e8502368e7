// 大字: how large, and on which ground; what is chosen shows at once.
import QtQuick
import Kiosk
import Kiosk.Views

Scaffold {
    id: root

    required property DisplayViewModel vm
    readonly property int rowHeight: Math.min(Metrics.mm(Metrics.isPortrait ? 44 : 48),
        (area.height - ground.height - 2 * Metrics.space) / 2)

    name: "display"
    title: "字要多大？"
    picture: "text-aa"
    primaryLabel: "好了"
    primaryIcon: "check"
    onPrimary: root.vm.back()

    Column {
        width: parent.width
        spacing: Metrics.space

        TextSizeSwitch {
            prefix: "display.size"
            width: parent.width
            height: root.rowHeight
            size: root.vm.size
            onChosen: size => root.vm.chooseSize(size)
        }
        Label {
            id: ground

            kind: Metrics.isSmall ? Label.Title : Label.Question
            text: "屏幕要什么颜色？"
        }
        ThemeSwitch {
            prefix: "display.theme"
            width: parent.width
            height: root.rowHeight
            theme: root.vm.theme
            onChosen: theme => root.vm.chooseTheme(theme)
        }
    }
}
