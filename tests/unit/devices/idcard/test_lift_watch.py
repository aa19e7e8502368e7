"""Whether a card still lies there: readers that tell, that do not, and that answer from memory."""

from kiosk.devices.idcard.lift_watch import LiftWatch


def test_a_reader_that_cannot_be_asked_says_nothing() -> None:
    assert LiftWatch().begin(0.0, can_ask=False) is None


def test_one_that_has_told_a_lift_is_believed_for_ever() -> None:
    watch = LiftWatch()
    assert watch.begin(0.0, can_ask=True) is False
    assert watch.heard(True, 1.0) is False
    assert watch.heard(False, 2.0) is True
    assert watch.begin(10.0, can_ask=True) is False
    assert watch.heard(True, 3600.0) is False


def test_one_that_never_tells_has_three_trials_of_8_s() -> None:
    watch = LiftWatch()
    for start in (0.0, 100.0, 200.0):
        assert watch.begin(start, can_ask=True) is False
        assert watch.heard(True, start + 7.9) is False
        assert watch.heard(True, start + 8.1) is None
    assert watch.begin(300.0, can_ask=True) is None


def test_silence_is_no_lift_and_costs_no_trial() -> None:
    watch = LiftWatch()
    for start in range(0, 100, 10):
        assert watch.begin(start, can_ask=True) is False
        assert watch.heard(None, start + 1.0) is None
