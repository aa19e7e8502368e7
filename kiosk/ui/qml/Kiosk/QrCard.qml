// One QR code, black on white in every theme, at whole pixels per module (ux.md R10: ≥ 40 mm,
// ≥ 0.5 mm and ≥ 3 px a module).
import QtQuick

Rectangle {
    id: root

    // image://qr/… from QrImages.put; one pixel a module, quiet zone included.
    property url source
    property string caption: ""
    property int room: Metrics.mm(90)
    readonly property int modules: Math.max(1, code.sourceSize.width)
    readonly property int modulePx: Math.max(3, Metrics.mm(0.5), Math.floor(room / modules))

    width: Math.max(room, code.width)
    height: width + (caption === "" ? 0 : words.height + Metrics.mm(2))
    radius: Metrics.radius
    color: Theme.lightPaper
    Accessible.role: Accessible.Graphic
    Accessible.name: caption === "" ? "二维码" : caption

    Image {
        id: code

        anchors.horizontalCenter: parent.horizontalCenter
        y: (root.width - height) / 2
        width: root.modules * root.modulePx
        height: width
        source: root.source
        smooth: false
        cache: false
    }
    Label {
        id: words

        anchors.horizontalCenter: parent.horizontalCenter
        y: root.width
        visible: root.caption !== ""
        kind: Label.Hint
        color: Theme.lightInk
        text: root.caption
        wrapMode: Text.NoWrap
    }
}
