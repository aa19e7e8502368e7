// The window: background, the screen in front, header, footer and what may lie over them.
import QtQuick
import Kiosk
import Kiosk.Views

Window {
    id: root

    required property ShellViewModel shell
    // Set by the stage when screens change.
    property Scaffold screen: null
    property alias stage: stage

    width: Metrics.widthPx
    height: Metrics.heightPx
    color: Theme.background
    title: "办事亭"

    Item {
        id: stage

        objectName: "shell.stage"
        anchors.fill: parent
    }
    Footer {
        shell: root.shell
        screen: root.screen
        visible: root.screen !== null && root.screen.framed
    }
    Header {
        shell: root.shell
        visible: root.screen !== null && root.screen.framed
    }
    Toast {
        text: root.shell.toastText
    }
    IdleDialog {
        objectName: "idle.anywhere"
        shell: root.shell
        visible: root.shell.warning
    }
    Binding {
        target: Metrics
        property: "size"
        value: root.shell.size
    }
    Binding {
        target: Theme
        property: "name"
        value: root.shell.theme
    }
}
