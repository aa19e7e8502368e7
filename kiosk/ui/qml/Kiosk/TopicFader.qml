// Names of services, one after the other; without motion all at once.
import QtQuick

Item {
    id: root

    property var names: []
    property int shown: 0

    height: Math.round(line.font.pixelSize * 1.3)

    Label {
        id: line

        anchors.fill: parent
        horizontalAlignment: Text.AlignHCenter
        kind: Label.Question
        font.pixelSize: Math.round(Metrics.questionPx * (Metrics.reduceMotion || Metrics.isSmall ? 1 : 1.3))
        color: Theme.primary
        text: Metrics.reduceMotion ? root.names.join("　") : root.names[root.shown] || ""
    }
    SequentialAnimation {
        running: !Metrics.reduceMotion && root.names.length > 1
        loops: Animation.Infinite

        PauseAnimation { duration: 8000 }
        NumberAnimation { target: line; property: "opacity"; to: 0; duration: Metrics.fadeMs }
        ScriptAction { script: root.shown = (root.shown + 1) % root.names.length }
        NumberAnimation { target: line; property: "opacity"; to: 1; duration: Metrics.fadeMs }
    }
}
