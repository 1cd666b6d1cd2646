//! The stand-in for Discord is what it says: driven by serenity, and by a bot of a few lines.

use std::time::Duration;

use serenity::all::{
    ButtonStyle, ChannelId, CreateActionRow, CreateAllowedMentions, CreateAttachment, CreateButton,
    CreateCommand, CreateCommandOption, CreateEmbed, CreateMessage, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, EditMessage, GatewayIntents, GuildId, Http,
    HttpBuilder, HttpError, Nonce, RoleId, StatusCode, UserId,
};
use serenity::model::application::CommandOptionType;

use crate::discord::{Discord, Fault, Id, permission};
use crate::discord_bot::{self, Bot};

fn http(discord: &Discord) -> Http {
    HttpBuilder::new(discord.token())
        .proxy(discord.api())
        .ratelimiter_disabled(true)
        .application_id(discord.application_id().get().into())
        .build()
}

fn channel(id: Id) -> ChannelId {
    ChannelId::new(id.get())
}

/// The status and Discord's own code of an error.
fn refusal(error: serenity::Error) -> (u16, isize) {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            (response.status_code.as_u16(), response.error.code)
        }
        other => panic!("not refused, but: {other:?}"),
    }
}

fn words(text: &str) -> CreateMessage {
    CreateMessage::new().content(text)
}

// ---- the HTTP API ----

#[tokio::test]
async fn servers_people_and_roles_are_told() {
    let discord = Discord::start().await;
    let role = discord.role("Attachés");
    let user = discord.user("fr").with_role(&role);
    let http = http(&discord);
    assert_eq!(http.get_current_user().await.unwrap().name, "Guichet");
    let guild = GuildId::new(discord.guild().id().get());
    let found = http.get_guild(guild).await.unwrap();
    assert_eq!(found.name, "Douanes");
    assert!(found.roles.contains_key(&RoleId::new(role.id().get())));
    let member = http
        .get_member(guild, UserId::new(user.id().get()))
        .await
        .unwrap();
    assert_eq!(member.roles, [RoleId::new(role.id().get())]);
    assert_eq!(http.get_channels(guild).await.unwrap().len(), 1);
    let url = http.get_bot_gateway().await.unwrap().url;
    assert!(url.starts_with("ws://127.0.0.1:"), "{url}");
}

#[tokio::test]
async fn a_message_is_sent_edited_read_and_deleted() {
    let discord = Discord::start().await;
    let user = discord.user("fr");
    let (http, here) = (http(&discord), channel(discord.channel().id()));
    let embed = CreateEmbed::new()
        .title("EUR.1")
        .description("Un formulaire\\.")
        .field("Vérifié", "2026", true);
    let mut sent = here
        .send_message(&http, words("Bonjour").embed(embed))
        .await
        .unwrap();
    let seen = user.sees(&discord.channel());
    assert_eq!(seen.text(), "Bonjour\nEUR.1\nUn formulaire.\nVérifié: 2026");
    sent.edit(&http, EditMessage::new().content("Bonsoir"))
        .await
        .unwrap();
    assert!(seen.says("Bonsoir"));
    assert_eq!(
        http.get_message(here, sent.id).await.unwrap().content,
        "Bonsoir"
    );
    sent.delete(&http).await.unwrap();
    assert!(seen.is_empty());
    let gone = http.get_message(here, sent.id).await.unwrap_err();
    assert_eq!(refusal(gone), (404, 10008));
}

#[tokio::test]
async fn the_same_nonce_sends_once() {
    let discord = Discord::start().await;
    let (http, here) = (http(&discord), channel(discord.channel().id()));
    let once = || words("une fois").nonce(Nonce::String("g-7k3m-1".to_owned()));
    let first = here
        .send_message(&http, once().enforce_nonce(true))
        .await
        .unwrap();
    let second = here
        .send_message(&http, once().enforce_nonce(true))
        .await
        .unwrap();
    assert_eq!(first.id, second.id);
    here.send_message(&http, once()).await.unwrap();
    let user = discord.user("fr");
    assert_eq!(user.sees(&discord.channel()).messages().len(), 2);
}

