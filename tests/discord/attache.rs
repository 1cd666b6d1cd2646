//! Working on the queue in Discord, as the attaché's staff sees it.

use guichet::queue::{Action, State};
use guichet::settings::{self, Overrides};
use jiff::SignedDuration;

use crate::discord::{Fault, permission};
use crate::discord_desk::{Desk, QUESTION};

const ANSWER: &str = "Demandez un duplicata au bureau d'émission.";
const SEND: &str = "POST /channels/{channel_id}/messages";

// ---- the card ----

#[tokio::test]
async fn a_case_is_a_card_with_all_that_is_known_of_it() {
    let desk = Desk::open().await;
    let question = desk
        .question(QUESTION)
        .details("Société *Menuiserie*, avant @everyone vendredi");
    let (reference, card) = desk.card(question).await;
    for words in [
        &format!("{reference} · à prendre"),
        QUESTION,
        "Langue: français",
        "Pays: Turquie (import)",
        "Attend: <t:",
        "62 % · Faut-il un EUR.1 pour ce pays ? (`origin/eur1-certificate`)",
        "11 % · Comment obtenir un numéro EORI ?",
        "Société *Menuiserie*",
    ] {
        assert!(card.says(words), "{words}: {}", card.text());
    }
    assert_eq!(
        card.labels(),
        [
            "Prendre",
            "Répondre",
            "Répondre avec une fiche",
            "Interroger le demandeur",
            "Transmettre à un service",
            "Clore",
            "Dossier"
        ]
    );
    assert!(!card.notified_anybody());
    assert!(
        desk.asker.sees(&desk.room).is_empty(),
        "the room is private"
    );
}

#[tokio::test]
async fn a_card_is_edited_as_its_case_changes_wherever_it_is_changed() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let told = card.press("Prendre").await;
    assert!(told.says(&format!("{reference} est à vous")) && told.is_private());
    card.wait_for_words("Chez: @Bureau").await;
    assert!(card.labels().contains(&"Rendre".to_owned()));
    // Somebody else asks the same.
    let mut other = desk.question(QUESTION);
    other = other.about(*b"TR");
    let follower = desk.ask(other).await;
    assert_eq!(desk.case(follower).await.follows, Some(reference));
    card.wait_for_words("une autre personne pose la même question")
        .await;
    // In a terminal.
    let by_hand = Action::Claim { force: true };
    desk.counter.attache(reference, by_hand).await;
    card.wait_for_words("Chez: attache").await;
    desk.asker_adds(reference, "en juin").await;
    card.wait_for_words("Précisions: en juin").await;
    // The follower goes its own way now, with a card of its own.
    desk.card_of(follower).await;
    assert_eq!(desk.posted(), 2);
}

#[tokio::test]
async fn what_the_asker_sees_of_it_is_told_on_the_card() {
    let desk = Desk::open().await;
    desk.asker.close_dms();
    let (_, card) = desk.usual().await;
    let form = card.press("Répondre").await.modal();
    form.fill([("Réponse", ANSWER)]).submit().await;
    card.wait_for_words("le demandeur est prévenu là où il a posé la question")
        .await;
}

#[tokio::test]
async fn an_urgent_case_calls_the_role_without_a_word_of_the_asker() {
    let desk = Desk::open().await;
    let (reference, card) = desk.card(desk.question(QUESTION).urgent()).await;
    let room = desk.ana.sees(&desk.room);
    room.wait_for_words(&format!("Urgent** : {reference} attend"))
        .await;
    assert!(card.says("🔴 URGENT") && !card.notified_anybody());
    let call = room.last();
    assert!(call.notified_role(&desk.role));
    assert!(!call.says("fournisseur"), "{}", call.text());
    let shown = call.press("Dossier").await;
    assert!(shown.says(QUESTION) && shown.is_private());
}

#[tokio::test]
async fn a_card_that_was_deleted_is_made_anew() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    card.delete_last();
    let again = desk.card_of(reference).await;
    assert!(again.says(QUESTION));
    again.press("Prendre").await;
    again.wait_for_words("Chez: @Bureau").await;
    assert_eq!(desk.posted(), 1);
}

