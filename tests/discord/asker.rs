//! Asking in Discord, as who asks sees it.

use guichet::channels::discord::DiscordError;
use guichet::queue::{EventKind, Priority, State};

use crate::discord::{self, Discord, Fault, User, View, permission};
use crate::discord_counter::{Counter, settings};
use crate::small_faq::BEYOND;

/// Asks what no entry answers and has it passed on.
async fn pass_on(user: &User) -> View {
    let offered = user.slash("ask", [("question", BEYOND)]).await;
    let form = offered.press("transmettre").await.modal();
    form.submit().await
}

// ---- asking ----

#[tokio::test]
async fn a_question_is_answered_to_its_asker_alone_with_sources_and_a_date() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let reply = user
        .slash("ask", [("question", "Comment obtenir un numéro EORI ?")])
        .await;
    assert!(reply.is_private());
    for words in [
        "Comment obtenir un numéro EORI ?",
        "Demandez-le en ligne",
        "Sources",
        "https://www.douane.gouv.fr/page",
        "25 novembre 2026",
    ] {
        assert!(reply.says(words), "{words}: {}", reply.text());
    }
    assert_eq!(
        reply.labels(),
        ["Cela répond", "Autre question", "Demander à l'attaché"]
    );
    let other = discord.named("other", "en-GB");
    assert!(other.sees(&discord.channel()).is_empty());
    let thanked = reply.press("Cela répond").await;
    assert!(thanked.says("Merci"), "{}", thanked.text());
    assert!(reply.labels().is_empty());
}

#[tokio::test]
async fn the_country_is_a_menu_or_an_option() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let asked = user
        .slash("ask", [("question", "certificat de circulation EUR.1 ?")])
        .await;
    assert!(asked.says("De quel pays s'agit-il ?"), "{}", asked.text());
    assert_eq!(asked.options(), ["Monténégro", "Serbie", "Turquie"]);
    let answered = asked.pick("Serbie").await;
    assert!(answered.says("Oui, pour Serbie"), "{}", answered.text());

    let question = ("question", "certificat de circulation EUR.1 ?");
    let answered = user.slash("ask", [question, ("country", "TR")]).await;
    assert!(answered.says("Oui, pour Turquie"), "{}", answered.text());
    let answered = user
        .slash("ask", [question, ("country", "en Serbie")])
        .await;
    assert!(answered.says("Oui, pour Serbie"), "{}", answered.text());
}

#[tokio::test]
async fn questions_are_suggested_while_they_are_typed_in_the_users_language() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    let names = |choices: Vec<discord::Choice>| -> Vec<String> {
        choices.into_iter().map(|choice| choice.name).collect()
    };
    let french = discord.user("fr");
    let offered = names(french.autocomplete("ask", "question", "eo").await);
    assert_eq!(offered, ["Comment obtenir un numéro EORI ?"]);
    let english = discord.user("en-GB");
    let offered = names(english.autocomplete("ask", "question", "certificat").await);
    assert_eq!(offered, ["Do I need a EUR.1 for this country?"]);
    let offered = names(french.autocomplete("ask", "country", "se").await);
    assert_eq!(offered, ["Serbie"]);
    assert!(!names(french.autocomplete("ask", "question", "").await).is_empty());
}

#[tokio::test]
async fn an_answer_is_public_if_asked_for_and_a_report_never_is() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    let (user, other) = (discord.user("fr"), discord.named("other", "fr"));
    let public = ("public", "true");
    user.slash("ask", [("question", "je n'ai pas d'EORI"), public])
        .await;
    assert!(other.sees(&discord.channel()).says("Demandez-le en ligne"));
    let report = user
        .slash("ask", [("question", "je veux signaler un trafic"), public])
        .await;
    assert!(
        report.says("OLAF") && report.is_private(),
        "{}",
        report.text()
    );
    assert!(!report.says("je veux signaler"), "{}", report.text());
    let offer = user.slash("ask", [("question", BEYOND), public]).await;
    assert!(offer.is_private(), "{}", offer.text());
}