#[tokio::test]
async fn closed_direct_messages_are_refused_with_50007() {
    let discord = Discord::start().await;
    let user = discord.user("fr");
    let http = http(&discord);
    let direct = UserId::new(user.id().get())
        .create_dm_channel(&http)
        .await
        .unwrap();
    direct.id.send_message(&http, words("un")).await.unwrap();
    user.close_dms();
    let error = direct.id.send_message(&http, words("deux")).await;
    assert_eq!(refusal(error.unwrap_err()), (403, 50007));
    user.open_dms();
    direct.id.send_message(&http, words("trois")).await.unwrap();
    assert_eq!(user.inbox().text(), "un\n\ntrois");
}

#[tokio::test]
async fn what_the_bot_may_not_do_is_refused() {
    let discord = Discord::start().await;
    let http = http(&discord);
    let role = discord.role("Attachés");
    let queue = discord.guild().private_channel("file", &role);
    let asker = discord.user("fr");
    let attache = discord.named("attaché", "fr").with_role(&role);
    let here = channel(queue.id());
    here.send_message(&http, words("Une demande"))
        .await
        .unwrap();
    assert!(attache.sees(&queue).says("Une demande"));
    assert!(asker.sees(&queue).is_empty());
    queue.deny_bot(permission::SEND_MESSAGES);
    let error = here.send_message(&http, words("x")).await.unwrap_err();
    assert_eq!(refusal(error), (403, 50001), "its own grant is replaced");
    discord.channel().deny_bot(permission::SEND_MESSAGES);
    let public = channel(discord.channel().id());
    let error = public.send_message(&http, words("x")).await.unwrap_err();
    assert_eq!(refusal(error), (403, 50013));
    queue.delete();
    let error = here.send_message(&http, words("x")).await.unwrap_err();
    assert_eq!(refusal(error), (404, 10003));
}

#[tokio::test]
async fn mentions_notify_only_whom_allowed_mentions_names() {
    let discord = Discord::start().await;
    let role = discord.role("Attachés");
    let user = discord.user("fr");
    let (http, here) = (http(&discord), channel(discord.channel().id()));
    let text = format!("{} <@&{}> @everyone", user.mention_text(), role.id());
    let none = words(&text).allowed_mentions(CreateAllowedMentions::new());
    here.send_message(&http, none).await.unwrap();
    let seen = user.sees(&discord.channel());
    assert_eq!(seen.text(), "@fr @Attachés @everyone");
    assert!(!seen.notified_anybody());
    let only_role = CreateAllowedMentions::new().roles([RoleId::new(role.id().get())]);
    here.send_message(&http, words(&text).allowed_mentions(only_role))
        .await
        .unwrap();
    assert!(seen.notified_role(&role) && !seen.notified(&user));
    here.send_message(&http, words(&text)).await.unwrap();
    assert!(seen.notified(&user));
}

#[tokio::test]
async fn files_arrive() {
    let discord = Discord::start().await;
    let user = discord.user("fr");
    let (http, here) = (http(&discord), channel(discord.channel().id()));
    let file = CreateAttachment::bytes(b"{\"a\":1}\r\n--".to_vec(), "export.json");
    here.send_files(&http, [file], words("voici"))
        .await
        .unwrap();
    let seen = user.sees(&discord.channel());
    assert_eq!(seen.text(), "voici\n📎 export.json");
    let files = seen.files();
    assert_eq!(files[0].1, b"{\"a\":1}\r\n--");
}

#[tokio::test]
async fn a_wrong_token_is_refused() {
    let discord = Discord::start().await;
    let old = http(&discord);
    discord.reset_token();
    let error = old.get_current_user().await.unwrap_err();
    assert_eq!(refusal(error).0, 401);
    http(&discord).get_current_user().await.unwrap();
}