#[tokio::test]
async fn a_card_whose_sending_was_lost_stands_there_once() {
    let desk = Desk::open().await;
    desk.discord.fail(2, SEND, Fault::LostAndClosed);
    let (_, card) = desk.usual().await;
    card.press("Prendre").await;
    card.wait_for_words("Chez: @Bureau").await;
    assert_eq!(desk.posted(), 1);
}

#[tokio::test]
async fn a_card_stays_within_what_discord_takes_whatever_was_written() {
    let desk = Desk::open().await;
    let long = "*@everyone_ <#1> ".repeat(230);
    let question = desk.question(&long).details(&long).urgent();
    let (reference, card) = desk.card(question).await;
    let form = card.press("Répondre").await.modal();
    form.fill([("Réponse", long.trim())]).submit().await;
    card.wait_for_words("Remise:").await;
    let shown = card.press("Dossier").await;
    shown.wait_for_words("Historique").await;
    assert!(shown.says(&format!("{reference} ·")));
    let list = desk.ana.slash("queue list", [("state", "all")]).await;
    assert_eq!(list.options().len(), 1);
    assert!(!shown.notified_anybody() && !list.notified_anybody());
}

#[tokio::test]
async fn whoever_has_everything_erased_is_gone_from_the_channel_too() {
    let desk = Desk::open().await;
    let (reference, _) = desk.usual().await;
    let asked = desk.asker.slash("privacy", []).await;
    asked
        .press("Tout effacer")
        .await
        .press("Oui, tout effacer")
        .await;
    let room = desk.ana.sees(&desk.room);
    room.wait_for(|text| !text.contains(&reference.to_string()))
        .await;
    assert_eq!(desk.posted(), 0);
}

#[tokio::test]
async fn a_channel_that_the_bot_may_not_write_in_is_written_in_once_it_may() {
    let desk = Desk::open().await;
    desk.room.deny_bot(permission::SEND_MESSAGES);
    let reference = desk.ask(desk.question(QUESTION)).await;
    desk.discord
        .requested("an attempt", |request| request.status == 403)
        .await;
    let everything = permission::VIEW_CHANNEL
        | permission::SEND_MESSAGES
        | permission::EMBED_LINKS
        | permission::READ_MESSAGE_HISTORY;
    desk.room.allow_bot(everything);
    desk.card_of(reference).await;
    assert_eq!(desk.posted(), 1);
}

#[tokio::test]
async fn confidential_matters_never_appear() {
    let desk = Desk::open().await;
    let report = "je veux signaler un trafic de cigarettes";
    let told = desk.asker.slash("ask", [("question", report)]).await;
    assert!(told.says("OLAF"), "{}", told.text());
    // What comes after it is there: so the report would be.
    desk.usual().await;
    let seen = desk.ana.sees(&desk.room);
    assert_eq!(desk.posted(), 1);
    assert!(!seen.says("trafic"), "{}", seen.text());
    assert_eq!(desk.counter.cases().await.len(), 1);
    assert!(!desk.ana.slash("queue list", []).await.says("trafic"));
}

// ---- two at once ----

#[tokio::test]
async fn of_two_who_claim_at_once_one_wins_and_the_other_is_told_who_and_when() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let (one, other) = tokio::join!(async { card.press("Prendre").await }, async {
        desk.as_boris(&card).press("Prendre").await
    });
    let (winner, loser, name) = if one.says("est à vous") {
        (one, other, "@Bureau")
    } else {
        (other, one, "@Greffe")
    };
    assert!(winner.says("est à vous"), "{}", winner.text());
    assert!(
        loser.says(&format!("{name} a pris {reference} le <t:")),
        "{}",
        loser.text()
    );
    assert!(!loser.notified_anybody());
    loser.press("Reprendre le dossier").await;
    let holder = if name == "@Bureau" {
        "@Greffe"
    } else {
        "@Bureau"
    };
    card.wait_for_words(&format!("Chez: {holder}")).await;
    // Whoever saw the claim of before cannot take over what was taken over meanwhile.
    let late = loser.press("Reprendre le dossier").await;
    assert!(late.says("est à vous"), "it is theirs: {}", late.text());
}

