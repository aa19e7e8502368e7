"""Made-up people with valid check digits, as their cards say it."""

import msgspec

from kiosk.domain.person import IdentityDocument

ZHANG = IdentityDocument(
    kind="resident",
    number="370212197803050012",
    number_valid=True,
    name="张小三",
    name_raw="张小三",
    english_name=None,
    sex="1",
    sex_text="男",
    ethnic="01",
    ethnic_text="汉",
    birth="1978-03-05",
    address="山东省青岛市崂山区样例路1号",
    issuer="青岛市公安局崂山分局",
    valid_from="2016-05-01",
    valid_to="2036-05-01",
    long_term=False,
    country=None,
    pass_number=None,
    issue_count=None,
    unmapped=(),
    warnings=(),
)


def person(**changed: object) -> IdentityDocument:
    """Return 张小三 with other facts."""
    return msgspec.structs.replace(ZHANG, **changed)
