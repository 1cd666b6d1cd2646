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
note-other-question = I think that your message also asks something else: “{ $question }” Send it by itself and I will answer it.
closing-answer = Not your question? Put it in other words, or write “attaché” to have it passed on.
sources = Sources
related = See also

## The counter asks
clarify-country = Which country is it about?
clarify-question = What is your question about { $country }? For example: customs duty, VAT, proof of origin, parcels.
choose = Is your question one of these?
choose-one = Is this your question? If so, answer “yes”.
choose-none = None of these
choose-hint = Answer with a number, or put your question in other words.
choose-out-of-range = Choose a number from 1 to { $last }, or put your question in other words.

## To the attaché
escalate-offer = I have no reliable answer to this question, and I will not give you a wrong one.
escalate-offer-after = If that is not enough, I can pass your question on to the customs attaché.
escalate-offer-urgent = I can pass it on to the customs attaché as **urgent**.
escalate-offer-off-topic = This does not look like a customs question that I can answer.
escalate-consent = **Shall I pass it on to the customs attaché?** Your message, its language and the country are kept so that you can be answered, and deleted at the latest { $days } days after the case is closed.
escalate-consent-hint = Answer “yes” or “no”; after “yes” you may add your company, the country and the deadline.
escalate-question = Write your question in one message: I will pass it on to the customs attaché.
escalate-done = It is passed on. Your reference: **{ $reference }**. The attaché's answer will reach you here.
escalate-done-urgent = It is passed on as **urgent**. Your reference: **{ $reference }**. The attaché's answer will reach you here.
escalate-attached = The same question is already waiting for an answer: you will receive it too. Your reference: **{ $reference }**.
escalate-details = To help the attaché, you may add in one message: company, country, deadline, declaration number. Otherwise answer “no” or ask another question.
details-declined = Very well, nothing more is added. Ask another question whenever you like.
escalate-declined = Very well, nothing is passed on. Ask another question whenever you like.
escalate-too-many = You already have { $count } requests waiting for the attaché: this one is **not** passed on. Wait for an answer, or withdraw one that you no longer need.
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

## Discord
serve-discord = The counter opens in Discord: { $entries } answers, { $countries } countries. Ctrl-C to close it.
serve-no-discord = For Discord, set a token: README.md, “Discord”, says how to get one.
discord-unknown = I do not know this button any more. Please ask again with /ask.

### Buttons and menus (80 characters at most)
button-answered = That answers it
button-another = Another question
button-attache = Ask the attaché
button-consent = Yes, pass it on
button-decline = No, thank you
button-add = Add a detail
button-withdraw = Withdraw my request
button-withdraw-surely = Yes, withdraw
button-ask-back = Ask back
button-reply = Reply
button-rate = Rate the answer
button-open = Open (only you will see it)
button-newer = Newer
button-older = Older
button-back = All my requests
button-export = Get my data
button-forget = Delete everything
button-forget-surely = Yes, delete everything
menu-entries = Choose your question
menu-countries = Choose the country
menu-cases = Open a request

### Forms (45 characters at most)
form-another = Your question
form-attache = Pass on to the customs attaché
form-add = Add to { $reference }
form-question = Your question
form-question-hint = Goods, country, what is stopping you
form-details = Details (optional)
form-company = Company
form-country = Country
form-deadline = Deadline
form-detail = What you add
form-kept = By sending you agree that it is kept, and deleted { $days } days after the case is closed.

### What is said
discord-thanks = Thank you. Ask another question whenever you like.
discord-slow-down = You are asking many questions at once: please try again in { $seconds } seconds.
discord-closed = The counter is not open yet. Please try again in a moment.
discord-nothing-waits = Nothing waits for you here.
discord-not-yours = Only the person who asked can open the answer. Ask your own question with /ask.
discord-waits = something is waiting for you at the counter.
discord-mention = Your direct messages are closed: open the answer here, only you will see it.

requests-title = Your requests
requests-none = You have no requests. Ask a question with /ask.
requests-failed = Your requests cannot be read at the moment. Please try again in a moment.
requests-details = You added: { $details }
requests-answer = The customs attaché's answer
requests-withdraw = Withdraw { $reference }? The attaché will not answer it.

rating-question = Did the answer to { $reference } help you?
rating =
    { $rating ->
        [helpful] Yes
        [partly] In part
       *[unhelpful] No
    }
rating-thanks = Thank you, it is noted for { $reference }.

privacy = **What is kept**
    A question is stored only if you ask for it to be passed on to the attaché: its words, its language, the country, what you add, the answer and your Discord id, so that you can be answered. All of it is deleted at the latest { $days } days after the case is closed. Other questions are forgotten after some minutes; reports are never stored.
    Requests stored of you: **{ $count }**.
privacy-export = Here is everything that is stored of you.
privacy-forget = Delete everything? Requests that wait are withdrawn, and answers on their way will not reach you.
privacy-forgotten = It is deleted. Requests concerned: { $count }.

### Commands (name: 32 characters, lower case, no spaces; description: 100)
command-ask = ask
command-ask-description = Ask a customs question
command-message = Ask the counter
command-requests = requests
command-requests-description = Your requests to the customs attaché: where they stand, add to one, withdraw one
command-privacy = privacy
command-privacy-description = What is kept about you: get it, delete it
option-question = question
option-question-description = Your question, in your own words
option-country = country
option-country-description = The country it is about
option-public = public
option-public-description = Show the answer to everyone in this channel
## The site (guichet export --format html)
site-title = Customs questions: France and South-East Europe
site-lead = Answers with their sources and dates. A general answer replaces neither the law nor the advice of the competent customs office.
site-footer = Pages made from the counter's FAQ. Texts: Licence Ouverte 2.0 (Etalab). When in doubt, ask the competent customs office before you act.
site-skip = Skip to content
site-languages = Languages
site-search = Search
site-search-hint = A word, a form, a country; accents do not matter
site-search-found = Answers found:
site-search-none = Nothing found. Try another word.
site-topics = Topics
site-countries = Countries
site-contents = On this page
site-by-country = What differs by country
site-country-needed = The answer depends on the country:
site-country-sources = Sources for this country
site-facts = All facts on:
site-checked = read on { $date }
site-unread = cited without having been read
site-review = To be reviewed by { $date }.
site-yes = yes
site-no = no
site-fact =
    { $key ->
        [agreement] Agreement with the European Union
        [origin] Proof of origin
        [transit] Common transit
        [tir] TIR carnets
        [ata] ATA carnets
        [vat] VAT
        [parcels] Parcels
        [gifts] Gifts
        [travellers] Travellers
        [cash] Cash
        [cars] Cars
        [licences] Licences and controls
        [registration] Registration of traders
        [documents] Declaration and documents
        [borders] Border crossings
        [special] Special cases
        [authority] Customs administration
       *[other] Other facts
    }
site-field =
    { $key ->
        [eu_member] Member of the European Union
        [currency] Currency
        [name] Name
        [since] In force since
        [eur1] EUR.1 certificate
        [origin_declaration] Origin declaration on the invoice
        [declaration_limit] Value up to which any exporter may make it out
        [atr] A.TR certificate
        [cefta] Party to CEFTA
        [pem] Party to the pan-Euro-Mediterranean Convention
        [common_transit] Common or Union transit
        [accepted] Accepted
        [body] Issuing body
        [months] Longest stay, in months
        [vat_name] Local name
        [standard] Standard rate
        [reduced] Reduced rates
        [local_name] Name in the country
        [url] Site
       *[other] Other
    }
