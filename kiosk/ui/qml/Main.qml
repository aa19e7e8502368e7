// The window: background, the screen in front, header, footer and what may lie over them.
import QtQuick
import Kiosk
import Kiosk.Views

Window {
    id: root

    required property ShellViewModel shell
    // Set by the stage when screens change.
    property Scaffold screen: null
    readonly property bool framed: root.screen !== null && root.screen.framed
    // Set by the shell after the first frame: R0 has no frame, so that it is there sooner.
    property bool complete: false
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
    Loader {
        anchors.fill: parent
        active: root.complete || root.framed

        sourceComponent: Item {
            Footer {
                shell: root.shell
                screen: root.screen
                visible: root.framed
            }
            Header {
                shell: root.shell
                visible: root.framed
            }
            Toast {
                text: root.shell.toastText
            }
            IdleDialog {
                objectName: "idle.anywhere"
                shell: root.shell
                visible: root.shell.warning
            }
        }
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