#[tokio::test]
async fn of_two_answers_one_is_delivered_and_the_other_given_back() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let one = card.press("Répondre").await.modal();
    let other = desk.as_boris(&card).press("Répondre").await.modal();
    let told = one.fill([("Réponse", ANSWER)]).submit().await;
    assert!(told.says(&format!("La réponse à {reference} part")));
    let told = other
        .fill([("Réponse", "Changez de *fournisseur*.")])
        .submit()
        .await;
    assert!(
        told.says(&format!("@Bureau a déjà répondu à {reference} le <t:")),
        "{}",
        told.text()
    );
    told.wait_for_words("Votre texte n'est pas perdu\nChangez de *fournisseur*.")
        .await;
    card.wait_for_words("Remise: par message privé").await;
    assert_eq!(desk.received(ANSWER), 1);
    assert_eq!(desk.received("Changez"), 0);
    assert_eq!(desk.case(reference).await.state, State::Delivered);
    // Sending the same again changes nothing.
    let form = told.press("Corriger").await.modal();
    assert_eq!(form.value("Réponse"), ANSWER);
    form.fill([("Réponse", "Un duplicata suffit.")])
        .submit()
        .await;
    desk.asker
        .inbox()
        .wait_for_words("Un duplicata suffit.")
        .await;
}

#[tokio::test]
async fn of_two_answers_sent_at_the_same_moment_one_is_delivered() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let texts = [
        "Demandez un duplicata au bureau.",
        "Changez plutôt de fournisseur.",
    ];
    let one = card.press("Répondre").await.modal();
    let other = desk.as_boris(&card).press("Répondre").await.modal();
    let told = [
        one.fill([("Réponse", texts[0])]).send(),
        other.fill([("Réponse", texts[1])]).send(),
    ];
    for view in &told {
        view.wait_for(|text| text.contains("part") || text.contains("a déjà répondu"))
            .await;
    }
    let winner = usize::from(!told[0].says(&format!("La réponse à {reference} part")));
    let loser = 1 - winner;
    let name = ["@Bureau", "@Greffe"][winner];
    let refused = format!("{name} a déjà répondu à {reference} le <t:");
    assert!(told[loser].says(&refused), "{}", told[loser].text());
    told[loser].wait_for_words(texts[loser]).await;
    card.wait_for_words("Remise: par message privé").await;
    let case = desk.case(reference).await;
    assert_eq!(case.answer.as_deref(), Some(texts[winner]));
    assert_eq!(desk.received(texts[winner]), 1);
    assert_eq!(desk.received(texts[loser]), 0);
}

#[tokio::test]
async fn a_correction_overrides_only_the_answer_that_was_seen() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let form = card.press("Répondre").await.modal();
    form.fill([("Réponse", ANSWER)]).submit().await;
    card.wait_for_words("Remise: par message privé").await;
    let one = card.press("Corriger").await.modal();
    let other = desk.as_boris(&card).press("Corriger").await.modal();
    // The answer's second tells one answer from another.
    desk.counter.later(5);
    one.fill([("Réponse", "Première correction.")])
        .submit()
        .await;
    let told = other
        .fill([("Réponse", "Autre correction.")])
        .submit()
        .await;
    assert!(told.says("@Bureau a déjà répondu"), "{}", told.text());
    desk.asker
        .inbox()
        .wait_for_words("Première correction.")
        .await;
    assert_eq!(desk.received("Autre correction."), 0);
    assert!(
        desk.case(reference)
            .await
            .answer
            .unwrap()
            .starts_with("Première")
    );
}

// ---- what can be done ----

#[tokio::test]
async fn a_case_is_answered_with_one_of_the_nearest_entries() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let offered = card.press("Répondre avec une fiche").await;
    assert_eq!(
        offered.options(),
        [
            "Faut-il un EUR.1 pour ce pays ?",
            "Comment obtenir un numéro EORI ?"
        ]
    );
    let shown = offered.pick("Faut-il un EUR.1 pour ce pays ?").await;
    shown.wait_for_words("Oui, pour Turquie").await;
    assert!(shown.is_private());
    let told = shown.press("Envoyer").await;
    assert!(
        told.says(&format!("La réponse à {reference} part")),
        "{}",
        told.text()
    );
    let inbox = desk.asker.inbox();
    inbox.wait_for_words("Oui, pour Turquie").await;
    assert!(
        inbox.says("https://www.douane.gouv.fr/page"),
        "{}",
        inbox.text()
    );
}

