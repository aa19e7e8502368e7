"""Conditions as long as they get, for the pictures of the status board."""

from kiosk.ports.devices import Condition, DeviceState

FACTS = (
    DeviceState(
        name="a4",
        condition=Condition(
            state="fault", message="打印机没有纸了。", fix="加纸，再打一张测试页。"
        ),
    ),
    DeviceState(
        name="receipt",
        condition=Condition(state="warn", message="纸快用完了，还能打约20张。", fix="换一卷纸。"),
    ),
    DeviceState(
        name="idcard",
        condition=Condition(
            state="absent",
            message="没有端口 /dev/ttyUSB0：请看设备插好、通电没有。",
            fix="插好线，等半分钟。",
        ),
    ),
    DeviceState(name="scanner", condition=Condition(state="ok", message="在等着扫码。")),
)