#[tokio::test]
async fn a_direct_message_a_mention_and_a_menu_ask_the_same() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let reply = user.dm("je n'ai pas d'EORI").await;
    assert!(reply.says("Demandez-le en ligne"), "{}", reply.text());

    let other = discord.named("other", "fr");
    let channel = discord.channel();
    let said = other.says(&channel, "où s'inscrire pour un EORI");
    let reply = user.context_menu("Demander au guichet", &said).await;
    assert!(reply.says("Demandez-le en ligne") && reply.is_private());

    let bot = discord.application_id();
    other.says(&channel, &format!("<@{bot}> délai pour avoir un EORI"));
    other.inbox().wait_for_words("Demandez-le en ligne").await;
    let third = discord.named("third", "fr");
    assert!(!third.sees(&channel).says("Demandez-le en ligne"));
}

#[tokio::test]
async fn who_takes_no_direct_messages_opens_the_reply_to_a_mention_alone() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let (user, other) = (discord.user("fr"), discord.named("other", "fr"));
    user.close_dms();
    let channel = discord.channel();
    let told = user.mention(&channel, "délai pour avoir un EORI").await;
    assert!(!told.says("Demandez-le"), "{}", told.text());
    let seen = other.sees(&channel).press("Ouvrir").await;
    assert!(seen.says("Seule la personne"), "{}", seen.text());
    let opened = told.press("Ouvrir").await;
    assert!(opened.says("Demandez-le en ligne") && opened.is_private());
    // After a restart the mention is read again.
    let _counter = counter.restart(&discord).await;
    let opened = told.press("Ouvrir").await;
    assert!(opened.says("Demandez-le en ligne"), "{}", opened.text());
}

#[tokio::test]
async fn a_long_answer_comes_in_parts_with_its_buttons_at_the_end() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let reply = user
        .slash("ask", [("question", "cadeau d'anniversaire par colis")])
        .await;
    reply.wait_for_words("Fin de la réponse").await;
    let parts = reply.messages();
    assert!(parts.len() > 1);
    let links = reply.text().matches("douane.gouv.fr/cadeaux").count();
    assert_eq!(links, 40);
    assert!(parts[0].labels().is_empty());
    assert!(!parts[parts.len() - 1].labels().is_empty());
}

#[tokio::test]
async fn the_reply_follows_the_question_and_else_the_users_language() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    let user = discord.user("en-US");
    let reply = user
        .slash(
            "ask",
            [("question", "Да ли је ЕОРИ број обавезан за увоз?")],
        )
        .await;
    assert!(reply.says("бесплатно"), "{}", reply.text());
    assert!(
        reply.says("Пита") || reply.says("Питај аташеа"),
        "{}",
        reply.text()
    );
    let none = user.slash("requests", []).await;
    assert!(none.says("You have no requests"), "{}", none.text());
    let mut offered = user.offered_commands();
    offered.sort();
    assert_eq!(offered, ["Ask the counter", "ask", "privacy", "requests"]);
}

// ---- to the attaché ----

#[tokio::test]
async fn a_form_says_what_is_kept_and_only_sending_it_stores_the_question() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let offered = user.slash("ask", [("question", BEYOND)]).await;
    assert!(offered.says("365 jours"), "{}", offered.text());
    let form = offered.press("transmettre").await.modal();
    discord
        .requested("a form that says so", |request| {
            request
                .body
                .to_string()
                .contains("accepter que ce soit conservé")
        })
        .await;
    assert_eq!(form.value("Votre question"), BEYOND);
    assert!(counter.cases().await.is_empty());
    let done = form
        .fill([
            ("Société", "Menuiserie"),
            ("Pays", "Turquie"),
            ("Échéance", "vendredi"),
            ("Précisions", "Lot 42"),
        ])
        .submit()
        .await;
    let case = counter.case().await;
    assert!(done.says(&case.reference.to_string()), "{}", done.text());
    assert!(done.is_private());
    assert_eq!(case.question, BEYOND);
    assert_eq!(case.country.map(|code| code.to_string()), Some("TR".into()));
    assert_eq!(
        case.details.as_deref(),
        Some("Société: Menuiserie\nÉchéance: vendredi\nLot 42")
    );
    assert_eq!(case.address, discord.channel().id().to_string());
}

