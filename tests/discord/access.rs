//! Who may do what: each test tries a door that is closed to whoever tries it. `SECURITY.md` lists the doors with these tests.

use guichet::queue::{Action, EscalationRef, State};

use crate::discord::{Discord, User, View};
use crate::discord_counter::Counter;
use crate::discord_desk::{Desk, QUESTION};

/// What whoever has not the role is told.
const REFUSED: &str = "réservé à l'équipe de l'attaché";

/// What stands in a case and is nobody else's business.
const SECRET: &str = "zibeline4711";

/// Passes a question on, with details; the case.
async fn pass_on(counter: &Counter, user: &User) -> EscalationRef {
    let offered = user.slash("ask", [("question", QUESTION)]).await;
    let form = offered.press("transmettre").await.modal();
    form.fill([("Précisions", SECRET)]).submit().await;
    counter.cases().await.last().unwrap().reference
}

/// Every custom id on the attaché's side, for one case.
fn desk_presses(case: EscalationRef) -> Vec<String> {
    let of_a_case = [
        "claim", "release", "detach", "answer", "entries", "search", "preview", "ask", "refer",
        "close", "reject", "abandon", "show",
    ];
    let mut ids: Vec<String> = of_a_case
        .iter()
        .map(|what| format!("q1:{what}:{case}"))
        .collect();
    ids.extend(
        ["takeover", "correct"]
            .iter()
            .map(|what| format!("q1:{what}:{case}:1795000000")),
    );
    ids.extend(
        ["send", "rewrite"]
            .iter()
            .map(|what| format!("q1:{what}:{case}:operators/eori-number")),
    );
    ids.extend([
        format!("q1:show:{case}:urgent"),
        "q1:open".to_owned(),
        "q1:list:all:-:-:0".to_owned(),
        "q1:digest:2026-11-24".to_owned(),
        "q0:claim".to_owned(),
    ]);
    ids
}

/// Every form on the attaché's side, for one case.
fn desk_forms(case: EscalationRef) -> Vec<String> {
    let mut ids: Vec<String> = ["answer", "ask", "refer", "reject", "search"]
        .iter()
        .map(|what| format!("q1:{what}:{case}"))
        .collect();
    ids.push(format!("q1:correct:{case}:1795000000"));
    ids.push(format!("q1:rewrite:{case}:operators/eori-number"));
    ids
}

/// Somebody tries everything on the attaché's side, and gets nowhere.
async fn tries_the_desk(desk: &Desk, who: &User, at: &View, case: EscalationRef) {
    let before = desk.case(case).await;
    let assert_refused = |what: &str, told: &View| {
        let text = told.text();
        assert!(
            text.contains(REFUSED) && told.is_private(),
            "{what}: {text}"
        );
        assert!(
            !text.contains(SECRET) && !text.contains(QUESTION),
            "{what}: {text}"
        );
    };
    for id in desk_presses(case) {
        assert_refused(&id, &who.press_custom_id(at, &id).await);
        let picked = who.pick_custom_id(at, &id, &[&case.to_string()]).await;
        assert_refused(&id, &picked);
    }
    for id in desk_forms(case) {
        let told = who
            .forge_modal(&id, &[("text", "Faux."), ("office", "Faux.")])
            .await;
        assert_refused(&id, &told);
    }
    let after = desk.case(case).await;
    assert_eq!(
        (after.state, after.events.len()),
        (before.state, before.events.len())
    );
}

/// Every Rust file below a folder, as one text.
fn code_below(folder: &std::path::Path) -> String {
    let mut code = String::new();
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            code += &code_below(&path);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            code += &std::fs::read_to_string(&path).unwrap();
        }
    }
    code
}

#[test]
fn every_test_that_the_page_on_security_names_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let code = code_below(&root.join("src")) + &code_below(&root.join("tests"));
    let is_of_a_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let named: Vec<&str> = page
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| name.matches('_').count() > 3 && name.chars().all(is_of_a_name))
        .collect();
    assert!(named.len() > 30, "{named:?}");
    for name in named {
        assert!(
            code.contains(&format!("fn {name}(")),
            "there is no test {name}"
        );
    }
}

#[tokio::test]
async fn everything_on_the_attaches_side_is_refused_to_a_member_without_the_role() {
    let desk = Desk::open().await;
    let (case, card) = desk.card(desk.question(QUESTION).details(SECRET)).await;
    let nosy = desk.discord.named("Curieux", "fr");
    tries_the_desk(&desk, &nosy, &card, case).await;
    for option in ["reference", "country"] {
        let command = if option == "country" {
            "queue list"
        } else {
            "queue show"
        };
        let offered = nosy.autocomplete(command, option, "").await;
        assert!(offered.is_empty(), "{option}: {offered:?}");
    }
}