#[tokio::test]
async fn an_entry_is_searched_for_and_written_on() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let offered = card.press("Répondre avec une fiche").await;
    let form = offered.press("Chercher une fiche").await.modal();
    let found = form.fill([("Question", "cadeau par colis")]).submit().await;
    assert!(
        found
            .options()
            .contains(&"Un cadeau envoyé par colis est-il taxé ?".to_owned())
    );
    assert!(
        !found.text().contains("trafic"),
        "no entry for reports: {}",
        found.text()
    );
    let long = found.pick("Un cadeau envoyé par colis").await;
    long.wait_for_words("Fin de la réponse.").await;
    assert_eq!(long.labels(), ["Envoyer"], "too long to be written on");

    let form = offered.press("Chercher une fiche").await.modal();
    let found = form
        .fill([("Question", "operators/eori-number")])
        .submit()
        .await;
    let shown = found.pick("EORI").await;
    shown.wait_for_words("Demandez-le en ligne").await;
    let form = shown.press("Modifier").await.modal();
    assert!(form.value("Réponse").contains("Demandez-le en ligne"));
    form.fill([("Réponse", "Demandez-le en ligne dès demain.")])
        .submit()
        .await;
    desk.asker.inbox().wait_for_words("dès demain").await;
    let by = desk.case(reference).await.answered_by.unwrap();
    assert_eq!(by, format!("discord:{}", desk.ana.id()));
}

#[tokio::test]
async fn the_asker_is_asked_and_the_reply_comes_back() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let form = card.press("Interroger le demandeur").await.modal();
    form.fill([("Question", "Quel numéro de lot ?")])
        .submit()
        .await;
    card.wait_for_words("le demandeur doit répondre").await;
    let inbox = desk.asker.inbox();
    inbox.wait_for_words("Quel numéro de lot ?").await;
    let form = inbox.press("Répondre").await.modal();
    form.fill([("Ce que vous ajoutez", "Le lot 42.")])
        .submit()
        .await;
    card.wait_for_words("Précisions: Le lot 42.").await;
    assert!(card.says(&format!("{reference} · pris")), "{}", card.text());
}

#[tokio::test]
async fn a_case_is_referred_then_closed() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let form = card.press("Transmettre").await.modal();
    form.fill([
        ("Service", "Bureau de Lyon"),
        ("Message", "Il est compétent."),
    ])
    .submit()
    .await;
    card.wait_for_words("Transmis à: Bureau de Lyon").await;
    desk.asker.inbox().wait_for_words("Bureau de Lyon").await;
    let told = card.press("Clore").await;
    assert!(
        told.says(&format!("{reference} est clos")),
        "{}",
        told.text()
    );
    card.wait_for_words("· clos").await;
    assert_eq!(card.labels(), ["Dossier"]);
}

#[tokio::test]
async fn closing_without_an_answer_takes_a_reason_for_the_asker() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let form = card.press("Clore").await.modal();
    form.fill([("Motif", "Cela relève du consulat.")])
        .submit()
        .await;
    desk.asker
        .inbox()
        .wait_for_words("Cela relève du consulat.")
        .await;
    card.wait_for_words("non traité").await;
    assert_eq!(desk.case(reference).await.state, State::Rejected);
}

#[tokio::test]
async fn a_case_is_given_back_and_followers_are_dealt_with_by_themselves() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    card.press("Prendre").await;
    card.wait_for_words("Chez: @Bureau").await;
    card.press("Rendre").await;
    card.wait_for_words("· à prendre").await;
    let follower = desk.ask(desk.question(QUESTION)).await;
    let asked_for = follower.to_string();
    let shown = desk
        .ana
        .slash("queue show", [("reference", asked_for.as_str())])
        .await;
    assert!(
        shown.says(&format!("Suit: {reference}")),
        "{}",
        shown.text()
    );
    shown.press("Traiter à part").await;
    desk.card_of(follower).await;
}

// ---- the command ----

