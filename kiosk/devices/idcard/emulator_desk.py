"""What a person may say to an emulated reader while it runs: lay a card, switch a fault, unplug.

The lines come from stdin in `kiosk reader emulate`; nothing here reads or writes.
"""

from kiosk.devices.idcard.cards import SPECIMENS
from kiosk.devices.idcard.commands import SPEEDS
from kiosk.devices.idcard.emulator_faults import FAULTS
from kiosk.devices.idcard.emulator_port import EmulatedPort

HELP = """\
lay 名字          放一张卡（cards 列出有哪些）
lift              把卡拿走
fault 名字 [次数]  出一种故障（faults 列出有哪些），不写次数就一直出
service 60|66     读卡器自己说不能用，重启它才好
stuck 60|66       同上，重启也不好
baud 速率         换线路速率
hide on|off       读过以后要拿走卡才找得到下一张
ok                所有故障都好了
unplug、plug      拔线、插线
asked             每条命令问了几次
quit              结束"""


class Desk:
    """Obeys lines.

    Args:
        port: the reader and its port.
    """

    def __init__(self, port: EmulatedPort) -> None:
        self.is_open = True
        self._port = port
        self._reader = port.emulator
        self._words = {
            "lay": self._lay,
            "lift": self._lift,
            "fault": self._fault,
            "service": self._service,
            "stuck": self._service,
            "baud": self._baud,
            "hide": self._hide,
            "ok": self._ok,
            "plug": self._plug,
            "unplug": self._plug,
            "quit": self._quit,
        }

    def obey(self, line: str) -> str:
        """Do what a line says and return what to tell: `ok …`, or `? …` when it makes no sense."""
        word, *rest = line.split() or [""]
        told = self._told(word)
        if told:
            return told
        act = self._words.get(word)
        if act is None or len(rest) > 2:
            return f"? 没有“{line.strip()}”这句话，help 列出能说的"
        wrong = act([word, *rest])
        return f"? {wrong}" if wrong else f"ok {line.strip()}"

    def _told(self, word: str) -> str:
        """Return the answer to a question, empty for an order."""
        match word:
            case "help":
                return HELP
            case "cards":
                return "\n".join(f"{name}\t{about}" for name, (about, _) in SPECIMENS.items())
            case "faults":
                return "\n".join(f"{name}\t{about}" for name, about in FAULTS.items())
            case "asked":
                return " ".join(f"{code}={count}" for code, count in self._reader.asked.items())
        return ""

    def _lay(self, words: list[str]) -> str:
        if len(words) != 2 or words[1] not in SPECIMENS:
            return f"没有这张卡，可以放 {'、'.join(SPECIMENS)}"
        self._reader.lay(SPECIMENS[words[1]][1])
        return ""

    def _lift(self, words: list[str]) -> str:
        self._reader.lift()
        return ""

    def _fault(self, words: list[str]) -> str:
        name, times = words[1] if len(words) > 1 else "", words[2] if len(words) > 2 else None
        if name not in FAULTS:
            return f"没有这种故障，可以写 {'、'.join(FAULTS)}"
        if times is not None and not times.isdecimal():
            return "次数要写数字"
        self._reader.spoiler.set(name, int(times) if times else None)
        return ""

    def _service(self, words: list[str]) -> str:
        if words[1:] not in (["60"], ["66"]):
            return "要写 60 或 66"
        self._reader.spoiler.out_of_service = int(words[1], 16)
        self._reader.spoiler.mends_by_reset = words[0] == "service"
        return ""

    def _baud(self, words: list[str]) -> str:
        if words[1:] not in ([str(baud)] for baud in SPEEDS):
            return f"速率可以写 {'、'.join(map(str, SPEEDS))}"
        self._reader.baud = int(words[1])
        return ""

    def _hide(self, words: list[str]) -> str:
        self._reader.hides_after_read = words[1:] != ["off"]
        return ""

    def _ok(self, words: list[str]) -> str:
        self._reader.spoiler.clear()
        return ""

    def _plug(self, words: list[str]) -> str:
        if words[0] == "plug":
            self._port.plug()
        else:
            self._port.unplug()
        return ""

    def _quit(self, words: list[str]) -> str:
        self.is_open = False
        return ""
