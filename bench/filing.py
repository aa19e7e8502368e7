"""Filing: seal, sign and commit, against a bare commit of the same bytes that also waits for disk.

The filing is the product's, on the small catalogue of the tests; query codes and list are made
ahead, as in a kiosk. The bare commit writes sealed body, header, signature and receipt in one row
of one table with the same settings. Both take turns.
"""

import json
import os
import sqlite3
import sys
import tempfile
from pathlib import Path

from timing import interleaved, summary

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kiosk.domain.filing import CONSENT, FilingBody, given_answers
from kiosk.services.filing import _Case, _keep
from kiosk.store.journal_db import PRAGMAS
from tests.faults.office import FaultOffice, OneCode
from tests.journals import TODAY, a_form

ROUNDS = 2_000


def a_case(office: FaultOffice) -> _Case:
    """Return a filing as it stands when the resident confirms."""
    form = a_form()
    enquiry = office.guidance.enquiry(form.topic, form.region, TODAY, given_answers(form))
    body = FilingBody(
        form=form, list=office.guidance.checklist(enquiry), consent=CONSENT, attachments=()
    )
    document = office.filing._document_sha256(office.rights(), form.topic)
    return _Case(
        body=body,
        document=document,
        day=TODAY.strftime("%Y%m%d"),
        blobs=(),
        code=OneCode().take(),
    )


def bare(folder: Path) -> sqlite3.Connection:
    """Open a database with the settings of the journal."""
    db = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for name, value in PRAGMAS:
        db.execute(f"PRAGMA {name} = {value}")
    db.execute("CREATE TABLE row (n INTEGER PRIMARY KEY, value BLOB NOT NULL)")
    return db


def main() -> None:
    """Measure on the disk of the temporary folder and print one JSON line."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("KIOSK_BENCH_FOLDER")) as name:
        office = FaultOffice(Path(name), rooms=["plenty"])
        office.enrol()
        case, rights = a_case(office), office.rights()
        journal, db = office.records.journal, bare(Path(name))
        journal.write(lambda tx: _keep(tx, rights, case))
        entry, stub = journal.entries(0, 1)[0], journal.stubs()[0]
        same = b"".join((entry.header, entry.sig, entry.body or b"", entry.hash))
        same += f"{stub.slip}{stub.receipt}{stub.qv}{stub.item_name}".encode()

        def bare_commit() -> None:
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO row (value) VALUES (?)", (same,))
            db.execute("COMMIT")

        jobs = {
            "filing": lambda: journal.write(lambda tx: _keep(tx, rights, case)),
            "bare commit": bare_commit,
        }
        seconds = {job: summary(times) for job, times in interleaved(jobs, ROUNDS).items()}
        db.close()
        office.close()
    print(json.dumps({"seconds": seconds, "bytes": len(same), "rows": rows(seconds, len(same))}))


def rows(seconds: dict[str, dict[str, float]], size: int) -> list[dict[str, object]]:
    """Return the lines of the table."""
    ours, peer = seconds["filing"], seconds["bare commit"]
    ratio = ours["p50_ms"] / peer["p50_ms"]
    what = f"seal, sign and commit a filing of {size:,} bytes"
    return [
        {
            "what": f"{what}, p99 of {ROUNDS}",
            "measured": f"{ours['p99_ms']:.2f} ms",
            "peer": f"bare FULL commit {peer['p99_ms']:.2f} ms",
            "goal": "≤ 4 ms",
            "holds": ours["p99_ms"] <= 4,
        },
        {
            "what": f"{what}, p50",
            "measured": f"{ours['p50_ms']:.2f} ms",
            "peer": f"bare FULL commit {peer['p50_ms']:.2f} ms ({ratio:.1f}×)",
            "goal": "≤ 4× a bare commit",
            "holds": ratio <= 4,
        },
    ]


if __name__ == "__main__":
    main()
