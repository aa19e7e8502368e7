"""`kiosk reader`: hand-built frames of four kinds, the emulator, what is told without a record."""

import contextlib
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from kiosk.devices.idcard.cards import SPECIMENS
from kiosk.devices.idcard.emulator import CardEmulator
from kiosk.devices.idcard.emulator_faults import Spoiler
from tests.cli.conftest import Outcome
from tests.unit.devices.idcard.test_record import NOTHING, RESIDENT, by_hand

KIOSK = (sys.executable, "-m", "kiosk.cli.main")
PREAMBLE = bytes.fromhex("AAAAAA9669")
FIND, SELECT, READ = (
    bytes.fromhex(f"AAAAAA9669 0003 {code}") for code in ("200122", "200221", "300132")
)
KINDS = {
    "resident": RESIDENT,
    "hmt": {"_0": "陈大文", "_30": "1", "_36": "19780303", "_122": "810000197803035171",
            "_188": "20200101", "_204": "20250101", "_220": "H12345678", "_238": "02", "_248": "J"},
    "foreigner2017": {"_0": "SMITH, JANE", "_120": "2", "_122": "CAN110081080310", "_152": "CAN",
                      "_158": "史密斯", "_188": "20180101", "_204": "20280101", "_220": "19810803",
                      "_240": "1500", "_248": "I"},
    "foreigner2023": {"_30": "2", "_36": "19810803", "_52": "SMITH, JANE", "_188": "20240101",
                      "_122": "911124198108030024", "_204": "长期    ", "_242": "CAN", "_248": "Y"},
}  # fmt: skip
SHAPE = [
    "kind", "number", "number_valid", "name", "name_raw", "english_name", "sex", "sex_text",
    "ethnic", "ethnic_text", "birth", "address", "issuer", "valid_from", "valid_to", "long_term",
    "country", "pass_number", "issue_count", "unmapped", "warnings",
]  # fmt: skip
Kiosk = Callable[..., Outcome]


class HandBuilt:
    """A reader that knows three commands; its frames are put together here, not by the product."""

    def __init__(self, text: bytes) -> None:
        body = bytes.fromhex("0508 000090 0100 0400") + text + bytes(range(256)) * 4
        check = 0
        for byte in body:
            check ^= byte
        self._answers = {
            FIND: PREAMBLE + bytes.fromhex("0008 00009F 00000000 97"),
            SELECT: PREAMBLE + bytes.fromhex("000C 000090 0000000000000000 9C"),
            READ: PREAMBLE + body + bytes((check,)),
        }
        self._far, self._near = os.openpty()
        tty.setraw(self._near)
        self.port = os.ttyname(self._near)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while (asked := os.read(self._far, 100)) != b"quit":
            answer = self._answers.get(asked, PREAMBLE + bytes.fromhex("0004 000021 25"))
            os.write(self._far, answer)

    def close(self) -> None:
        os.write(self._near, b"quit")


class Network:
    """A reader behind a TCP port, as a bridge on another machine would offer it."""

    def __init__(self) -> None:
        self._emulator = CardEmulator(Spoiler(random.Random(1)), card_s=0.02)  # noqa: S311 - seeded
        self._emulator.lay(SPECIMENS["resident"][1])
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = f"socket://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        line, _ = self._listening.accept()
        line.settimeout(0.002)
        with line, contextlib.suppress(ConnectionError):
            while True:
                with contextlib.suppress(TimeoutError):
                    data = line.recv(4096)
                    if not data:
                        return
                    self._emulator.hear(data, 115200, time.monotonic())
                line.sendall(self._emulator.due(time.monotonic()))

    def close(self) -> None:
        self._listening.close()


class Emulator:
    """`kiosk reader emulate` in a process of its own."""

    def __init__(self, link: Path) -> None:
        self._process = subprocess.Popen(
            [*KIOSK, "reader", "emulate", "--link", str(link), "--card-ms", "20"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        self.port = self._out.readline().strip()

    @property
    def _out(self) -> IO[str]:
        assert self._process.stdout
        return self._process.stdout

    def say(self, line: str) -> str:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._out.readline().strip()

    def close(self) -> None:
        self._process.communicate("quit\n", timeout=10)


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    emulator = Emulator(tmp_path / "ttyREADER")
    yield emulator
    emulator.close()


@pytest.mark.parametrize("kind", KINDS)
def test_hand_built_frames_of_all_four_kinds_are_read(kiosk: Kiosk, kind: str) -> None:
    built = HandBuilt(bytes(by_hand(**KINDS[kind])))
    try:
        done = kiosk("reader", "read", "--port", built.port, "--json")
    finally:
        built.close()
    assert (done.code, done.err) == (0, "")
    assert list(done.json) == SHAPE
    assert done.json["kind"] == kind
    assert done.json["number_valid"] is True
    assert done.json["number"] == KINDS[kind]["_122"]
    assert done.json["long_term"] is (kind == "foreigner2023")
    assert done.json["warnings"] == []


def test_a_resident_to_the_letter(kiosk: Kiosk) -> None:
    built = HandBuilt(bytes(by_hand(**RESIDENT | {"_0": "张\ue863"})))
    try:
        done = kiosk("reader", "read", "--port", built.port, "--json")
    finally:
        built.close()
    nothing: dict[str, Any] = json.loads(json.dumps(NOTHING))
    del nothing["added_addresses"]
    assert done.json == nothing | {
        "kind": "resident", "number": "370202199001310018", "number_valid": True,
        "name": "张䶮", "name_raw": "张\ue863", "sex": "1", "sex_text": "男",
        "ethnic": "01", "ethnic_text": "汉", "birth": "1990-01-31",
        "address": "山东省青岛市香港中路11号", "issuer": "青岛市公安局",
        "valid_from": "2016-01-31", "valid_to": "2036-01-31",
    }  # fmt: skip


def test_a_reader_behind_a_network_address_is_read(data: Path) -> None:
    network = Network()
    try:
        command = [*KIOSK, "--data", str(data), "reader", "read", "--port", network.port, "--json"]
        done = subprocess.run(command, capture_output=True, check=False, timeout=30)
    finally:
        network.close()
    assert json.loads(done.stdout)["number"] == "370202199001310018"


def test_half_a_character_arrives_as_the_card_has_it(kiosk: Kiosk, emulator: Emulator) -> None:
    assert emulator.say("lay half") == "ok lay half"
    done = kiosk("reader", "read", "--port", emulator.port, "--json")
    assert (done.json["name"], done.json["name_raw"]) == ("陈\ufffd", "陈\ud842")


def test_people_read_lines_and_what_to_look_at(kiosk: Kiosk, emulator: Emulator) -> None:
    emulator.say("lay moved")
    done = kiosk("reader", "read", "--port", emulator.port)
    assert done.code == 0
    assert "姓名：郑丽华" in done.out
    assert "追加住址：山东省青岛市崂山区海尔路7号" in done.out
    emulator.say("lay expired")
    assert "注意：证件过期了" in kiosk("reader", "read", "--port", emulator.port).out


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["lay other"], "E-ID-04"),
        (["lay resident", "fault checksum"], "E-ID-02"),
        (["lay resident", "fault early"], "E-ID-03"),
        (["lay resident", "stuck 66"], "E-ID-01"),
        (["unplug"], "E-ID-01"),
    ],
)
def test_without_a_record_the_reason_is_told(
    kiosk: Kiosk, emulator: Emulator, lines: list[str], code: str
) -> None:
    for line in lines:
        assert emulator.say(line) == f"ok {line}"
    done = kiosk("reader", "read", "--port", emulator.port, "--json")
    assert done.code == 3
    assert list(done.json) == ["error"]
    assert done.json["error"]["code"] == code
    assert done.json["error"]["message"]