#[tokio::test]
async fn the_queue_is_listed_in_pages_with_filters() {
    let desk = Desk::open().await;
    for number in 0..12 {
        let text = format!(
            "Question {number} sur le lot {}",
            "abcdefghijkl".repeat(number)
        );
        desk.ask(desk.question(&text).details("seule")).await;
    }
    let serbia = desk.question("Et pour Belgrade ?").about(*b"RS").urgent();
    let serbia = desk.ask(serbia).await.to_string();
    let list = desk.ana.slash("queue list", []).await;
    assert!(list.is_private() && list.says("page 1"), "{}", list.text());
    let first = list.options()[0].clone();
    assert!(first.starts_with(&serbia), "the urgent one first: {first}");
    list.press("Suivants").await;
    assert!(
        list.says("page 2") && list.options().len() == 3,
        "{}",
        list.text()
    );
    list.press("Précédents").await;
    let shown = list.pick(&serbia).await;
    shown.wait_for_words("question reçue").await;
    assert!(shown.says("Et pour Belgrade ?"));

    let urgent = desk.ana.slash("queue list", [("urgent", "true")]).await;
    assert_eq!(urgent.options().len(), 1);
    let serbian = desk.ana.slash("file liste", [("pays", "RS")]).await;
    assert_eq!(serbian.options().len(), 1, "{}", serbian.text());
    let none = desk.ana.slash("queue list", [("state", "clos")]).await;
    assert!(none.says("Rien à cet endroit"), "{}", none.text());
    let wrong = desk
        .ana
        .slash("queue list", [("country", "Belgrade")])
        .await;
    assert!(wrong.says("Ce n'est pas un pays"), "{}", wrong.text());
}

#[tokio::test]
async fn the_next_case_one_case_and_the_figures_are_shown() {
    let desk = Desk::open().await;
    let nothing = desk.ana.slash("queue next", []).await;
    assert!(nothing.says("Rien à prendre"));
    let (normal, _) = desk.usual().await;
    let urgent = desk.question("Camion bloqué à Horgoš").urgent();
    let (urgent, _) = desk.card(urgent).await;
    let next = desk.ana.slash("queue next", []).await;
    assert!(next.says(&urgent.to_string()) && next.is_private());
    next.press("Prendre").await;
    let next = desk.ana.slash("queue next", []).await;
    assert!(next.says(&normal.to_string()), "{}", next.text());
    let offered = desk
        .ana
        .autocomplete("queue show", "reference", "horg")
        .await;
    assert_eq!(offered.len(), 1);
    assert_eq!(offered[0].value, urgent.to_string());
    let shown = desk
        .ana
        .slash("queue show", [("reference", "G-2222")])
        .await;
    assert!(shown.says("Il n'y a pas de dossier G-2222"));
    let shown = desk
        .ana
        .slash("queue show", [("reference", "belgrade")])
        .await;
    assert!(shown.says("Ce n'est pas une référence"), "{}", shown.text());
    let stats = desk.ana.slash("queue stats", []).await;
    assert!(
        stats.says("En attente : 2, dont urgents : 1."),
        "{}",
        stats.text()
    );
    // In the language of each member's own Discord.
    let english = desk.discord.named("Carl", "en-GB").with_role(&desk.role);
    let stats = english.slash("queue stats", []).await;
    assert!(
        stats.says("Waiting: 2, of them urgent: 1."),
        "{}",
        stats.text()
    );
}

// ---- who may ----

#[tokio::test]
async fn whoever_has_not_the_role_sees_and_does_nothing() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let nosy = desk.discord.named("Nosy", "fr");
    let refused = "réservé à l'équipe de l'attaché";
    let text = reference.to_string();
    for (command, options) in [
        ("queue list", vec![]),
        ("queue next", vec![]),
        ("queue stats", vec![]),
        ("queue show", vec![("reference", text.as_str())]),
    ] {
        let told = nosy.slash(command, options).await;
        assert!(
            told.says(refused) && told.is_private(),
            "{command}: {}",
            told.text()
        );
    }
    assert!(
        nosy.autocomplete("queue show", "reference", "G")
            .await
            .is_empty()
    );
    for action in ["claim", "answer", "entries", "close", "show"] {
        let forged = format!("q1:{action}:{reference}");
        let told = nosy.press_custom_id(&card, &forged).await;
        assert!(told.says(refused), "{action}: {}", told.text());
    }
    let forged = format!("q1:answer:{reference}");
    let told = nosy.forge_modal(&forged, &[("text", "Faux.")]).await;
    assert!(told.says(refused), "{}", told.text());
    assert_eq!(desk.case(reference).await.state, State::Open);

    // Whoever loses the role loses the queue with it.
    desk.role.take(&desk.boris);
    let forged = format!("q1:claim:{reference}");
    let told = desk.boris.press_custom_id(&card, &forged).await;
    assert!(told.says(refused), "{}", told.text());
}