#[tokio::test]
async fn whoever_had_the_role_yesterday_can_do_nothing_with_what_is_open_on_their_screen() {
    let desk = Desk::open().await;
    let (case, card) = desk.card(desk.question(QUESTION).details(SECRET)).await;
    // The case is theirs, its form is open, the whole case and a list are on the screen.
    card.press("Prendre").await;
    let form = card.press("Répondre").await.modal();
    let whole = card.press("Dossier").await;
    assert!(whole.says(SECRET));
    let list = desk.ana.slash("queue list", []).await;
    let as_another = desk.as_boris(&card);
    desk.role.take(&desk.ana);
    let told = form.fill([("Réponse", "Trop tard.")]).submit().await;
    assert!(told.says(REFUSED), "{}", told.text());
    let told = list.pick(&case.to_string()).await;
    assert!(told.says(REFUSED), "{}", told.text());
    for command in ["queue list", "queue next", "queue stats"] {
        let told = desk.ana.forge_slash(command, []).await;
        assert!(told.says(REFUSED), "{command}: {}", told.text());
    }
    tries_the_desk(&desk, &desk.ana, &list, case).await;
    assert_eq!(desk.case(case).await.answer, None);
    assert_eq!(desk.received("Trop tard"), 0);
    // The others go on: the case is taken over.
    let taken = as_another.press("Répondre").await;
    assert!(taken.says("Reprendre"), "{}", taken.text());
}

#[tokio::test]
async fn a_role_of_another_server_opens_nothing_here_and_the_own_one_nothing_elsewhere() {
    let desk = Desk::open().await;
    let (case, _) = desk.card(desk.question(QUESTION).details(SECRET)).await;
    let other = desk.discord.another_guild("Ailleurs");
    other.invite_bot();
    let role = other.role("Attachés");
    let there = other.channel("file");
    let foreign = desk
        .discord
        .stranger("Ailleurs", "fr")
        .member_of(&other)
        .with_role(&role)
        .in_channel(&there);
    let own = foreign.says(&there, "bonjour");
    tries_the_desk(&desk, &foreign, &own, case).await;
    // One of the staff, in that other server and in direct messages: the role is not theirs there.
    other.join(&desk.ana);
    let ana = desk.ana.in_channel(&there);
    let own = ana.says(&there, "bonjour");
    tries_the_desk(&desk, &ana, &own, case).await;
    let message = desk.ana.dm("bonjour").await;
    tries_the_desk(&desk, &desk.ana.in_dm(), &message.last(), case).await;
}

#[tokio::test]
async fn whoever_learns_a_reference_sees_and_changes_nothing_of_the_case() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let owner = discord.named("Menuiserie", "fr");
    let case = pass_on(&counter, &owner).await;
    counter.answer(case, "Demandez un duplicata.").await;
    counter.event(case, "delivered").await;
    let before = counter.case().await;
    let thief = discord.named("Curieux", "fr");
    let nothing = |what: &str, told: &View| {
        let text = told.text();
        for words in [SECRET, QUESTION, "duplicata"] {
            assert!(!text.contains(words), "{what}: {text}");
        }
    };
    // In words: where it stands, something added, taken back.
    for text in [
        format!("{case}"),
        format!("{case} voici ma facture"),
        format!("{case} retirer"),
        format!("**{case}** : annuler"),
    ] {
        let told = thief.dm(&text).await;
        // A bare reference tells no language.
        let is_refused = told.says("Je ne trouve pas") || told.says("I find no case");
        assert!(is_refused, "{text}: {}", told.text());
        nothing(&text, &told);
    }
    // With forged buttons, menus and forms, on a message of their own.
    let own = thief
        .slash("ask", [("question", "je n'ai pas d'EORI")])
        .await;
    for what in ["rate", "rated", "add", "detail", "withdraw", "withdrawn"] {
        let id = match what {
            "rated" => format!("a1:{what}:{case}:yes"),
            _ => format!("a1:{what}:{case}"),
        };
        nothing(&id, &thief.press_custom_id(&own, &id).await);
    }
    let detail = format!("a1:detail:{case}");
    nothing(
        &detail,
        &thief.forge_modal(&detail, &[("detail", "Faux.")]).await,
    );
    let picked = thief
        .pick_custom_id(&own, "a1:case", &[&case.to_string()])
        .await;
    nothing("a1:case", &picked);
    for id in ["a1:open", "a1:cases:0", "a1:export"] {
        let told = thief.press_custom_id(&own, id).await;
        nothing(id, &told);
        for (_, bytes) in told.files() {
            let given = String::from_utf8_lossy(&bytes).into_owned();
            assert!(
                !given.contains(SECRET) && !given.contains(&case.to_string()),
                "{given}"
            );
        }
    }
    nothing("/requests", &thief.slash("requests", []).await);
    // Their own data are erased, and nobody else's.
    thief.press_custom_id(&own, "a1:forgotten").await;
    let after = counter.case().await;
    assert_eq!(after.question, QUESTION);
    assert_eq!(
        (after.state, after.events.len()),
        (before.state, before.events.len())
    );
    // To its owner all of this is open.
    let told = owner.dm(&format!("{case}")).await;
    let is_refused = told.says("Je ne trouve pas") || told.says("I find no case");
    assert!(
        told.says(&case.to_string()) && !is_refused,
        "{}",
        told.text()
    );
}