def test_people_are_told_the_reason_in_one_line(kiosk: Kiosk, emulator: Emulator) -> None:
    emulator.say("lay other")
    done = kiosk("reader", "read", "--port", emulator.port)
    assert (done.code, done.out) == (3, "")
    assert done.err == "kiosk：这不是身份证：请放居民身份证\n"


def test_without_a_port_the_configuration_says_which(
    kiosk: Kiosk, emulator: Emulator, tmp_path: Path
) -> None:
    config = tmp_path / "kiosk.toml"
    table = f'[devices.idcard]\ndriver = "idcard-serial"\nport = "{emulator.port}"\n'
    config.write_text(table, encoding="utf-8")
    emulator.say("lay second")
    done = kiosk("--config", str(config), "reader", "read", "--json")
    assert done.json["number"] == "370212195607082026"
    none = kiosk("reader", "read", "--json")
    assert (none.code, none.json["error"]["code"]) == (3, "E-ID-01")


def test_a_second_program_on_the_port_is_told_its_name_and_reads_later(
    kiosk: Kiosk, emulator: Emulator, data: Path
) -> None:
    first = subprocess.Popen(
        [*KIOSK, "--data", str(data), "reader", "watch", "--port", emulator.port, "--json"],
        stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert first.stdout
    assert json.loads(first.stdout.readline()) == {"state": "awaited"}
    emulator.say("lay resident")
    assert json.loads(first.stdout.readline()) == {"state": "reading"}
    second = kiosk("reader", "read", "--port", emulator.port, "--json")
    assert second.code == 3
    assert emulator.port in second.json["error"]["message"]
    first.kill()
    first.communicate()
    assert kiosk("reader", "read", "--port", emulator.port, "--json").code == 0


def test_a_watching_kiosk_goes_on_after_the_plug_was_pulled(emulator: Emulator, data: Path) -> None:
    watching = subprocess.Popen(
        [*KIOSK, "--data", str(data), "reader", "watch", "--port", emulator.port, "--json"],
        stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert watching.stdout
    told = (json.loads(line) for line in watching.stdout)
    try:
        assert next(told) == {"state": "awaited"}
        emulator.say("unplug")
        assert next(told)["error"]["code"] == "E-ID-01"
        emulator.say("plug")
        emulator.say("lay second")
        numbers = (one["number"] for one in told if "number" in one)
        assert next(numbers) == "370212195607082026"
    finally:
        watching.kill()
        watching.communicate()


def test_the_reader_is_found_with_its_speed_and_number(kiosk: Kiosk, emulator: Emulator) -> None:
    emulator.say("baud 57600")
    done = kiosk("reader", "scan", "--port", emulator.port, "--json")
    assert done.code == 0
    [found] = done.json["ports"]
    assert (found["state"], found["baud"]) == ("reader", 57600)
    assert found["module"] == "05.03-123456789-0001730737-1234567890"
    assert kiosk("reader", "scan", "--port", "/dev/ttyUSB77").code == 3


@pytest.mark.parametrize("line", ["lay nobody", "fault x", "fault silent many", "baud 1", "hello"])
def test_what_makes_no_sense_to_the_emulator_is_said(emulator: Emulator, line: str) -> None:
    assert emulator.say(line).startswith("? ")


def test_the_log_of_a_read_has_nobody_in_it(kiosk: Kiosk, emulator: Emulator, data: Path) -> None:
    emulator.say("lay resident")
    emulator.say("fault checksum 2")
    assert kiosk("reader", "read", "--port", emulator.port, "--json").code == 0
    log = (data / "log" / "kiosk.jsonl").read_text("utf-8")
    assert "device.idcard" in log
    assert "37020219900131" not in log
    assert "王小明" not in log
