"""What the room `accounts` declares: who people are and how they sign in."""

from accounts import checks, gate, own_file, sealed_samples, upkeep_jobs
from accounts.trail import TRAIL
from core.declarations import Room

ROOM = Room(
    begins=(gate.init_app,),
    language=gate.chosen_language,
    refused=gate.note_refusal,
    trail=TRAIL,
    jobs={
        "request keys older than 30 days": upkeep_jobs.drop_request_keys,
        "one-time codes that are over": upkeep_jobs.drop_codes,
        "failed tries of more than a day ago": upkeep_jobs.drop_tries,
    },
    checks={
        "personal numbers are sealed": checks.numbers_are_sealed,
        "erased people are shredded": checks.erased_people_are_shredded,
        "sign-ins end after they begin": checks.sign_ins_end_after_they_begin,
    },
    sealed_samples={
        "a phone": sealed_samples.open_a_phone,
        "a resident number": sealed_samples.open_a_number,
    },
    own_data_of_person=own_file.of_person,
    own_data_words=own_file.WORDS,
)
