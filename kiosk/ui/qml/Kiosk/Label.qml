// A text in one of the six type roles. Lines are as high as ux.md §4 says and the ink is centred in
// them: Noto's own line box is 1.45 em with the ink low in it, so the paint is moved up.
import QtQuick

Text {
    id: root

    enum Kind { Question, Title, Body, Hint, Status, Digits }

    property int kind: Label.Body
    // Line height in em; a single line inside a card may be set tighter.
    property real leading: [1.3, 1.3, 1.5, 1.5, 1.3, 1.3][kind]
    // Noto Sans SC: ascent 1.16 em, line box 1.45 em; the ink of Han and digits is centred 0.36 em
    // above the baseline. Qt gives the first line its natural box and the others `lineHeight`.
    readonly property real lift: Math.round((1.16 - 0.36 - leading / 2) * font.pixelSize)

    // As a number, which code outside QML can read.
    readonly property int alignment: effectiveHorizontalAlignment

    color: kind === Label.Hint || kind === Label.Status ? Theme.text2 : Theme.text
    textFormat: Text.PlainText
    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    elide: Text.ElideNone
    renderType: Text.QtRendering
    lineHeightMode: Text.FixedHeight
    lineHeight: Math.round(font.pixelSize * leading)
    topPadding: -lift
    bottomPadding: lift + lineHeight - Math.round(1.45 * font.pixelSize)
    font.family: Theme.family
    font.bold: kind === Label.Question || kind === Label.Title || kind === Label.Digits
    font.pixelSize: [Metrics.questionPx, Metrics.titlePx, Metrics.bodyPx, Metrics.hintPx,
        Metrics.statusPx, Metrics.digitsPx][kind]
}
