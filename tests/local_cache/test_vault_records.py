"""The marks of what is recorded in the patient system."""

from datetime import timedelta

from hyteterm.domain.referral_status import Step
from tests.local_cache.storage import AT, Storage, referral, sender


def test_the_first_mark_keeps_its_time_and_can_be_taken_off(storage: Storage) -> None:
    records = storage.vault.records
    made = storage.queueing.referral(referral()).referral
    assert records.recorded_at(made.id) is None
    records.mark(made.id, AT)
    records.mark(made.id, AT + timedelta(hours=1))
    assert records.recorded_at(made.id) == AT
    records.unmark(made.id)
    assert records.recorded_at(made.id) is None


def test_cancelled_referrals_and_other_months_do_not_count(storage: Storage) -> None:
    month = (AT - timedelta(days=1), AT + timedelta(days=1))
    first = storage.queueing.referral(referral(created_at=AT)).referral
    second = storage.queueing.referral(referral(created_at=AT)).referral
    storage.queueing.referral(referral(created_at=AT - timedelta(days=40)))
    for each in (first, second):
        storage.vault.records.mark(each.id, AT)
    assert storage.vault.records.share(*month) == (2, 2)
    seen = storage.vault.referrals.get(second.id)
    assert seen is not None
    storage.queueing.step(seen, Step.CANCEL, sender())
    assert storage.vault.records.share(*month) == (1, 1)