#[tokio::test]
async fn what_others_press_on_a_public_answer_is_theirs_and_touches_nothing_of_the_asker() {
    let discord = Discord::start().await;
    let counter = Counter::open(&discord).await;
    let asker = discord.named("Menuiserie", "fr");
    let question = "je n'ai pas d'EORI";
    asker
        .slash("ask", [("question", question), ("public", "true")])
        .await;
    let passer_by = discord.named("Curieux", "fr");
    let seen = passer_by.sees(&discord.channel());
    assert!(seen.says("Demandez-le en ligne"), "{}", seen.text());
    let form = seen.press("Demander à l'attaché").await.modal();
    let done = form.submit().await;
    let case = counter.case().await;
    assert!(done.is_private() && done.says(&case.reference.to_string()));
    assert_eq!(case.asker.id, passer_by.id().to_string());
    // The answer stands there for everybody as before.
    assert!(asker.sees(&discord.channel()).says("Demandez-le en ligne"));
    let none = asker.slash("requests", []).await;
    assert!(none.says("aucune demande"), "{}", none.text());
}

#[tokio::test]
async fn programs_and_webhooks_are_not_answered_wherever_they_write() {
    let discord = Discord::start().await;
    let mut counter = Counter::open(&discord).await;
    let channel = discord.channel();
    let call = format!("<@{}> je n'ai pas d'EORI", discord.application_id());
    let program = discord.program("Automate");
    program.send_dm("je n'ai pas d'EORI");
    program.says(&channel, &call);
    let person = discord.named("Menuiserie", "fr");
    person.says_by_webhook(&channel, &call);
    // A person is answered, once: not in the place of what the webhook wrote in their name.
    person.says(&channel, &call);
    person.inbox().wait_for_words("Demandez-le en ligne").await;
    counter.stop().await;
    assert_eq!(
        person.inbox().messages().len(),
        1,
        "{}",
        person.inbox().text()
    );
    let of_program = program.inbox().messages();
    assert_eq!(of_program.len(), 1, "the program's own message alone");
    // The two calls of others stand in the channel, and nothing below them.
    assert!(!person.sees(&channel).says("Demandez-le"));
    drop(of_program);
}

#[tokio::test]
async fn a_forged_form_brings_no_more_than_the_form_takes() {
    let desk = Desk::open().await;
    let discord = &desk.discord;
    let flood = |letter: &str| letter.repeat(20_000);
    let user = discord.named("Menuiserie", "fr");
    let asked = format!("{QUESTION} {}", flood("a"));
    let (company, details) = (flood("b"), flood("c"));
    let fields = [
        ("question", asked.as_str()),
        ("company", &company),
        ("country", &company),
        ("deadline", &company),
        ("details", &details),
        ("unknown", &details),
    ];
    user.forge_modal("a1:handover:-:175928847299117063", &fields)
        .await;
    for case in desk.counter.cases().await {
        assert!(case.question.chars().count() <= 4_000);
        let details = case.details.unwrap_or_default();
        assert!(
            details.chars().count() <= 3 * 250 + 1_500,
            "{}",
            details.len()
        );
    }
    let (case, _) = desk.usual().await;
    let added = flood("d");
    desk.asker
        .forge_modal(&format!("a1:detail:{case}"), &[("detail", &added)])
        .await;
    let details = desk.case(case).await.details.unwrap_or_default();
    assert!(details.chars().count() <= 4_000, "{}", details.len());
    let answer = flood("e");
    desk.ana
        .forge_modal(&format!("q1:answer:{case}"), &[("text", &answer)])
        .await;
    let answer = desk.case(case).await.answer.unwrap_or_default();
    assert!((1..=4_000).contains(&answer.chars().count()));
}

#[tokio::test]
async fn details_are_limited_as_questions_are() {
    let discord = Discord::start().await;
    let counter = Counter::open_with(&discord, |settings| settings.questions_per_minute = 3).await;
    let user = discord.named("Menuiserie", "fr");
    let case = pass_on(&counter, &user).await;
    let detail = format!("a1:detail:{case}");
    let mut slowed = 0;
    for _ in 0..5 {
        let told = user.forge_modal(&detail, &[("detail", "Encore.")]).await;
        slowed += usize::from(told.says("s'il vous plaît"));
    }
    let added = counter.case().await.details.unwrap_or_default();
    assert_eq!(
        (slowed, added.matches("Encore.").count()),
        (3, 2),
        "{added}"
    );
}

#[tokio::test]
async fn an_answer_given_while_it_was_withdrawn_or_erased_reaches_nobody() {
    let desk = Desk::open().await;
    let (case, card) = desk.usual().await;
    let form = card.press("Répondre").await.modal();
    let by = guichet::queue::Actor::Asker(desk.case(case).await.asker);
    let now = desk.counter.now();
    let store = desk.counter.store();
    store.act(case, Action::Withdraw, &by, now).await.unwrap();
    let told = form.fill([("Réponse", "Trop tard.")]).submit().await;
    assert!(told.says("retir"), "{}", told.text());
    assert_eq!(desk.case(case).await.state, State::Withdrawn);
    assert_eq!(desk.received("Trop tard"), 0);
}
