# What the counter says in English.

welcome = Hello. Ask your customs question: France and the European Union with South-East Europe.
welcome-hint = Ctrl-D to leave. What the counter does not know goes to the customs attaché, if you wish.
serve-no-channel = No channel is configured (see README.md): the counter opens in this terminal.
serve-faq = { $entries } answers, { $countries } countries. Ctrl-D to leave.
prompt = You
language-name =
    { $code ->
        [fr] French
        [en] English
        [sr] Serbian
        [hr] Croatian
        [bs] Bosnian
        [cnr] Montenegrin
        [sq] Albanian
        [mk] Macedonian
        [bg] Bulgarian
        [ro] Romanian
        [el] Greek
        [hu] Hungarian
        [sl] Slovene
        [tr] Turkish
        [de] German
        [it] Italian
        [ru] Russian
       *[other] this language
    }

## Below an answer
note-verified = Sources read on { $date }.
note-draft = The customs attaché has not reviewed this answer yet.
note-stale = Some of this was due for review by { $date }: have it confirmed before you act.
note-language = This answer does not exist in { $asked } yet; here it is in { $given }.
closing-answer = Not your question? Put it in other words, or write “attaché” to have it passed on.
sources = Sources
related = See also

## The counter asks
clarify-country = Which country is it about?
clarify-question = What is your question about { $country }? For example: customs duty, VAT, proof of origin, parcels.
choose = Is your question one of these?
choose-none = None of these
choose-hint = Answer with a number, or put your question in other words.
choose-out-of-range = Choose a number from 1 to { $last }, or put your question in other words.

## To the attaché
escalate-offer = I have no reliable answer to this question, and I will not give you a wrong one.
escalate-offer-after = If that is not enough, I can pass your question on to the customs attaché.
escalate-offer-urgent = I can pass it on to the customs attaché as **urgent**.
escalate-offer-off-topic = This does not look like a customs question that I can answer.
escalate-consent = **Shall I pass it on to the customs attaché?** Your message, its language and the country are kept so that you can be answered, and deleted at the latest { $days } days after the case is closed. Answer “yes” or “no”; after “yes” you may add your company, the country and the deadline.
escalate-question = Write your question in one message: I will pass it on to the customs attaché.
escalate-done = It is passed on. Your reference: **{ $reference }**. The attaché's answer will reach you here.
escalate-done-urgent = It is passed on as **urgent**. Your reference: **{ $reference }**. The attaché's answer will reach you here.
escalate-attached = The same question is already waiting for an answer: you will receive it too. Your reference: **{ $reference }**.
escalate-details = To help the attaché, you may add in one message: company, country, deadline, declaration number. Otherwise answer “no” or ask another question.
details-declined = Very well, nothing more is added. Ask another question whenever you like.
escalate-declined = Very well, nothing is passed on. Ask another question whenever you like.
escalate-failed = I could not record your question: it is **not** passed on. Please try again in a moment; if it is urgent, contact the customs office.
store-failed = Recording failed: nothing was changed. Please try again in a moment.

## Cases
case-status = { $reference }: { $state }. Question received on { $date }.
case-state =
    { $state ->
        [open] waiting for the attaché
        [claimed] the attaché is working on it
        [awaiting_asker] the attaché is waiting for your reply
        [referred] passed to another service
        [answered] the answer is on its way to you
        [delivered] answered
        [closed] closed
        [withdrawn] withdrawn by you
        [rejected] not taken on
       *[other] in progress
    }
case-unknown = I find no case { $reference } of yours.
case-added = It is added to { $reference }.
case-replied = Your reply is passed on to the attaché ({ $reference }).
case-asked-back = Your message is passed on: { $reference } is open again.
case-withdrawn = { $reference } is withdrawn: the attaché will not answer it.
case-refused = This is no longer possible for { $reference }: { $state }.
notice-answer = **The customs attaché's answer to { $reference }**
notice-correction = **Correction of the customs attaché's answer to { $reference }**
notice-answer-hint = To reply, begin your message with { $reference }.
notice-question = **The customs attaché asks you, about { $reference }**
notice-question-hint = Reply by beginning your message with { $reference }.
notice-referral = **{ $reference } is passed to another service**
notice-rejection = **The customs attaché cannot take on { $reference }**
notice-your-question = Your question: { $question }

## Messages without a question
empty = Write your question, for example: “EUR.1 for Serbia?”
no-words = Noted. A customs question? Write it here.
too-long = Your message is too long ({ $length } characters, { $longest } at most). Keep the question and the essentials: goods, country, what is stopping you.
render-failed = This answer cannot be shown at the moment.
not-stored = Nothing of your message is recorded.
