// Every length of the interface, from millimetres and the proportions of ux.md §4; no colour, no text.
pragma Singleton
import QtQuick

QtObject {
    id: root

    // Set by the shell.
    property int widthPx: 1920
    property int heightPx: 1080
    property real diagonalInch: 21.5
    property real declaredDistanceMm: 0
    property string forcedLayout: "auto"
    property string size: "normal"
    property bool reduceMotion: false

    // ---- the screen
    readonly property real pxPerMm: Math.sqrt(widthPx * widthPx + heightPx * heightPx)
                                    / (25.4 * diagonalInch)
    readonly property string layout: forcedLayout !== "auto" ? forcedLayout
                                     : heightPx > widthPx ? "portrait"
                                     : heightPx / pxPerMm < 180 ? "small" : "landscape"
    readonly property bool isPortrait: layout === "portrait"
    readonly property bool isSmall: layout === "small"
    readonly property bool isLandscape: layout === "landscape"

    // Rounded up, so that a limit in millimetres is never missed by a fraction of a pixel.
    function mm(length) {
        return Math.ceil(length * pxPerMm - 0.001);
    }

    // ---- type: grows with the viewing distance; touch targets do not
    readonly property real distanceMm: declaredDistanceMm > 0 ? declaredDistanceMm
                                       : diagonalInch < 14 ? 400 : diagonalInch < 27 ? 600 : 700
    readonly property real typeScale: pxPerMm * distanceMm / 600
    readonly property int step: size === "huge" ? 2 : size === "large" ? 1 : 0
    // A size that is meant to reach 0.7° (10.0 mm at 600 mm) is never rounded below it.
    readonly property int leastReadingPx: Math.ceil(10.0 * typeScale)

    function typePx(lengthMm) {
        return Math.max(Math.round(lengthMm * typeScale), lengthMm >= 10 ? leastReadingPx : 1);
    }
    readonly property int questionPx: typePx([13.9, 15.9, 18.9][step])
    readonly property int titlePx: typePx([10.9, 12.9, 14.9][step])
    readonly property int bodyPx: typePx([10.0, 11.9, 14.4][step])
    readonly property int hintPx: typePx([8.4, 10.0, 11.9][step])
    readonly property int statusPx: typePx([6.9, 7.9, 8.9][step])
    readonly property int digitsPx: typePx([14.9, 16.9, 19.8][step])

    // ---- the frame: nothing in it moves within a layout
    readonly property int headerHeight: isPortrait ? Math.round(heightPx * 128 / 1920)
                                        : isSmall ? Math.max(Math.round(heightPx * 100 / 800), mm(17))
                                        : Math.max(Math.round(heightPx * 104 / 1080), mm(18))
    readonly property int footerHeight: isPortrait ? Math.round(heightPx * 176 / 1920)
                                        : isSmall ? Math.max(Math.round(heightPx * 126 / 800), mm(21.4))
                                        : Math.max(Math.round(heightPx * 136 / 1080), mm(27))
    // Portrait only: a strip below the footer that nobody has to reach, and the row of the
    // header's controls, which sits within reach above the footer.
    readonly property int stripHeight: isPortrait ? Math.round(heightPx * 120 / 1920) : 0
    readonly property int footerButtonHeight: isPortrait ? footerHeight - mm(8) : actionHeight
    // Wide enough for their words at 特大, so that no size moves them.
    readonly property int hugePx: typePx(isPortrait ? 11.9 : 14.9)
    readonly property int backWidth: Math.round(hugePx * (isPortrait ? 5 : 6.4)) + mm(isSmall ? 3.4 : 10)
    readonly property int helpWidth: Math.round(hugePx * (isPortrait ? 4 : 5.4)) + mm(isSmall ? 3.4 : 10)
    readonly property int primaryWidth: isPortrait ? contentWidth - backWidth - helpWidth - 2 * gutter
                                        : Math.round(hugePx * 7.4) + mm(isSmall ? 3.4 : 10)
    readonly property int helpX: isSmall ? margin + backWidth
                                           + (contentWidth - backWidth - helpWidth - primaryWidth) / 2
                                 : isPortrait ? margin + backWidth + gutter
                                 : (widthPx - helpWidth) / 2
    readonly property int controlsHeight: isPortrait ? Math.round(heightPx * 104 / 1920) : 0
    readonly property int footerTop: heightPx - stripHeight - footerHeight
    readonly property int bodyTop: headerHeight
    readonly property int bodyBottom: footerTop - controlsHeight
    readonly property int bodyHeight: bodyBottom - bodyTop
    // Everything that can be tapped lies between these two (portrait: within reach).
    readonly property int touchTop: isPortrait ? Math.round(heightPx * 760 / 1920) : 0
    readonly property int touchBottom: heightPx - stripHeight

    // ---- the grid
    readonly property int margin: isPortrait ? Math.round(widthPx * 56 / 1080)
                                  : isSmall ? Math.round(widthPx * 32 / 1280)
                                  : Math.round(widthPx * 64 / 1920)
    readonly property int gutter: Math.max(isPortrait ? Math.round(widthPx * 24 / 1080)
                                           : isSmall ? Math.round(widthPx * 16 / 1280)
                                           : Math.round(widthPx * 32 / 1920), mm(3))
    readonly property int contentWidth: widthPx - 2 * margin
    readonly property int columns: isLandscape ? 12 : 8

    function span(count) {
        return Math.floor((contentWidth - (columns - 1) * gutter) / columns * count
                          + (count - 1) * gutter);
    }

    // ---- spacing and controls
    readonly property int gap: isSmall ? mm(3) : mm(4)
    readonly property int space: isSmall ? mm(2.5) : mm(5)
    readonly property int padding: isSmall ? mm(4) : mm(6)
    readonly property int radius: isSmall ? mm(2.6) : mm(4)
    readonly property int touch: mm(16)
    // The least height of a button that shows words.
    readonly property int buttonHeight: Math.max(touch, Math.round(titlePx * 1.5))
    readonly property int actionHeight: isSmall ? mm(20) : mm(24)
    readonly property int cardHeight: isSmall ? mm(16) : mm(26)
    readonly property int hairline: Math.max(2, mm(0.35))
    readonly property int outline: Math.max(3, mm(0.6))
    readonly property int selectedOutline: Math.max(6, mm(1.2))
    readonly property int hitSlop: mm(2)
    readonly property int releaseSlop: mm(4)
    readonly property int fadeMs: reduceMotion ? 0 : 180
}
