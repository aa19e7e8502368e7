// The one way to be pressed: touch, mouse, keys and assistive technology all end in `tapped`.
// Rules (ux.md §2): act on release within 4 mm, landing area 2 mm larger to the right and below,
// no double strike, one finger; what counts is decided by TapRules.
import QtQuick
import Kiosk.Views

Item {
    id: root

    // What a person who cannot see it is told.
    property string name: ""
    // A target that stands for a choice is announced and drawn as chosen or not.
    property bool selectable: false
    property bool selected: false
    // While a modal control is shown, the keyboard reaches only modal ones.
    property bool modal: false
    readonly property bool pressed: handler.pressed && TapRules.isFirst(handler.point.id)

    signal tapped

    activeFocusOnTab: true
    Accessible.role: selectable ? Accessible.RadioButton : Accessible.Button
    Accessible.name: name
    Accessible.focusable: true
    Accessible.checkable: selectable
    Accessible.checked: selected
    Accessible.onPressAction: root.tapped()

    // Where a finger may land, and once it is down, where it may lift.
    Item {
        readonly property int slop: handler.pressed ? Metrics.releaseSlop : 0

        anchors.fill: parent
        anchors.leftMargin: -slop
        anchors.topMargin: -slop
        anchors.rightMargin: -Math.max(slop, Metrics.hitSlop)
        anchors.bottomMargin: -Math.max(slop, Metrics.hitSlop)

        TapHandler {
            id: handler

            gesturePolicy: TapHandler.ReleaseWithinBounds
            longPressThreshold: 0
            onTapped: point => TapRules.accept(root, point.id) && root.tapped()
        }
    }
}
