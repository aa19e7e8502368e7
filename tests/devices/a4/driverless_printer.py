"""A driverless printer of the test run, played by ippeveprinter, with faults at will."""

import os
import subprocess
from pathlib import Path

from tests.devices.a4.programs import answers, end, free_port, until

# The mechanism of a driverless printer: it keeps a page, or behaves as the file `fault` says. A
# page that is cancelled while it waits does not come out, nor one whose printer is switched off.
_PRINT_COMMAND = """#!/bin/sh
here=$(dirname "$0")
told=
goes_on() {
  ipptool -q -d id=$IPP_JOB_ID ipp://localhost:{port}/ipp/print "$here/printing.test"
}
while [ -s "$here/fault" ]; do
  fault=$(cat "$here/fault")
  [ "$fault" = "$told" ] || echo "STATE: +$fault" >&2
  told=$fault
  goes_on || exit 0
  sleep 0.1
done
if [ "$told" ]; then
  goes_on || exit 0
  echo "STATE: -$told" >&2
fi
page=$here/page-$(date +%s%N)
echo "$IPP_SIDES $IPP_MEDIA_COL $IPP_JOB_NAME" >"$page.txt"
cp "$1" "$page.new" && mv "$page.new" "$page.pdf"
"""
_PRINTING_TEST = """{
  OPERATION Get-Job-Attributes
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR integer job-id $id
  STATUS successful-ok
  EXPECT job-state-reasons WITH-VALUE "job-printing"
}
"""


class DriverlessPrinter:
    """An IPP printer of its own process, as `ippeveprinter` plays one.

    Args:
        folder: where pages and the wanted fault lie.
        bus: the address of a D-Bus, which it wants to reach even without announcing itself.
    """

    def __init__(self, folder: Path, bus: str) -> None:
        self.folder = folder
        self._bus = bus
        self.port = free_port()
        (folder / "spool").mkdir(parents=True)
        command = folder / "print.sh"
        command.write_text(_PRINT_COMMAND.replace("{port}", str(self.port)))
        (folder / "printing.test").write_text(_PRINTING_TEST)
        command.chmod(0o755)
        self._process: subprocess.Popen[bytes] | None = None
        self.mend()
        self.start()

    @property
    def uri(self) -> str:
        return f"ipp://localhost:{self.port}/ipp/print"

    def start(self) -> None:
        with (self.folder / "printer.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *("ippeveprinter", "-n", "localhost", "-p", str(self.port), "-r", "off"),
                    *("-f", "application/pdf", "-c", str(self.folder / "print.sh"), "-2", "-v"),
                    *("-d", str(self.folder / "spool"), "KioskA4"),
                ],
                stdout=log,
                stderr=log,
                env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self._bus},
                start_new_session=True,
            )
        until(lambda: answers(self.port))

    def stop(self) -> None:
        if self._process is not None:
            end(self._process)
            self._process = None

    def set_fault(self, reasons: str) -> None:
        """Behave as out of paper and the like, e.g. `media-empty-error`, from the next page on."""
        (self.folder / "fault").write_text(reasons)

    def mend(self) -> None:
        """Take the fault away; the page that waits comes out."""
        (self.folder / "fault").write_text("")

    def restart(self) -> None:
        """Switch off and on, which also makes it forget reasons that it reported while idle."""
        self.stop()
        self.start()

    @property
    def pages(self) -> list[Path]:
        """The documents that came out, oldest first."""
        return sorted(self.folder.glob("page-*.pdf"))