#[tokio::test]
async fn a_member_of_another_server_and_a_direct_message_are_refused() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let forged = format!("q1:claim:{reference}");
    // Another server in which the bot is, with a role of the same name.
    let other = desk.discord.another_guild("Autre");
    other.invite_bot();
    let same_name = other.role("Attachés");
    let there = other.channel("file");
    let foreign = desk
        .discord
        .stranger("Étranger", "fr")
        .member_of(&other)
        .with_role(&same_name)
        .in_channel(&there);
    let own = foreign.says(&there, "bonjour");
    let told = foreign.press_custom_id(&own, &forged).await;
    assert!(told.says("réservé à l'équipe"), "{}", told.text());
    // The role counts for nothing outside its server: even for those who have it.
    let message = desk.ana.dm("bonjour").await;
    let told = desk.ana.in_dm().press_custom_id(&message, &forged).await;
    assert!(told.says("réservé à l'équipe"), "{}", told.text());
    assert!(!card.says("Chez:"));
    assert_eq!(desk.case(reference).await.state, State::Open);
}

#[tokio::test]
async fn forged_custom_ids_and_those_of_another_version_are_answered_politely() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let long = format!("q1:claim:{reference}:{}", "x".repeat(70));
    for forged in [
        "q1:",
        "q1:claim:G-OOOO",
        "q1:explode:G-7K3M",
        "q1:send:G-7K3M:../../secret",
        "q0:claim:17",
        "q2:claim:17:new",
        &long,
    ] {
        let told = desk.ana.press_custom_id(&card, forged).await;
        assert!(
            told.says("Ce bouton n'est plus connu") && told.is_private(),
            "{forged}: {}",
            told.text()
        );
    }
    let told = desk.ana.press_custom_id(&card, "q1:claim:G-2222").await;
    assert!(
        told.says("Il n'y a pas de dossier G-2222"),
        "{}",
        told.text()
    );
    let picked = format!("q1:preview:{reference}");
    let told = desk
        .ana
        .pick_custom_id(&card, &picked, &["fraud/report-trafficking"])
        .await;
    assert!(
        told.says("Cette fiche ne peut pas répondre"),
        "{}",
        told.text()
    );
    let empty = format!("q1:answer:{reference}");
    let told = desk.ana.forge_modal(&empty, &[("text", "  ")]).await;
    assert!(told.says("Il manque le texte"), "{}", told.text());
    assert_eq!(desk.case(reference).await.state, State::Open);
}

#[tokio::test]
async fn a_card_of_an_older_version_is_answered_politely_and_a_week_old_one_works() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let button = |id: &str| serde_json::json!({"type": 2, "style": 1, "label": "Ancien bouton", "custom_id": id});
    let rows = serde_json::json!([{"type": 1, "components": [button("q0:claim:17")]}]);
    desk.room
        .plant(&serde_json::json!({"content": "G-2222", "components": rows}));
    let told = desk.ana.sees(&desk.room).press("Ancien bouton").await;
    assert!(told.says("/queue show"), "{}", told.text());
    let week = 7 * 86_400;
    desk.counter.later(week);
    desk.discord
        .advance(std::time::Duration::from_secs(week.unsigned_abs()));
    let _desk = desk.restart().await;
    let told = card.press("Prendre").await;
    assert!(told.says(&format!("{reference} est à vous")));
}

#[test]
fn a_role_that_is_everyone_is_refused_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("local.toml");
    let text = "[discord]\nguild = \"17\"\nqueue_channel = \"18\"\nattache_role = \"17\"\n";
    std::fs::write(&path, text).unwrap();
    let overrides = Overrides {
        config: Some(path),
        ..Overrides::default()
    };
    let error = settings::load(&overrides).unwrap_err().to_string();
    assert!(error.contains("@everyone"), "{error}");
}

// ---- reminders ----

