//! What is left of words in the files of the database.

use guichet::queue::EscalationRef;

use crate::discord::{Discord, User};
use crate::discord_counter::Counter;
use crate::small_faq::BEYOND;

const DAY: u64 = 86_400;

/// Asks what no entry answers and has it passed on with these details; the case.
async fn pass_on(counter: &Counter, user: &User, details: &str) -> EscalationRef {
    let offered = user.slash("ask", [("question", BEYOND)]).await;
    let form = offered.press("transmettre").await.modal();
    form.fill([("Précisions", details)]).submit().await;
    counter.cases().await.last().unwrap().reference
}

/// No bytes of these words are in the database or its log.
fn assert_unwritten(counter: &Counter, words: &str) {
    assert_eq!(counter.files_with(words), [""; 0]);
}

#[tokio::test]
async fn a_report_leaves_no_bytes_in_the_database_and_its_log() {
    let discord = Discord::start().await;
    let mut counter = Counter::open(&discord).await;
    let secret = "zibeline4711";
    let report = format!("je veux signaler un trafic de cigarettes, dépôt {secret}");

    let commands = discord.named("commands", "fr");
    let told = commands.slash("ask", [("question", &*report)]).await;
    assert!(told.says("OLAF"), "{}", told.text());
    let offered = commands.slash("ask", [("question", BEYOND)]).await;
    for field in ["Votre question", "Précisions"] {
        let form = offered.press("transmettre").await.modal();
        let told = form.fill([(field, &*report)]).submit().await;
        assert!(told.says("OLAF"), "{field}: {}", told.text());
    }

    let messages = discord.named("messages", "fr");
    let told = messages.dm(&report).await;
    assert!(told.says("OLAF"), "{}", told.text());
    // Also when something else is expected of them.
    messages.dm(BEYOND).await;
    let told = messages.dm(&report).await;
    assert!(told.says("OLAF"), "{}", told.text());

    let mentions = discord.named("mentions", "fr");
    let channel = discord.channel();
    let said = mentions.says(&channel, &report);
    let told = mentions.context_menu("Demander au guichet", &said).await;
    assert!(told.says("OLAF"), "{}", told.text());
    let bot = discord.application_id();
    mentions.says(&channel, &format!("<@{bot}> {report}"));
    mentions.inbox().wait_for_words("OLAF").await;

    assert!(counter.cases().await.is_empty());
    assert_unwritten(&counter, secret);

    // As a detail of a case, in a form and in a message.
    let done = commands.slash("ask", [("question", BEYOND)]).await;
    let form = done.press("transmettre").await.modal();
    let done = form.fill([("Précisions", "hermine4712")]).submit().await;
    let form = done.press("Ajouter un détail").await.modal();
    let told = form
        .fill([("Ce que vous ajoutez", &*report)])
        .submit()
        .await;
    assert!(told.says("OLAF"), "{}", told.text());
    messages.dm(BEYOND).await;
    messages.dm("oui").await;
    let told = messages.dm(&report).await;
    assert!(told.says("OLAF"), "{}", told.text());

    assert_eq!(counter.cases().await.len(), 2);
    // What is stored is found: so the report would be.
    assert!(!counter.files_with("hermine4712").is_empty());
    assert_unwritten(&counter, secret);
    counter.stop().await;
    assert!(!counter.files_with("hermine4712").is_empty());
    assert_unwritten(&counter, secret);
}

#[tokio::test]
async fn addresses_and_telephone_numbers_are_masked_where_others_read_the_question() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let contacts = "je n'ai pas d'EORI, écrivez à jean@example.org ou au 06 12 34 56 78";
    let user = discord.user("fr");
    let public = [("question", contacts), ("public", "true")];
    let shown = user.slash("ask", public).await;
    assert!(!shown.is_private(), "{}", shown.text());
    let seen = discord.named("passer-by", "fr").sees(&discord.channel());
    assert!(seen.says("écrivez à j…@… ou au 0 … 78"), "{}", seen.text());
    let raw = format!("{:?}", seen.raw());
    assert!(!raw.contains("jean@") && !raw.contains("12 34"), "{raw}");
    // Whoever asked hands on what they wrote; somebody else what they read.
    let own = shown.press("Demander à l'attaché").await.modal();
    assert_eq!(own.value("Votre question"), contacts);
    let others = seen.press("Demander à l'attaché").await.modal();
    assert!(others.value("Votre question").contains("j…@…"));
    own.submit().await;
    assert_eq!(counter.case().await.question, contacts);
    // Read by the asker alone it stands as it was written.
    let shown = user.slash("ask", [("question", contacts)]).await;
    assert!(shown.is_private() && shown.says("jean@example.org"));
}

#[tokio::test]
async fn a_counter_that_stays_open_forgets_old_cases_on_the_day_promised() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let later = |days: u64| {
        counter.later((days * DAY).cast_signed());
        discord.advance(std::time::Duration::from_secs(days * DAY));
    };
    let user = discord.user("fr");
    let old = pass_on(&counter, &user, "zibeline4711").await;
    counter.answer(old, "Voici.").await;
    counter.event(old, "delivered direct message").await;
    let waiting = pass_on(&counter, &user, "hermine4712").await;
    later(200);
    let newer = pass_on(&counter, &user, "martre4713").await;
    counter.answer(newer, "Voilà.").await;
    counter.event(newer, "delivered direct message").await;
    assert!(!counter.files_with("zibeline4711").is_empty());

    later(166);
    counter.reduced(old, "zibeline4711").await;
    // What still waits is owed an answer, however old it is.
    for kept in [waiting, newer] {
        let case = counter.store().get(kept).await.unwrap();
        assert!(case.reduced_at.is_none() && case.question == BEYOND);
    }
    later(200);
    counter.reduced(newer, "martre4713").await;
}