#[tokio::test]
async fn faults_come_when_they_are_wanted() {
    let discord = Discord::start().await;
    let route = "POST /channels/{channel_id}/messages";
    let (http, here) = (http(&discord), channel(discord.channel().id()));
    let user = discord.user("fr");
    let seen = user.sees(&discord.channel());
    for fault in [Fault::Status(500), Fault::Close, Fault::Status(503)] {
        discord.fail(1, route, fault);
        assert!(here.send_message(&http, words("x")).await.is_err());
        assert!(seen.is_empty(), "{fault:?} does nothing");
    }
    discord.fail(1, route, Fault::RateLimited(0.25));
    let error = here.send_message(&http, words("x")).await.unwrap_err();
    assert_eq!(refusal(error).0, 429);
    for (fault, count) in [(Fault::Lost, 1), (Fault::LostAndClosed, 2)] {
        discord.fail(1, route, fault);
        assert!(here.send_message(&http, words("x")).await.is_err());
        assert_eq!(
            seen.messages().len(),
            count,
            "{fault:?} loses the answer only"
        );
    }
    here.send_message(&http, words("x")).await.unwrap();
}

#[tokio::test]
async fn limits_on_requests_are_kept_by_channel() {
    let discord = Discord::start().await;
    discord.limit(
        "POST /channels/{channel_id}/messages",
        2,
        Duration::from_millis(200),
    );
    let other = channel(discord.guild().channel("autre").id());
    let (http, here) = (http(&discord), channel(discord.channel().id()));
    for _ in 0..2 {
        here.send_message(&http, words("x")).await.unwrap();
    }
    let error = here.send_message(&http, words("x")).await.unwrap_err();
    assert_eq!(refusal(error).0, StatusCode::TOO_MANY_REQUESTS);
    other.send_message(&http, words("x")).await.unwrap();
    tokio::time::sleep(Duration::from_millis(220)).await;
    here.send_message(&http, words("x")).await.unwrap();
}

// ---- the judges ----

/// What Discord would not have of this message, which must be one thing.
async fn fault_of(message: CreateMessage) -> String {
    let discord = Discord::start().await;
    let here = channel(discord.channel().id());
    let sent = here.send_message(&http(&discord), message).await;
    let violations = discord.violations().join("\n");
    discord.tolerate("");
    assert_eq!(refusal(sent.unwrap_err()), (400, 50035), "{violations}");
    violations
}

#[tokio::test]
async fn documented_limits_are_enforced() {
    let long = |count: usize| "x".repeat(count);
    let button = |id: String| {
        CreateButton::new(id)
            .label("Oui")
            .style(ButtonStyle::Primary)
    };
    let row = |buttons| CreateMessage::new().components(vec![CreateActionRow::Buttons(buttons)]);
    let menu = |count: usize| {
        let options = (0..count)
            .map(|number| CreateSelectMenuOption::new("a", number.to_string()))
            .collect();
        let kind = CreateSelectMenuKind::String { options };
        CreateMessage::new().select_menu(CreateSelectMenu::new("m", kind))
    };
    let embeds = (0..2)
        .map(|_| CreateEmbed::new().description(long(3001)))
        .collect();
    let cases = [
        (
            CreateMessage::new().embeds(embeds),
            "6002 characters in all",
        ),
        (row(vec![button(long(101))]), "custom_id: 101 characters"),
        (
            row((0..6).map(|id| button(id.to_string())).collect()),
            "row: 6 of them",
        ),
        (
            row(vec![button("a".into()), button("a".into())]),
            "a stands twice",
        ),
        (
            row(vec![button("a".into()).label(long(81))]),
            "button.label: 81",
        ),
        (menu(26), "menu.options: 26"),
        (
            CreateMessage::new().content("x").enforce_nonce(true),
            "without a nonce",
        ),
        (
            CreateMessage::new().embed(CreateEmbed::new().title("x").field("", "y", false)),
            "embed.field.name: 0 characters",
        ),
    ];
    for (message, expected) in cases {
        let fault = fault_of(message).await;
        assert!(fault.contains(expected), "{expected}: {fault}");
    }
}

