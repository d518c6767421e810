"""What people read when a rule refuses: a sentence for each machine code."""

from config.sentences import cash, common, desks, money
from uploads.forms import SENTENCES as UPLOAD_SENTENCES

# code → (what happened, what to do)
SENTENCES = (
    UPLOAD_SENTENCES
    | common.SENTENCES
    | money.SENTENCES
    | cash.SENTENCES
    | desks.SENTENCES
)
