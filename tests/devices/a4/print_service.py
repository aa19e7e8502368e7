"""A print service of the test run: cupsd, a bus and its printers, under one folder.

Nothing under /etc is read or written, no service of the machine is touched; the scheduler listens
on a socket file alone, printers on ports that are free.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.devices.a4.driverless_printer import DriverlessPrinter
from tests.devices.a4.programs import end, programs, until

BACKENDS = Path("/usr/lib/cups/backend")
CUPSD = "/usr/sbin/cupsd"
FILTERS = Path("/usr/lib/cups/filter")

# Who may do what is as in Debian's policy `authenticated`, the strictest: every job has a known
# owner, told by the socket file, and nobody else cancels it.
_CUPSD_CONF = """LogLevel warn
Listen {folder}/cups.sock
Browsing No
DefaultAuthType Basic
WebInterface No
PreserveJobFiles 86400
JobKillDelay 2
JobRetryInterval 2
<Location />
Order allow,deny
Allow localhost
</Location>
<Policy default>
<Limit Create-Job Print-Job Validate-Job>
AuthType Default
Order deny,allow
</Limit>
<Limit Send-Document Purge-Jobs Cancel-Job Cancel-My-Jobs>
AuthType Default
Require user @OWNER @SYSTEM
Order deny,allow
</Limit>
<Limit CUPS-Add-Modify-Printer CUPS-Delete-Printer Pause-Printer Resume-Printer>
AuthType Default
Require user @SYSTEM
Order deny,allow
</Limit>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
_FILES_CONF = """ServerRoot {folder}/etc
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/run
ServerBin {folder}/bin
Printcap {folder}/printcap
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
SystemGroup root
"""


class PrintService:
    """A private cupsd with its queues.

    Args:
        folder: an empty folder with a short name that the user lp may enter.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "cups.sock"
        self.bus = f"unix:path={folder}/bus"
        self._printers: list[DriverlessPrinter] = []
        for name in ("etc/ppd", "spool/tmp", "cache", "run"):
            (folder / name).mkdir(parents=True)
        _link_programs(folder / "bin")
        (folder / "cupsd.conf").write_text(_CUPSD_CONF.format(folder=folder))
        (folder / "files.conf").write_text(_FILES_CONF.format(folder=folder))
        self._bus_process = subprocess.Popen(
            [
                "/usr/bin/dbus-daemon",
                "--session",
                f"--address={self.bus}",
                "--nofork",
                "--nopidfile",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._cupsd: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        conf, files = self.folder / "cupsd.conf", self.folder / "files.conf"
        self._cupsd = subprocess.Popen(
            [CUPSD, "-f", "-c", str(conf), "-s", str(files)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: self.call("lpstat", "-r").startswith("scheduler is running"))

    def stop(self) -> None:
        if self._cupsd is not None:
            end(self._cupsd)
            self._cupsd = None

    def close(self) -> None:
        for printer in self._printers:
            printer.stop()
        self.stop()
        end(self._bus_process)
        for process in programs(str(self.folder)):
            os.kill(process, signal.SIGKILL)

    def printer(self, name: str) -> DriverlessPrinter:
        """Start a driverless printer; it ends with the service."""
        found = DriverlessPrinter(self.folder / "printers" / name, self.bus)
        self._printers.append(found)
        return found

    def call(self, *command: str) -> str:
        """Run a command of CUPS against this service and return what it wrote."""
        done = subprocess.run(
            command,
            env={**os.environ, "CUPS_SERVER": str(self.socket), "LC_ALL": "C"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
            text=True,
        )
        return done.stdout

    def add_queue(self, name: str, uri: str, *, model: str) -> None:
        """Add a queue; `model` is `everywhere`, `raw` or the path of a PPD."""
        how = ("-P", model) if "/" in model else ("-m", model)
        said = self.call("lpadmin", "-p", name, "-E", "-v", uri, *how)
        assert name in self.call("lpstat", "-p"), said
        if model != "raw":  # a queue is a raw one until its description is read
            until(lambda: "Local Raw Printer" not in self.call("lpoptions", "-p", name))

    def add_backend(self, scheme: str, script: str) -> None:
        """Add a backend of this service: a program that gets the documents of `scheme:` queues."""
        path = self.folder / "bin/backend" / scheme
        path.write_text(script)
        path.chmod(0o755)

    def documents(self) -> list[str]:
        """Names of the documents that lie in the spool."""
        return sorted(path.name for path in (self.folder / "spool").glob("d*"))


def _link_programs(folder: Path) -> None:
    """Make a folder of CUPS programs in which a test may put backends of its own."""
    folder.mkdir()
    for program in Path("/usr/lib/cups").iterdir():
        if program.name != "backend":
            (folder / program.name).symlink_to(program)
    (folder / "backend").mkdir()
    for backend in BACKENDS.iterdir():
        if backend.name in {"ipp", "ipps", "socket"}:
            (folder / "backend" / backend.name).symlink_to(backend)
        elif backend.name == "cups-pdf":  # checks its own permissions: 0700
            shutil.copy(backend, folder / "backend" / backend.name)
            (folder / "backend" / backend.name).chmod(0o700)


@contextmanager
def print_service() -> Iterator[PrintService]:
    """Run a print service in a folder of its own and leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="cups-"))  # a socket's path must be short
    folder.chmod(0o755)
    service = None
    try:
        service = PrintService(folder)
        yield service
    finally:
        if service is not None:
            service.close()
        shutil.rmtree(folder)