#[tokio::test]
async fn commands_are_judged_and_kept() {
    let discord = Discord::start().await;
    let http = http(&discord);
    let option = |name: &str| {
        CreateCommandOption::new(CommandOptionType::String, name, "Ce que vous demandez")
    };
    let good = CreateCommand::new("ask")
        .description("Ask")
        .name_localized("fr", "demander")
        .add_option(option("question").required(true).set_autocomplete(true))
        .default_member_permissions(serenity::all::Permissions::MANAGE_GUILD);
    let kept = http.create_global_commands(&[&good]).await.unwrap();
    let again = http.create_global_commands(&[&good]).await.unwrap();
    assert_eq!(kept[0].id, again[0].id, "the same name keeps its id");
    assert_eq!(discord.commands().len(), 1);
    discord.tolerate("PUT /applications");
    let bad = [
        (CreateCommand::new("Ask").description("x"), "\"Ask\""),
        (
            CreateCommand::new("ask")
                .description("x")
                .name_localized("sr", "pitaj"),
            "sr is none",
        ),
        (
            CreateCommand::new("ask")
                .description("x")
                .add_option(option("a"))
                .add_option(option("b").required(true)),
            "required after an optional one",
        ),
        (
            CreateCommand::new("ask").description("x".repeat(101)),
            "101 characters",
        ),
    ];
    for (command, _) in &bad {
        let error = http.create_global_commands(&[command]).await.unwrap_err();
        assert_eq!(refusal(error), (400, 50035));
    }
    let all = discord_bot::all_violations(&discord);
    for (_, expected) in bad {
        assert!(all.contains(expected), "{expected}: {all}");
    }
}

#[tokio::test]
async fn an_unknown_route_or_field_is_found_out() {
    let discord = Discord::start().await;
    let http = http(&discord);
    let here = channel(discord.channel().id());
    let pins = http.get_pins(here).await.unwrap_err();
    assert_eq!(refusal(pins).0, 404);
    let strange = serde_json::json!({"content": "x", "contents": "y"});
    let sent = http.send_message(here, Vec::new(), &strange).await;
    let all = discord_bot::all_violations(&discord);
    discord.tolerate("unknown route");
    discord.tolerate("contents");
    assert!(all.contains("an unknown route"), "{all}");
    if discord_bot::has_description() {
        assert_eq!(refusal(sent.unwrap_err()), (400, 50035));
        assert!(all.contains("'contents' was unexpected"), "{all}");
    }
}

#[tokio::test]
#[should_panic(expected = "Discord would not have it")]
async fn dropping_a_discord_with_violations_fails_the_test() {
    let discord = Discord::start().await;
    let _ = http(&discord)
        .get_pins(channel(discord.channel().id()))
        .await;
}

#[test]
fn without_the_description_the_limits_still_hold() {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["stand_in::documented_limits_are_enforced", "--exact"])
        .env("GUICHET_DISCORD_OPENAPI", "/nowhere/openapi.json")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("skipped: /nowhere/openapi.json"), "{said}");
}

// ---- the gateway and the people ----

#[tokio::test]
async fn a_command_is_answered_privately() {
    let (discord, _bot) = Bot::start().await;
    let (user, other) = (discord.user("fr"), discord.named("autre", "fr"));
    let reply = user.slash("echo", [("text", "bonjour")]).await;
    assert_eq!(reply.text(), "bonjour\n[Encore] [Formulaire] (Non)");
    assert!(reply.is_private());
    assert!(user.sees(&discord.channel()).says("bonjour"));
    assert!(other.sees(&discord.channel()).is_empty());
    assert_eq!(reply.labels(), ["Encore", "Formulaire"]);
}

#[tokio::test]
async fn commands_have_names_in_the_users_language() {
    let (discord, _bot) = Bot::start().await;
    let french = discord.user("fr");
    assert!(french.offered_commands().contains(&"répéter".to_owned()));
    let reply = french.slash("répéter", [("texte", "a")]).await;
    assert!(reply.says("a"));
    let english = discord.user("en-GB");
    assert!(english.offered_commands().contains(&"echo".to_owned()));
}

#[tokio::test]
async fn a_deferred_answer_is_waited_for_and_may_have_several_messages() {
    let (discord, _bot) = Bot::start().await;
    let reply = discord.user("fr").slash("slow", []).await;
    reply.wait_for_messages(2).await;
    assert_eq!(reply.text(), "enfin\n\net encore");
    assert!(reply.is_private(), "followups are as private as they say");
}

#[tokio::test]
async fn autocomplete_offers_choices() {
    let (discord, _bot) = Bot::start().await;
    let choices = discord.user("fr").autocomplete("echo", "text", "eur").await;
    let names: Vec<_> = choices.iter().map(|choice| choice.name.as_str()).collect();
    assert_eq!(names, ["eur 1", "eur 2"]);
}