#[tokio::test]
async fn a_form_sent_twice_is_one_case() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let offered = user.slash("ask", [("question", BEYOND)]).await;
    let first = offered.press("transmettre").await.modal().submit().await;
    let second = offered.press("transmettre").await.modal().submit().await;
    let case = counter.case().await;
    let reference = case.reference.to_string();
    assert!(first.says(&reference) && second.says(&reference));
}

#[tokio::test]
async fn a_refused_question_is_not_stored() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let offered = user.slash("ask", [("question", BEYOND)]).await;
    let closed = offered.press("Non merci").await;
    assert!(closed.says("je ne transmets rien"), "{}", closed.text());
    user.dm(BEYOND).await.press("Non merci").await;
    // A yes to nothing.
    user.dm("oui").await;
    assert!(counter.cases().await.is_empty());
}

#[tokio::test]
async fn a_lorry_at_the_border_is_urgent() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let reply = user
        .slash("ask", [("question", "Mon camion est bloqué à Horgoš")])
        .await;
    let done = reply.press("transmettre").await.modal().submit().await;
    assert!(done.says("urgent"), "{}", done.text());
    assert_eq!(counter.case().await.priority, Priority::Urgent);
}

#[tokio::test]
async fn a_report_is_not_stored_whatever_form_it_is_written_into() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let report = "je veux signaler un trafic de cigarettes";
    let offered = user.slash("ask", [("question", BEYOND)]).await;
    for field in ["Votre question", "Précisions"] {
        let form = offered.press("transmettre").await.modal();
        let reply = form.fill([(field, report)]).submit().await;
        assert!(reply.says("OLAF"), "{}", reply.text());
    }
    assert!(counter.cases().await.is_empty());
    let done = pass_on(&user).await;
    let form = done.press("Ajouter un détail").await.modal();
    let reply = form.fill([("Ce que vous ajoutez", report)]).submit().await;
    assert!(reply.says("OLAF"), "{}", reply.text());
    assert_eq!(counter.case().await.details, None);
}

#[tokio::test]
async fn buttons_and_menus_work_after_a_restart() {
    let discord = Discord::start().await;
    let mut counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let country = user
        .slash("ask", [("question", "certificat de circulation EUR.1 ?")])
        .await;
    let offered = user.slash("ask", [("question", BEYOND)]).await;
    counter = counter.restart(&discord).await;
    let answered = country.pick("Serbie").await;
    assert!(answered.says("Oui, pour Serbie"), "{}", answered.text());
    let form = offered.press("transmettre").await.modal();
    assert_eq!(form.value("Votre question"), BEYOND);
    counter = counter.restart(&discord).await;
    let done = form.submit().await;
    let case = counter.case().await;
    assert!(done.says(&case.reference.to_string()), "{}", done.text());
    assert_eq!(case.question, BEYOND);
    counter = counter.restart(&discord).await;
    let sure = done.press("Retirer ma demande").await;
    counter = counter.restart(&discord).await;
    sure.press("Oui, retirer").await;
    assert_eq!(counter.case().await.state, State::Withdrawn);
}

