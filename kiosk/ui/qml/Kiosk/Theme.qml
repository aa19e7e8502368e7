// Colour tokens of ux.md §5 in both themes; nothing else in the interface names a colour.
pragma Singleton
import QtQuick

QtObject {
    id: root

    // "light" or "contrast"; set by the shell, back to the site's default when the visit is wiped.
    property string name: "light"
    readonly property bool isContrast: root.name === "contrast"

    readonly property color background: isContrast ? "#000000" : "#f7f9fc"
    readonly property color card: isContrast ? "#000000" : "#ffffff"
    readonly property color bar: isContrast ? "#000000" : "#ffffff"
    readonly property color text: isContrast ? "#ffffff" : "#1a1a1a"
    readonly property color text2: isContrast ? "#e6e6e6" : "#454c54"
    readonly property color primary: isContrast ? "#ffd21f" : "#0a539e"
    readonly property color primaryPressed: isContrast ? "#e0b400" : "#073b72"
    readonly property color primaryInk: isContrast ? "#000000" : "#ffffff"
    readonly property color tint: isContrast ? "#1c1c1c" : "#e6f0fa"
    readonly property color selected: isContrast ? "#2e2600" : "#e6f0fa"
    readonly property color selectedInk: isContrast ? "#ffd21f" : "#073b72"
    readonly property color cardPressed: isContrast ? "#333333" : "#e6f0fa"
    readonly property color border: isContrast ? "#9cc9ff" : "#6b7785"
    // Hairlines that carry no meaning: they part areas, they do not mark controls.
    readonly property color divider: isContrast ? "#5c6b7a" : "#d5dce4"
    readonly property color link: isContrast ? "#9cc9ff" : "#0a539e"
    readonly property color quiet: isContrast ? "#1c1c1c" : "#eff3f7"

    readonly property color success: isContrast ? "#8be09b" : "#14602b"
    readonly property color successTint: isContrast ? "#0b2410" : "#e7f5ea"
    readonly property color danger: isContrast ? "#ff9c9c" : "#a3161a"
    readonly property color dangerTint: isContrast ? "#2b0b0b" : "#fdecec"
    readonly property color warning: isContrast ? "#ffd21f" : "#6b4200"
    readonly property color warningTint: isContrast ? "#2e2600" : "#fff3d6"
    readonly property color badge: "#5a4300"
    readonly property color badgePressed: "#3d2e00"
    readonly property color badgeInk: "#ffffff"
    readonly property color disabled: isContrast ? "#bfbfbf" : "#5f6874"
    readonly property color disabledTint: isContrast ? "#262626" : "#e3e7ec"

    readonly property color focusInner: "#111111"
    readonly property color focusOuter: "#ffd21f"
    // What ThemeSwitch shows of either theme, and QR codes, which are black on white in both.
    readonly property color lightPaper: "#ffffff"
    readonly property color lightInk: "#1a1a1a"
    readonly property color darkPaper: "#000000"
    readonly property color darkInk: "#ffd21f"
    readonly property color scrim: "#b3000000"

    readonly property string family: "Noto Sans SC"
}