#[tokio::test]
async fn buttons_update_menus_answer_and_forms_are_filled_in() {
    let (discord, _bot) = Bot::start().await;
    let user = discord.user("fr");
    let reply = user.slash("echo", [("text", "a")]).await;
    reply.press("Encore").await;
    assert_eq!(reply.text(), "a a\n▾ Combien: un | deux");
    let picked = reply.pick("deux").await;
    assert_eq!(picked.text(), "vous avez choisi 2");
    let reply = user.slash("echo", [("text", "b")]).await;
    let form = reply.press("Formulaire").await.modal();
    assert_eq!(form.title(), "Un formulaire");
    let sent = form.fill([("Société", "Menuiserie & fils")]).submit().await;
    assert_eq!(sent.text(), "Société : Menuiserie & fils");
}

#[tokio::test]
async fn direct_messages_and_mentions_are_read_and_other_messages_are_not() {
    let (discord, bot) = Bot::start().await;
    let user = discord.user("fr");
    assert_eq!(user.dm("bonjour").await.text(), "lu : bonjour");
    let reply = user.mention(&discord.channel(), "et ici ?").await;
    assert!(reply.text().contains("et ici ?"));
    user.says(&discord.channel(), "entre nous");
    user.dm("fin").await;
    assert!(!bot.heard().contains("entre nous"), "{}", bot.heard());
}

#[tokio::test]
async fn a_message_has_a_menu() {
    let (discord, _bot) = Bot::start().await;
    let (user, other) = (discord.user("fr"), discord.named("autre", "fr"));
    let message = other.says(&discord.channel(), "Où est mon colis ?");
    let reply = user.context_menu("Citer", &message).await;
    assert_eq!(reply.text(), "« Où est mon colis ? »");
}

#[tokio::test]
async fn whoever_gets_no_answer_is_told() {
    let (discord, _bot) = Bot::start().await;
    discord.patience(Duration::from_millis(300));
    discord.tolerate("waited in vain");
    let reply = discord.user("fr").slash("mute", []).await;
    assert!(reply.failed());
    assert_eq!(reply.text(), "(The application did not respond)");
}

#[tokio::test]
async fn an_interaction_is_answered_once_and_in_time() {
    let (discord, bot) = Bot::start().await;
    discord.patience(Duration::from_millis(100));
    discord.tolerate("waited in vain");
    let user = discord.user("fr");
    user.slash("mute", []).await;
    assert_eq!(bot.answer_the_mute().await, Ok(()));
    assert_eq!(bot.answer_the_mute().await, Err((400, 40060)));
    user.slash("mute", []).await;
    discord.advance(Duration::from_secs(4));
    assert_eq!(bot.answer_the_mute().await, Err((404, 10062)));
}

#[tokio::test]
async fn a_token_lives_fifteen_minutes() {
    let (discord, bot) = Bot::start().await;
    let reply = discord.user("fr").slash("echo", [("text", "a")]).await;
    bot.edit_last("b").await.unwrap();
    assert!(reply.says("b"));
    discord.advance(Duration::from_secs(15 * 60 + 1));
    assert_eq!(bot.edit_last("c").await, Err((401, 50027)));
}

#[tokio::test]
async fn anything_can_be_forged() {
    let (discord, _bot) = Bot::start().await;
    let user = discord.user("fr");
    let reply = user.slash("echo", [("text", "a")]).await;
    let forged = user.press_custom_id(&reply, "case:1:answer").await;
    assert_eq!(forged.text(), "je ne connais pas case:1:answer");
    assert!(user.slash("echo", [("text", "x")]).await.is_private());
    let stranger = discord
        .stranger("voisin", "fr")
        .member_of(&discord.another_guild("Autre"));
    let message = user.dm("à moi").await;
    let forged = stranger.press_custom_id(&message, "x").await;
    assert_eq!(forged.text(), "je ne connais pas x");
    assert!(!user.offered_commands().contains(&"secret".to_owned()));
    assert_eq!(user.forge_slash("secret", []).await.text(), "non");
}