#[tokio::test]
async fn whatever_was_forged_is_answered_politely_and_does_nothing() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let done = pass_on(&user).await;
    let reference = counter.case().await.reference;
    let other = discord.named("other", "fr").in_channel(&discord.channel());
    let reply = other
        .slash("ask", [("question", "je n'ai pas d'EORI")])
        .await;
    for forged in [
        "nonsense",
        "a1:",
        "a1:drop",
        "a9:yes",
        "a1:rated:G-7K3M:wonderful",
        "a1:question",
        "a1:countries:../../etc/passwd",
    ] {
        let answer = other.press_custom_id(&reply, forged).await;
        assert!(
            answer.says("Je ne connais plus"),
            "{forged}: {}",
            answer.text()
        );
    }
    // Somebody else's case.
    let withdrawn = format!("a1:withdrawn:{reference}");
    let answer = other.press_custom_id(&reply, &withdrawn).await;
    assert!(answer.says("Je ne trouve pas"), "{}", answer.text());
    let answer = other
        .pick_custom_id(&reply, "a1:case", &[&reference.to_string()])
        .await;
    assert!(answer.says("Je ne trouve pas"), "{}", answer.text());
    let answer = other
        .forge_modal(&format!("a1:detail:{reference}"), &[("detail", "Faux")])
        .await;
    assert!(answer.says("Je ne trouve pas"), "{}", answer.text());
    let case = counter.case().await;
    assert_eq!((case.state, case.details), (State::Open, None));
    drop(done);
}

#[tokio::test]
async fn nobody_is_mentioned_by_an_askers_words() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let loud = format!("@everyone <@{}> **{BEYOND}**", discord.application_id());
    let offered = user.slash("ask", [("question", loud.as_str())]).await;
    let done = offered.press("transmettre").await.modal().submit().await;
    let list = user.slash("requests", []).await;
    for view in [&offered, &done, &list] {
        assert!(!view.notified_anybody(), "{}", view.text());
    }
    assert_eq!(counter.case().await.question, loud);
}

// ---- one's cases ----

#[tokio::test]
async fn an_asker_sees_their_cases_adds_to_one_and_withdraws_it() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    pass_on(&user).await;
    let reference = counter.case().await.reference.to_string();
    let list = user.slash("requests", []).await;
    assert!(
        list.says(&reference) && list.is_private(),
        "{}",
        list.text()
    );
    assert!(list.says("en attente de l'attaché"), "{}", list.text());
    let case = list.pick(&reference).await;
    let form = case.press("Ajouter un détail").await.modal();
    let added = form
        .fill([("Ce que vous ajoutez", "C'est pour vendredi.")])
        .submit()
        .await;
    assert!(added.says("C'est ajouté"), "{}", added.text());
    assert_eq!(
        counter.case().await.details.as_deref(),
        Some("C'est pour vendredi.")
    );
    let sure = case.press("Retirer ma demande").await;
    let gone = sure.press("Oui, retirer").await;
    assert!(gone.says("est retiré"), "{}", gone.text());
    let list = user.slash("requests", []).await;
    assert!(list.says("retirée par vous"), "{}", list.text());
    let other = discord.named("other", "fr");
    let none = other.slash("requests", []).await;
    assert!(none.says("aucune demande"), "{}", none.text());
}

#[tokio::test]
async fn what_is_stored_is_told_given_and_deleted_with_what_is_on_its_way() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    user.close_dms();
    let offered = user.in_dm().slash("ask", [("question", BEYOND)]).await;
    let form = offered.press("transmettre").await.modal();
    form.fill([("Société", "Menuiserie")]).submit().await;
    let reference = counter.case().await.reference;
    counter.answer(reference, "Demandez un duplicata.").await;
    counter.event(reference, "delivery_failed").await;

    let told = user.slash("privacy", []).await;
    assert!(told.says("365 jours") && told.says("1"), "{}", told.text());
    let given = told.press("Recevoir mes données").await;
    let files = given.files();
    let text = String::from_utf8(files[0].1.clone()).unwrap();
    for words in [BEYOND, "Menuiserie", "Demandez un duplicata"] {
        assert!(text.contains(words), "{text}");
    }
    assert!(!text.contains("\"attache\""), "{text}");
    let sure = told.press("Tout effacer").await;
    let done = sure.press("Oui, tout effacer").await;
    assert!(done.says("C'est effacé"), "{}", done.text());
    let case = counter.case().await;
    assert_eq!((case.question.as_str(), case.answer), ("", None));
    assert_eq!(case.asker.id, "");
    assert!(case.events.iter().all(|event| event.text.is_none()));
    user.open_dms();
    counter.later(2 * 24 * 3_600);
    let told = user.slash("privacy", []).await;
    assert!(told.says("**0**") || told.says("0"), "{}", told.text());
    assert!(user.inbox().is_empty() || !user.inbox().says("duplicata"));
}

