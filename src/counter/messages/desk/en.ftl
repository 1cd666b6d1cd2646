# What the attaché and the attaché's staff read at the queue's desk, in English.

desk-the-asker = the asker
desk-who-when = { $who }, { $when }
desk-state =
    { $state ->
        [waiting] waiting
        [all] all
        [open] to be taken
        [claimed] taken
        [awaiting_asker] the asker has to reply
        [referred] referred
        [answered] answer under way
        [delivered] answer delivered
        [closed] closed
        [withdrawn] withdrawn
        [rejected] not dealt with
       *[other] other
    }
desk-direction =
    { $direction ->
        [export] export
        [import] import
       *[other] –
    }
desk-event =
    { $what ->
        [opened] question received
        [attached] attached to
        [detached] detached from
        [raised] made urgent with
        [claimed] taken
        [released] given back
        [asked] question to the asker
        [detail_added] the asker added a detail
        [referred] referred to an office
        [answered] answer
        [delivered] delivered
        [delivery_failed] not delivered yet
        [closed] closed
        [withdrawn] withdrawn
        [rejected] closed without an answer
        [reopened] opened again
        [rated] answer rated
       *[other] changed
    }

## The card
desk-urgent = URGENT
desk-question = Question
desk-reduced = The text of this case is erased; only its statistics are left.
desk-language = Language
desk-country = Country
desk-waits = Waits
desk-asked = Received
desk-holder = With
desk-followers = Followers
desk-followers-value-one = one more asks the same
desk-followers-value = { $count } more ask the same
desk-follows = Follows
desk-nearest = Nearest entries
desk-details = Details
desk-referred = Referred to
desk-answered = Answer
desk-delivery = Delivery
desk-delivery-under-way = under way
desk-delivery-done = { $how }, { $when }
desk-delivery-failed = not yet: { $how } ({ $when })
desk-rating = The asker says
desk-rating-value =
    { $rating ->
        [helpful] the answer helped
        [partly] it helped in part
       *[other] it did not help
    }
desk-events = History
desk-way-terminal = in the terminal
desk-way-direct = by direct message
desk-way-opened = direct messages closed, opened in private where the question was asked
desk-way-later = direct messages closed, shown at the asker's next visit
desk-way-told = direct messages closed, the asker has been told where the question was asked
desk-way-waits = direct messages closed, it waits for the asker's next visit

## The buttons
desk-claim = Claim
desk-take-over = Take the case over
desk-release = Give back
desk-detach = Deal with it by itself
desk-answer = Answer
desk-correct = Correct
desk-entries = Answer with an entry
desk-search = Search for an entry
desk-send = Send
desk-rewrite = Change before sending
desk-ask = Ask the asker
desk-refer = Refer
desk-close = Close
desk-abandon = Close without delivering it
desk-show = Case
desk-list = See the queue
desk-previous = Previous
desk-next = Next
desk-open-case = Open a case

## The forms
desk-form-answer = Answer { $reference }
desk-form-answer-text = Answer
desk-form-correct = Correct the answer to { $reference }
desk-form-ask = Ask the asker of { $reference }
desk-form-ask-text = Question
desk-form-refer = Refer { $reference }
desk-form-refer-office = Office
desk-form-refer-hint = Customs office of Lyon, +33 …
desk-form-refer-text = Message to the asker (optional)
desk-form-reject = Close { $reference } without an answer
desk-form-reject-text = Reason, for the asker
desk-form-search = Find an entry for { $reference }
desk-form-search-text = Question, words or the entry's name

## Answering with an entry
desk-entries-nearest = Entries near { $reference }:
desk-entries-found = Entries found for { $reference }:
desk-entries-none = There is no entry to offer for { $reference }.
desk-entries-choose = Choose an entry
desk-entry-preview = This is what the asker of { $reference } would receive ({ $language }):
desk-entry-cannot = This entry cannot answer this case: it is gone, or it needs a country.
desk-no-faq = The entries are not available at the moment.

## It is done
desk-done-claim = { $reference } is yours.
desk-done-release = { $reference } is back in the queue.
desk-done-answer = The answer to { $reference } is on its way to the asker.
desk-done-ask = The question is on its way to the asker of { $reference }.
desk-done-refer = { $reference } is referred; the asker is told.
desk-done-reject = { $reference } is closed; the reason is on its way to the asker.
desk-done-detach = { $reference } is dealt with by itself.
desk-done-close = { $reference } is closed.
desk-done-followers-one = It counts for one more asker.
desk-done-followers = It counts for { $count } more askers.

## It cannot be done
desk-not-yours = This is for the staff of the customs attaché alone.
desk-old-button = This button is not known any more. Please open the case with /queue show.
desk-unknown-case = There is no case { $reference }.
desk-refused-claimed = { $who } took { $reference } on { $when }.
desk-refused-answered = { $who } answered { $reference } already, on { $when }. Nothing was sent twice.
desk-refused-closed = { $reference } is closed: it opens again when its asker adds something.
desk-refused-withdrawn = The asker withdrew { $reference }: no answer is expected any more.
desk-refused-rejected = { $reference } was closed without an answer.
desk-refused-not-claimed = Nobody has taken { $reference }.
desk-refused-unanswered = { $reference } has no answer yet: answer it, refer it, or close it with a reason.
desk-refused-undelivered = The answer to { $reference } has not arrived yet: wait, or give up delivering it.
desk-refused-follows = { $reference } asks what { $leader } asks and gets the same answer: work on { $leader }, or deal with { $reference } by itself.
desk-refused-follows-none = { $reference } is dealt with by itself already.
desk-refused-no-text = The text for { $reference } is missing.
desk-refused-reduced = The text of { $reference } is erased: the question has to be asked anew.
desk-your-text = Your text is not lost

## The queue
desk-list-title = The queue, page { $page }
desk-list-empty = Nothing in this place of the queue.
desk-nothing-open = Nothing to take: nobody waits.
desk-no-reference = This is no reference: write it like G-7K3M.
desk-no-country = This is no country: choose it from the list, or write two letters such as RS.
desk-stats-title = { $count } cases in all
desk-stats-waiting = Waiting: { $count }, of them urgent: { $urgent }.
desk-stats-oldest = The oldest: { $reference }, { $since }.
desk-stats-median = Half of the answers took less than { $hours } h.
desk-stats-undelivered = On their way to the askers: { $count }, stuck: { $stuck }.

## Reminders
desk-call-urgent = **Urgent**: { $reference } waits.
desk-reminder = { $reference } still waits: { $since }.
desk-reminder-claimed = { $reference } still waits: { $since }. With { $who }.
desk-digest-title = The queue on { $date }
desk-digest-counts = To be taken: { $open } · taken: { $claimed } · with the asker: { $awaiting } · referred: { $referred } · urgent: { $urgent }
desk-digest-stuck = Answers that do not arrive: { $count }
desk-digest-more = … and { $count } more

## The command (100 characters at most)
desk-command = The queue of questions to the customs attaché
desk-command-name = queue
desk-option-list = What waits, the most urgent and oldest first
desk-option-list-name = list
desk-option-show = One case whole
desk-option-show-name = show
desk-option-next = The next case to take
desk-option-next-name = next
desk-option-stats = The figures of the queue
desk-option-stats-name = stats
desk-option-state = Only cases in this state
desk-option-state-name = state
desk-option-country = Only cases about this country
desk-option-country-name = country
desk-option-urgent = Only urgent cases
desk-option-urgent-name = urgent
desk-option-reference = The reference of the case
desk-option-reference-name = reference
