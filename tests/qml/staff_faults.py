"""Conditions and finds as long as they get, for the pictures of the technicians' screens."""

from kiosk.ports.devices import Condition, DeviceState
from kiosk.ports.finding import FoundDevice, NothingFound, Place
from kiosk.services.device_search import Finds, InUse

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

_CH340 = "USB Serial"
FINDS = Finds(
    found=(
        FoundDevice(
            role="a4", settings={"driver": "cups"}, where="HP_LaserJet_M1136", about="打印队列"
        ),
        FoundDevice(
            role="receipt",
            settings={"driver": "escpos"},
            where="usb:0416:5011",
            about="POS58 Printer USB",
        ),
        FoundDevice(
            role="idcard", settings={"driver": "idcard-serial"}, where="/dev/ttyUSB0", about=_CH340
        ),
    ),
    more=(FoundDevice(role="a4", settings={"driver": "cups"}, where="PDF", about="打印队列"),),
    in_use=(InUse(name="scanner", place=Place(kind="serial", where="/dev/ttyACM0")),),
    nothing=(
        NothingFound(place=Place(kind="serial", where="/dev/ttyUSB1", about=_CH340), why="silent"),
        NothingFound(place=Place(kind="serial", where="/dev/ttyS0"), why="denied"),
    ),
)