// ---- limits ----

#[tokio::test]
async fn questions_a_minute_are_limited_with_a_polite_word() {
    let discord = Discord::start().await;
    let counter = Counter::open_with(&discord, |settings| settings.questions_per_minute = 2).await;
    let user = discord.user("fr");
    let question = [("question", "je n'ai pas d'EORI")];
    for _ in 0..2 {
        let reply = user.slash("ask", question).await;
        assert!(reply.says("Demandez-le"), "{}", reply.text());
    }
    let slower = user.slash("ask", question).await;
    assert!(slower.says("s'il vous plaît"), "{}", slower.text());
    let other = discord.named("other", "fr");
    assert!(other.slash("ask", question).await.says("Demandez-le"));
    counter.later(61);
    assert!(user.slash("ask", question).await.says("Demandez-le"));
}

#[tokio::test]
async fn open_cases_are_limited_in_direct_messages_too() {
    let discord = Discord::start().await;
    let counter = Counter::open_with(&discord, |settings| settings.open_cases = 1).await;
    let user = discord.user("fr");
    pass_on(&user).await;
    user.dm(BEYOND).await;
    let refused = user.dm("oui").await;
    assert!(refused.says("déjà 1 demandes"), "{}", refused.text());
    let offered = user.slash("ask", [("question", BEYOND)]).await;
    let refused = offered.press("transmettre").await.modal().submit().await;
    assert!(refused.says("pas** transmise") || refused.says("pas transmise"));
    assert_eq!(counter.cases().await.len(), 1);
}

#[tokio::test]
async fn two_hundred_ask_at_once_and_each_is_answered() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    let users: Vec<User> = (0..200)
        .map(|number| discord.named(&format!("user {number}"), "fr"))
        .collect();
    let views: Vec<View> = users
        .iter()
        .map(|user| user.send_slash("ask", [("question", "je n'ai pas d'EORI")]))
        .collect();
    for view in &views {
        view.wait_for_words("Demandez-le en ligne").await;
        assert!(view.is_private());
    }
}

// ---- the connection ----

#[tokio::test]
async fn a_bad_token_and_another_application_close_the_counter_and_say_why() {
    let discord = Discord::start().await;
    discord.tolerate("401");
    let mut bad = settings(&discord);
    bad.token = "MTA.bad.token".to_owned();
    let error = Counter::start(bad).await.ended().await;
    assert!(matches!(error, DiscordError::BadToken), "{error}");
    let mut other = settings(&discord);
    other.application = "42".to_owned();
    let error = Counter::start(other).await.ended().await;
    assert!(error.to_string().contains("not to 42"), "{error}");
}

#[tokio::test]
async fn a_discord_that_fails_at_first_is_waited_for() {
    let discord = Discord::start().await;
    discord.fail(2, "GET /gateway/bot", Fault::Status(503));
    let _counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let reply = user
        .slash("ask", [("question", "je n'ai pas d'EORI")])
        .await;
    assert!(reply.says("Demandez-le"), "{}", reply.text());
}