#[tokio::test]
async fn a_cut_gateway_is_resumed_and_nothing_is_missed() {
    let (discord, bot) = Bot::start().await;
    let user = discord.user("fr");
    discord.cut_gateway();
    discord.disconnected().await;
    let inbox = user.send_dm("pendant la panne");
    inbox.wait_for_words("lu : pendant la panne").await;
    assert_eq!((discord.identified(), discord.resumed()), (1, 1));
    discord.ask_to_reconnect();
    discord.sessions(1, 2).await;
    assert_eq!(user.dm("encore").await.text(), "lu : encore");
    discord.invalidate_session();
    discord.sessions(2, 2).await;
    assert_eq!(user.dm("toujours").await.text(), "lu : toujours");
    assert_eq!(bot.heard().matches("pendant").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_people_at_once_lose_nothing_when_the_gateway_is_cut() {
    let (discord, _bot) = Bot::start().await;
    let mut people = tokio::task::JoinSet::new();
    for number in 0..200 {
        let user = discord.named(&number.to_string(), "fr");
        people.spawn(async move {
            let text = user.dm(&format!("question {number}")).await.text();
            assert_eq!(text, format!("lu : question {number}"));
            user
        });
    }
    for cut in 1..=3 {
        discord.cut_gateway();
        discord.sessions(1, cut).await;
    }
    for user in people.join_all().await {
        assert_eq!(user.inbox().messages().len(), 2, "one question, one answer");
    }
}

#[tokio::test]
async fn old_cards_are_pressed_and_deleted() {
    let (discord, _bot) = Bot::start().await;
    let user = discord.user("fr");
    discord.channel().plant(&serde_json::json!({
        "content": "vieux",
        "components": [{"type": 1, "components": [
            {"type": 2, "style": 1, "custom_id": "v0:claim", "label": "Prendre"},
        ]}],
    }));
    let card = user.sees(&discord.channel()).last();
    let reply = card.press("Prendre").await;
    assert_eq!(reply.text(), "je ne connais pas v0:claim");
    card.delete_last();
    assert!(card.is_empty());
}

#[tokio::test]
async fn a_wrong_first_response_is_found_out() {
    let (discord, bot) = Bot::start().await;
    let user = discord.user("fr");
    let reply = user.slash("echo", [("text", "a")]).await;
    discord.patience(Duration::from_millis(500));
    discord.tolerate("a response of type 7 to an interaction of type 2");
    discord.tolerate("waited in vain");
    assert!(user.slash("wrong", []).await.failed());
    assert!(reply.says("a"), "{}", bot.heard());
}

#[tokio::test]
async fn heartbeats_are_answered() {
    let discord = Discord::start().await;
    discord.heartbeat_every(Duration::from_millis(700));
    let _bot = Bot::join(&discord, Bot::INTENTS).await;
    discord.connected().await;
    discord.heartbeats(2).await;
    assert_eq!((discord.identified(), discord.resumed()), (1, 0));
}

#[tokio::test]
async fn intents_that_were_not_granted_end_the_bot() {
    let discord = Discord::start().await;
    let bot = Bot::join(&discord, Bot::INTENTS | GatewayIntents::MESSAGE_CONTENT).await;
    let error = bot.ended().await;
    assert!(error.contains("Disallowed"), "{error}");
}

#[tokio::test]
async fn a_bot_hears_that_it_was_removed_and_that_a_channel_is_gone() {
    let (discord, bot) = Bot::start().await;
    let other = discord.guild().channel("autre");
    other.delete();
    bot.hears("channel autre is gone").await;
    discord.guild().remove_bot();
    bot.hears("removed").await;
    discord.guild().invite_bot();
    bot.hears("in Douanes").await;
}

#[tokio::test]
async fn a_transcript_tells_what_was_done_and_read() {
    let (discord, _bot) = Bot::start().await;
    let user = discord.user("fr");
    let reply = user.slash("echo", [("text", "a")]).await;
    reply.press("Encore").await.pick("un").await;
    assert_eq!(
        user.transcript(),
        "> /echo text: a\n\na\n[Encore] [Formulaire] (Non)\n\n> [Encore]\n\na a\n▾ Combien: un | deux\n\n\
         > ▾ un\n\nvous avez choisi 1"
    );
}
