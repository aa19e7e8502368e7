"""A second kiosk, written from docs/sync-protocol.md alone.

It shares no code with the kiosk and the hub of this repository: it shows that the page is enough.
Reading and checking what others wrote is in second_auditor.py.
"""

import base64
import hashlib
import json
import secrets
import time
from pathlib import Path
from typing import NamedTuple

import urllib3
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from tuf.ngclient import Updater

from tests.sync.second_auditor import Entry, Json, as_sent, entry_hash, opened, pae, sha

ZERO = "0" * 64
PIECE = 256 * 1024
HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
OCTETS = {"Content-Type": "application/octet-stream"}


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class Item(NamedTuple):
    """What a filing is about: a document of the catalogue and where it stands."""

    id: str
    sha256: str
    shard: str
    version: int


class Slip(NamedTuple):
    """What a resident takes home, and the entry behind it."""

    receipt: str
    query_code: str
    code: str
    entry: Entry


class NoAnswer(Exception):
    """The hub said something that counts as silence."""

    def __init__(self, status: int, title: str) -> None:
        super().__init__(status, title)
        self.status, self.title = status, title


class SecondKiosk:
    """One machine: its key, its journal in memory, the folder of its TUF client."""

    def __init__(self, folder: Path, key: Ed25519PrivateKey) -> None:
        self.folder, self.key = folder, key
        self.pub = key.public_key().public_bytes_raw()
        self.told = [(0, key)]  # each key, and the entry that tells the hub of it
        self.kiosk_no = self.epoch = self.through = self.counter = self.feed_after = 0
        self.catalog = ""
        self.stopped = ""
        self.entries: list[Entry] = []
        self.blobs: dict[str, bytes] = {}
        self.status: dict[str, Json] = {}
        self.boot_id = secrets.token_hex(16)
        self.pool = urllib3.PoolManager(retries=False)

    @property
    def number(self) -> bytes:
        return b"%07d" % self.kiosk_no

    def hash_at(self, seq: int) -> str:
        return self.entries[seq - 1].hash if seq else ZERO

    # Identity (§7)

    def enrol(self, origin: str, typed: str) -> Json:
        token, _, fingerprint = typed.partition("-")
        root = self.pool.request("GET", f"{origin}/tuf/1.root.json").data
        if sha(root).hex()[:32] != fingerprint:
            raise NoAnswer(0, "another root")
        self.origin, self.root = origin, root
        hub = json.loads(self.target("keys/hub.json"))
        if hub["origin"] != origin:
            raise NoAnswer(0, "another origin")
        self.hub_keys = {key["kid"]: bytes.fromhex(key["pub"]) for key in hub["keys"]}
        signed = b"kiosk-enrol/1\0" + sha(token.encode()) + self.pub
        return self._enrolled({"token": token, "sig": self.key.sign(signed).hex()})

    def enrol_again(self, old: Ed25519PrivateKey, old_no: int) -> Json:
        """Ask for a number in place of an old one, with a new key and an empty journal."""
        signed = b"kiosk-reenrol/1\0" + pae(b"%07d" % old_no, self.pub)
        proofs = {"sig_old": old.sign(signed).hex(), "sig_new": self.key.sign(signed).hex()}
        return self._enrolled({"old_kiosk_no": old_no} | proofs)

    def _enrolled(self, said: Json) -> Json:
        body = compact(said | {"pubkey": self.pub.hex(), "suite": 1, "hw": "second"})
        answer = self.pool.request("POST", self.origin + "/v1/enrol", body=body)
        payload = self._signed("enrol", answer)
        if payload["pubkey"] != self.pub.hex():
            raise NoAnswer(200, "somebody else's number")
        self.kiosk_no, self.epoch = payload["kiosk_no"], payload["epoch"]
        return payload

    def target(self, name: str) -> bytes:
        """Return a TUF target; a new client each time, as after each hint."""
        self.folder.mkdir(exist_ok=True)
        here, there = str(self.folder), f"{self.origin}/tuf/"
        updater = Updater(here, there, here, f"{there}targets/", bootstrap=self.root)
        found = updater.get_targetinfo(name)
        if found is None:
            raise NoAnswer(0, f"no target {name}")
        return Path(updater.download_target(found)).read_bytes()

    # Requests and answers (§4, §5)

    def send(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> urllib3.BaseHTTPResponse:
        url = self.origin + path
        names = ["@method", "@target-uri"] + ["content-digest"] * (body is not None)
        values = {"@method": method, "@target-uri": url}
        if body is not None:
            digest = f"sha-256=:{base64.b64encode(sha(body)).decode()}:"
            headers["Content-Digest"] = values["content-digest"] = digest
        covered = " ".join(f'"{name}"' for name in names)
        key = [key for seq, key in self.told if seq <= self.through][-1]
        keyid = f"{self.kiosk_no:07}:{sha(key.public_key().public_bytes_raw()).hex()[:8]}"
        params = f'({covered});created={int(time.time())};keyid="{keyid}";alg="ed25519"'
        lines = [f'"{name}": {values[name]}' for name in names]
        base = "\n".join([*lines, f'"@signature-params": {params}']).encode()
        made = base64.b64encode(key.sign(base)).decode()
        headers |= {"Signature-Input": f"kiosk={params}", "Signature": f"kiosk=:{made}:"}
        return self.pool.request(method, url, body=body, headers=headers)

    def _signed(self, purpose: str, answer: urllib3.BaseHTTPResponse) -> Json:
        said = json.loads(answer.data)
        if "sig" not in said:
            raise NoAnswer(answer.status, said["title"])
        return opened(self.hub_keys, purpose, said)

    # The journal (§2, §3)

    def write(self, type_: str, body: bytes, **facts: object) -> Entry:
        head = self.hash_at(len(self.entries))
        fixed = {"v": 1, "suite": 1, "kiosk_no": self.kiosk_no, "seq": len(self.entries) + 1}
        what = {"prev": head, "type": type_, "body_sha256": sha(body).hex(), "body_len": len(body)}
        clocks = {"t_wall": time.time_ns() // 1_000_000, "t_mono": time.monotonic_ns() // 1_000_000}
        by = {"t_q": 1, "boot_id": self.boot_id, "app": "second 1"}
        header = compact(fixed | what | {"blobs": []} | facts | clocks | by)
        made = entry_hash(header)
        entry = Entry(header, self.key.sign(b"kiosk-sig/1\0" + made), body)
        self.entries.append(entry)
        return entry

    def rotate(self, new: Ed25519PrivateKey) -> None:
        pub = new.public_key().public_bytes_raw()
        proof = new.sign(b"kiosk-rotate/1\0" + pae(self.number, self.pub, pub))
        self.write("key.rotate", compact({"new_pub": pub.hex(), "sig_new": proof.hex()}))
        self.key, self.pub = new, pub
        self.told.append((len(self.entries), new))

    def file(self, plain: Json, item: Item, *pictures: bytes) -> Slip:
        """Seal a filing and its pictures to the city and write them down."""
        self.counter += 1
        stem = f"{self.kiosk_no:07}{self.counter:07}"
        receipt = f"{stem}{98 - int(stem) * 100 % 97:02}"
        city = item.shard[:4] + "00"
        key = json.loads(self.target(f"keys/seal/{city}.json"))["keys"][0]
        to = X25519PublicKey.from_public_bytes(bytes.fromhex(key["pub"]))
        who = (self.number, key["key_id"].encode())
        sealed = [HPKE.encrypt(one, to, info=pae(b"kiosk/blob/1", *who)) for one in pictures]
        self.blobs |= {sha(one).hex(): one for one in sealed}
        attachments = [
            {"slot": f"s{n}", "media": "image/jpeg", "sha256": sha(out).hex()}
            | {"plain_sha256": sha(given).hex()}
            for n, (given, out) in enumerate(zip(pictures, sealed, strict=True))
        ]
        filing = compact({"v": 1, "consent": True, "attachments": attachments} | plain)
        about = (who[0], receipt.encode(), bytes.fromhex(item.sha256), who[1])
        salt, code = secrets.token_bytes(16), f"{secrets.randbelow(10**8):08}"
        stretched = hashlib.scrypt(code.encode(), salt=salt, n=2**14, r=8, p=1, dklen=16)
        entry = self.write(
            "filing.new",
            HPKE.encrypt(filing, to, info=pae(b"kiosk/filing/1", *about)),
            blobs=[{"sha256": sha(one).hex(), "len": len(one)} for one in sealed],
            receipt=receipt,
            item_id=item.id,
            item_sha256=item.sha256,
            shard=item.shard,
            shard_ver=item.version,
            seal=key["key_id"],
            qv=b64(salt + stretched),
        )
        day = time.strftime("%Y%m%d", time.gmtime(time.time() + 8 * 3600)).encode()
        proof = bytes.fromhex(entry.hash)[:16] + day
        sig = self.key.sign(b"kiosk-slip/1\0" + receipt.encode() + proof)
        return Slip(receipt, code, f"{self.origin}/r#{receipt}.{b64(proof + sig)}", entry)

    # Delivery (§4)

    def batch(self, entries: list[Entry]) -> bytes:
        """Return a request; no entries make a probe."""
        clocks = {"t_wall": time.time_ns() // 1_000_000, "t_mono": time.monotonic_ns() // 1_000_000}
        place = {"through": self.through, "head": self.hash_at(self.through)}
        by = {"v": 1, "kiosk_no": self.kiosk_no, "boot_id": self.boot_id, "app": "second 1"}
        prefix = compact(by | place | clocks)
        framed = b"KJB1" + len(prefix).to_bytes(4, "big") + prefix
        return zstandard.compress(framed + b"".join(map(as_sent, entries)))

    def post(self, request: bytes) -> Json:
        """Send a batch and do what the answer says."""
        ack = self._signed("ack", self.send("POST", "/v1/journal", request, **OCTETS))
        if (ack["kiosk_no"], ack["req"]) != (self.kiosk_no, sha(request).hex()):
            raise NoAnswer(200, "the answer to another request")
        if ack["epoch"] < self.epoch:
            raise NoAnswer(200, "an answer from before the hub was restored")
        through, reason = ack["through"], ack.get("stop", {}).get("reason")
        if through > len(self.entries) or ack["head"] != self.hash_at(through):
            reason = "fork"
        if reason in ("fork", "bad_entry"):
            self.stopped = reason
            return ack
        if ack["epoch"] > self.epoch:
            self.feed_after = 0
        self.epoch, self.through = ack["epoch"], through
        return ack

    def deliver(self, size: int = 50) -> None:
        """Ask where the hub stands, then send until it has everything."""
        self.post(self.batch([]))
        while self.through < len(self.entries) and not self.stopped:
            self.post(self.batch(self.entries[self.through : self.through + size]))

    def upload(self, name: str) -> None:
        """Send an attachment from where the hub says to be, until it signs that it is whole."""
        data = self.blobs[name]
        hint = self.send("HEAD", f"/v1/blobs/{name}").headers["Upload-Offset"]
        have = min(int(hint), len(data) - 1)
        while have < len(data):
            piece = data[have : have + PIECE]
            have = self.put(name, have, piece, len(data))

    def put(self, name: str, at: int, piece: bytes, total: int) -> int:
        there = f"bytes {at}-{at + len(piece) - 1}/{total}"
        answer = self.send("PUT", f"/v1/blobs/{name}", piece, **OCTETS, **{"Content-Range": there})
        said = self._signed("blob", answer)
        mine = (self.kiosk_no, name, sha(piece).hex())
        if (said["kiosk_no"], said["sha256"], said["req"]) != mine or said["epoch"] < self.epoch:
            raise NoAnswer(200, "the answer to another piece")
        return int(said["have"])

    # Status and time (§6)

    def read_feed(self, wait_s: int = 0) -> list[Json]:
        """Take what is new; remember the hint at a new catalogue."""
        answer = self.send("GET", f"/v1/feed?after={self.feed_after}&wait={wait_s}")
        said = json.loads(answer.data)
        if answer.status != 200:
            raise NoAnswer(answer.status, said["title"])
        self.catalog = answer.headers.get("Kiosk-Catalog", "")
        items = [opened(self.hub_keys, "feed", one) for one in said]
        for item in items:
            if item["kiosk_no"] != self.kiosk_no or item["feed_seq"] != self.feed_after + 1:
                raise NoAnswer(200, "an item out of place")
            known = self.status.get(item["receipt"], {"epoch": 0, "status_seq": 0})
            if (item["epoch"], item["status_seq"]) > (known["epoch"], known["status_seq"]):
                self.status[item["receipt"]] = item
            self.feed_after = item["feed_seq"]
        return items

    def ask(self, receipt: str, code: str) -> Json:
        body = compact({"receipt": receipt, "code": code})
        return self._signed("status", self.send("POST", "/v1/status", body))

    def time(self) -> int:
        nonce = secrets.token_hex(16)
        answer = self.pool.request("GET", f"{self.origin}/v1/time?nonce={nonce}")
        said = self._signed("time", answer)
        if said["nonce"] != nonce:
            raise NoAnswer(200, "an old time")
        return int(said["time"])