#[tokio::test]
async fn a_response_that_meets_errors_and_limits_is_given_all_the_same() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    let question = [("question", "je n'ai pas d'EORI")];
    let callback = "POST /interactions/{interaction_id}/{interaction_token}/callback";
    for fault in [
        Fault::Status(502),
        Fault::RateLimited(0.2),
        Fault::Close,
        Fault::Lost,
    ] {
        discord.fail(1, callback, fault);
        let reply = user.slash("ask", question).await;
        assert!(reply.says("Demandez-le"), "{fault:?}: {}", reply.text());
        assert_eq!(reply.messages().len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn messages_are_answered_once_however_the_connection_goes() {
    let discord = Discord::start().await;
    let _counter = Counter::open(&discord).await;
    let user = discord.user("fr");
    user.dm("bonjour").await;
    discord.cut_gateway();
    let first = user.send_dm("je n'ai pas d'EORI");
    first.wait_for_words("Demandez-le").await;
    discord.ask_to_reconnect();
    let second = user.send_dm("délai pour avoir un EORI");
    second.wait_for_words("Demandez-le").await;
    discord.invalidate_session();
    let third = user.send_dm("eori pour mon entreprise");
    third.wait_for_words("Demandez-le").await;
    let answers = user.inbox().text().matches("Demandez-le").count();
    assert_eq!(answers, 3, "{}", user.inbox().text());
}

#[tokio::test]
async fn what_is_amiss_in_the_attaches_server_is_told_with_what_to_do() {
    let logs = Logs::keep();
    let discord = Discord::start().await;
    let role = discord.role("Attachés");
    let private = discord.guild().private_channel("file", &role);
    let room = |channel: String, role: String| {
        let guild = discord.guild().id().to_string();
        move |settings: &mut guichet::settings::DiscordSettings| {
            settings.guild = guild;
            settings.queue_channel = channel;
            settings.attache_role = role;
        }
    };
    let (channel, role) = (private.id().to_string(), role.id().to_string());
    let public = discord.channel().id().to_string();
    let guild = discord.guild().id().to_string();

    let mut counter = Counter::open_with(&discord, room(channel.clone(), role.clone())).await;
    discord
        .requested("the check", |request| {
            request.route.ends_with("/members/{user_id}")
        })
        .await;
    counter.stop().await;
    assert!(!logs.text().contains("ERROR"), "{}", logs.text());

    private.deny_bot(permission::SEND_MESSAGES | permission::EMBED_LINKS);
    for (channel, role, words) in [
        (&channel, &role, "let it view the channel"),
        (&public, &role, "everybody can read the queue's channel"),
        (
            &channel,
            &"42".to_owned(),
            "make a role for the attaché's staff",
        ),
        (
            &channel,
            &guild,
            "is @everyone: anybody could work on the queue",
        ),
        (&"42".to_owned(), &role, "correct the id"),
    ] {
        let mut counter = Counter::open_with(&discord, room(channel.clone(), role.clone())).await;
        logs.wait_for(words).await;
        counter.stop().await;
        discord.disconnected().await;
    }
    let _counter = Counter::open_with(&discord, room(channel, role)).await;
    discord.guild().remove_bot();
    logs.wait_for("invite it again").await;
}

#[tokio::test]
async fn a_case_tells_its_events_without_the_askers_name() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let user = discord.named("Menuiserie du Port", "fr");
    pass_on(&user).await;
    let case = counter.case().await;
    assert_eq!(case.events[0].what, EventKind::Opened);
    assert!(!serde_json::to_string(&case).unwrap().contains("Menuiserie"));
}

/// What this thread's programs log.
struct Logs {
    written: std::sync::Arc<std::sync::Mutex<Vec<u8>>>,
    _guard: tracing::subscriber::DefaultGuard,
}

impl Logs {
    fn keep() -> Self {
        let written = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let to = std::sync::Arc::clone(&written);
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_max_level(tracing::Level::WARN)
            .with_writer(move || Pen(std::sync::Arc::clone(&to)))
            .finish();
        Self {
            written,
            _guard: tracing::subscriber::set_default(subscriber),
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.written.lock().unwrap()).into_owned()
    }

    async fn wait_for(&self, words: &str) {
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
        while !self.text().contains(words) {
            let in_time = tokio::time::Instant::now() < deadline;
            assert!(in_time, "{words:?} is not in:\n{}", self.text());
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
}

struct Pen(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Pen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