#[tokio::test]
async fn a_case_that_waits_long_is_recalled_once_also_after_a_restart() {
    let desk = Desk::open_with(|queue| queue.remind_after = SignedDuration::from_hours(4)).await;
    let (reference, card) = desk.usual().await;
    let recalled = format!("{reference} attend encore");
    let room = desk.ana.sees(&desk.room);
    desk.counter.later(3 * 3_600);
    card.press("Prendre").await;
    card.wait_for_words("Chez: @Bureau").await;
    assert!(!room.says(&recalled));
    desk.counter.later(3_600);
    room.wait_for_words(&recalled).await;
    let reminder = room.last();
    assert!(reminder.notified_role(&desk.role) && !reminder.says("fournisseur"));
    assert!(reminder.says("Chez @Bureau"), "{}", reminder.text());
    let desk = desk.restart().await;
    desk.counter.later(4 * 3_600);
    // A second case shows that the bot has looked.
    let second = desk.question("Et pour le vin ?").details("seule");
    let (second, _) = desk.card(second).await;
    desk.counter.later(4 * 3_600);
    room.wait_for_words(&format!("{second} attend encore"))
        .await;
    assert_eq!(room.text().matches(&recalled).count(), 1, "{}", room.text());
    // It waits again when its asker comes back.
    let form = card.press("Interroger").await.modal();
    form.fill([("Question", "Quel lot ?")]).submit().await;
    desk.asker_adds(reference, "le 42").await;
    desk.counter.later(4 * 3_600);
    room.wait_for(|text| text.matches(&recalled).count() == 2)
        .await;
}

#[tokio::test]
async fn the_digest_comes_once_in_the_morning_and_is_neither_repeated_nor_skipped() {
    // So many seconds after now it is eight o'clock.
    let now = jiff::Timestamp::now().as_second();
    let until = (8 * 3_600 - now).rem_euclid(86_400);
    let desk = Desk::open_with(|queue| queue.digest_at = "08:00".to_owned()).await;
    let room = desk.ana.sees(&desk.room);
    let (reference, _) = desk.usual().await;
    let before = room.text().matches("La file au").count();
    desk.counter.later(until + 1);
    room.wait_for(|text| text.matches("La file au").count() == before + 1)
        .await;
    let digest = room.last();
    assert!(digest.says("À prendre : 1"), "{}", digest.text());
    assert!(digest.says(&reference.to_string()) && !digest.notified_anybody());
    let list = digest.press("Voir la file").await;
    assert!(list.says(&reference.to_string()) && list.is_private());
    // The next one was missed: it comes when the counter opens again, and that of today does not.
    let mut desk = desk.restart().await;
    desk.counter.stop().await;
    desk.discord.disconnected().await;
    desk.counter.later(86_400 + 3_600);
    desk.counter = desk.counter.reopen(&desk.discord, |_, _| async {}).await;
    room.wait_for(|text| text.matches("La file au").count() == before + 2)
        .await;
    desk.discord.assert_clean();
}

// ---- restarts ----

#[tokio::test]
async fn a_restart_between_card_and_answer_keeps_card_buttons_and_forms() {
    let desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    card.wait_for_words("Dossier").await;
    let form = card.press("Répondre").await.modal();
    let desk = desk.restart().await;
    form.fill([("Réponse", ANSWER)]).submit().await;
    card.wait_for_words("Remise: par message privé").await;
    assert_eq!(desk.received(ANSWER), 1);
    let desk = desk.restart().await;
    let shown = card.press("Dossier").await;
    assert!(shown.says(&reference.to_string()), "{}", shown.text());
    assert_eq!(desk.posted(), 1);
}

#[tokio::test]
async fn what_changed_while_the_counter_was_closed_is_drawn_when_it_opens() {
    let mut desk = Desk::open().await;
    let (reference, card) = desk.usual().await;
    let (gone, old) = desk
        .card(desk.question("Et pour le vin ?").details("seule"))
        .await;
    desk.counter.stop().await;
    desk.discord.disconnected().await;
    old.delete_last();
    desk.counter = desk
        .counter
        .reopen(&desk.discord, |store, now| async move {
            let by = guichet::queue::Actor::Attache("terminal".to_owned());
            let claim = Action::Claim { force: false };
            store.act(reference, claim, &by, now).await.unwrap();
        })
        .await;
    card.wait_for_words("Chez: terminal").await;
    let again = desk.card_of(gone).await;
    assert!(again.says("Et pour le vin ?"));
    assert_eq!(desk.posted(), 2);
}
