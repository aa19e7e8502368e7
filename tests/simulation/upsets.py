"""What befalls a simulated world between two steps: disks, clocks, the hub, carriers, people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kiosk.domain.errors import KioskError
from kiosk.journal.outbox import DAY_MS
from kiosk.wire.request_signature import sign_request
from kiosk.wire.signed import Signed
from tests.journals import ORIGIN
from tests.simulation.disk import Disk
from tests.simulation.hub import Call, WorkerDied
from tests.simulation.machine import Machine
from tests.simulation.truth import DRIFT

if TYPE_CHECKING:
    from tests.simulation.world import World

YEARS_MS = 10 * 365 * DAY_MS
BACKUPS = 4
MOST_MACHINES = 6


class Upsets:
    """Upsets a world as its profile says."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._random = world.random
        self._copies: list[tuple[Machine, Disk]] = []
        self._backups: list[tuple[int, bytes]] = []
        self._restored: list[int] = []
        self._sticks: dict[str, list[tuple[bytes, bytes]]] = {}
        self._seen: dict[int, int] = {}
        self._held = 0

    def upset(self) -> None:
        """Let things happen, each with its probability."""
        for name, rate in self._world.profile.world.items():
            if self._random.random() < rate:
                self.befall(name)
        if self._random.random() < 0.02:
            self.remember()

    def befall(self, name: str) -> None:
        """Let one thing happen, a name of `profile.WORLD_FAULTS`."""
        self._world.truth.step(name)
        getattr(self, f"_{name}")()

    def look(self, call: Call) -> None:
        """Take note of what the hub keeps, after a delivery."""
        if call.target != "/v1/journal":
            return
        truth, rows = self._world.truth, self._world.hub.rows
        for number, through in rows("SELECT kiosk_no, through FROM kiosk"):
            seen = self._seen.get(int(str(number)), 0)
            if int(str(through)) > seen:
                query = "SELECT hash FROM entry WHERE kiosk_no = ? AND seq > ?"
                for (digest,) in rows(query, number, seen):
                    truth.hub_kept(bytes(digest))  # type: ignore[arg-type]
            self._seen[int(str(number))] = int(str(through))
        for rowid, digest in rows("SELECT rowid, hash FROM held_entry WHERE rowid > ?", self._held):
            self._held = int(str(rowid))
            truth.hub_kept(bytes(digest))  # type: ignore[arg-type]

    def _machine(self) -> Machine:
        return self._random.choice(self._world.machines)

    def remember(self) -> None:
        """Somebody copies a disk; the hub makes its backup."""
        machine = self._machine()
        self._copies = [*self._copies[-3:], (machine, machine.copy_disk(machine))]
        made = (self._world.now, self._world.hub.backup())
        self._backups = [*self._backups[-BACKUPS + 1 :], made]

    # ---- machines
    def _power_cut(self) -> None:
        machine = self._machine()
        self._world.guarded(machine, machine.boot)

    def _roll_back(self) -> None:
        """A disk comes back as an old copy: what was written since is gone."""
        if not self._copies:
            return
        machine, copy = self._copies.pop(self._random.randrange(len(self._copies)))
        before = self._hashes(machine)
        machine.disk = copy
        gone = before - self._hashes(machine)
        truth = self._world.truth
        truth.lost_with_disk |= gone
        self._world.guarded(machine, machine.boot)

    def _clone(self) -> None:
        """A second machine runs on a copy of the first one's disk."""
        world, machine = self._world, self._machine()
        if len(world.machines) < MOST_MACHINES and machine.kiosk_no is not None:
            clone = Machine(f"m{len(world.machines)}", world.around)
            clone.disk = machine.copy_disk(clone)
            world.machines.append(clone)
            world.guarded(clone, clone.boot)

    def _rot(self) -> None:
        """An attachment on a disk is damaged, or gone."""
        files = self._machine().disk.files.files
        if not files:
            return
        path = self._random.choice(sorted(files))
        self._world.truth.rotten.add(path.partition("/")[2])
        if self._random.random() < 0.5:
            del files[path]
        else:
            files[path] = bytes([files[path][0] ^ 1]) + files[path][1:]

    def _hashes(self, machine: Machine) -> set[bytes]:
        return {
            one.hash for journal in machine.disk.journals() for one in journal.entries(0, 1 << 40)
        }

    def _rotate(self) -> None:
        machine = self._machine()
        self._world.guarded(machine, machine.rotate)

    # ---- clocks
    def _clock_jump(self) -> None:
        self._machine().clock.ahead_ms = self._random.randint(-YEARS_MS, YEARS_MS)

    def _clock_dies(self) -> None:
        self._machine().clock.ahead_ms = -1 << 60

    def _clock_drifts(self) -> None:
        self._machine().clock.drift = self._random.uniform(-DRIFT, DRIFT) / 10

    def _long_time(self) -> None:
        self._world.now += self._random.randint(1, 40) * DAY_MS

    # ---- hub
    def _restore_hub(self) -> None:
        """The hub comes back from a backup of the last day; what its workers did is gone."""
        world = self._world
        fresh = [one for one in self._backups if world.now - one[0] <= DAY_MS]
        if not fresh:
            return
        world.now += 1_000
        made_at, image = self._random.choice(fresh)
        world.hub.restore(image, sum(at >= made_at for at in self._restored))
        self._restored.append(world.now)
        world.network.late = [one for one in world.network.late if one.caller is None]
        self._seen = {
            int(str(number)): int(str(through))
            for number, through in world.hub.rows("SELECT kiosk_no, through FROM kiosk")
        }
        self._held = 0

    def _revoke(self) -> None:
        if number := self._known_number():
            self._world.hub.revoke(number)

    def _retire(self) -> None:
        if number := self._known_number():
            self._world.hub.sites.change(number, "draining", "sim")

    def _known_number(self) -> int | None:
        """Return the number of a machine, when the hub knows it and lets it in."""
        number = self._machine().kiosk_no
        query = "SELECT 1 FROM kiosk WHERE kiosk_no = ? AND status = 'active'"
        return number if self._world.hub.rows(query, number) else None

    def _outage(self) -> None:
        self._world.network.is_down = not self._world.network.is_down

    # ---- carriers
    def _carrier(self) -> None:
        """Somebody carries a stick: writes it, or delivers it, or brings it back."""
        machine = self._machine()
        self._world.guarded(machine, lambda: self._carry(machine))

    def _carry(self, machine: Machine) -> None:
        if machine.stick:
            answers = self._sticks.setdefault(machine.name, [])
            for packed, headers in machine.stick:
                named = tuple((name.lower(), value) for name, value in headers.items())
                call = Call(method="POST", target="/v1/journal", body=packed, headers=named)
                try:
                    answers.append((packed, self._world.hub.serve(call).body))
                except WorkerDied:
                    continue
                self.look(call)
            machine.stick = []
        elif self._sticks.get(machine.name):
            self.take_stick(machine)
        elif (sender := machine.sender()) is not None:
            machine.stick = [
                (one, sign_request("POST", f"{ORIGIN}/v1/journal", one, sender, 0))
                for one in machine.journal_up().batches()
            ]

    def take_stick(self, machine: Machine) -> None:
        """The answers of a stick are taken in."""
        for packed, body in self._sticks.pop(machine.name, []):
            try:
                signed = msgspec.json.decode(body, type=Signed)
                machine.journal_up().take_answer(signed, packed)
            except (KioskError, msgspec.MsgspecError):
                continue
