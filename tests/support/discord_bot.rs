//! A bot of a few lines, to try the stand-in for Discord with.

use std::sync::Arc;
use std::time::Duration;

use serenity::all::{
    AutocompleteChoice, ButtonStyle, Client, CommandInteraction, CommandOptionType, CommandType,
    ComponentInteraction, ComponentInteractionDataKind, Context, CreateActionRow, CreateButton,
    CreateCommand, CreateCommandOption, CreateInputText, CreateInteractionResponse as Response,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage as Message, CreateModal,
    CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption, EditInteractionResponse,
    EventHandler, GatewayIntents, Guild, GuildChannel, Http, HttpBuilder, HttpError,
    InputTextStyle, Interaction, ModalInteraction, Permissions, Ready, UnavailableGuild,
};
use tokio::sync::watch;

use super::discord::Discord;

/// The running bot; it ends when this is dropped.
pub struct Bot {
    state: Arc<State>,
    http: Arc<Http>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct State {
    heard: watch::Sender<String>,
    mute: std::sync::Mutex<Option<CommandInteraction>>,
    last: std::sync::Mutex<Option<CommandInteraction>>,
}

impl State {
    fn hear(&self, what: &str) {
        self.heard.send_modify(|heard| {
            heard.push_str(what);
            heard.push('\n');
        });
    }
}

struct Handler(Arc<State>);

pub fn all_violations(discord: &Discord) -> String {
    discord.all_violations().join("\n")
}

/// Whether Discord's description is at hand.
pub fn has_description() -> bool {
    std::env::var_os("GUICHET_DISCORD_OPENAPI").map_or_else(
        || {
            std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../shared/discord/openapi.json")
                .exists()
        },
        |path| std::path::Path::new(&path).exists(),
    )
}

fn code(error: serenity::Error) -> (u16, isize) {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            (response.status_code.as_u16(), response.error.code)
        }
        other => panic!("{other:?}"),
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Bot {
    pub const INTENTS: GatewayIntents = GatewayIntents::GUILDS
        .union(GatewayIntents::DIRECT_MESSAGES)
        .union(GatewayIntents::GUILD_MESSAGES);

    /// A Discord with the bot, connected, its commands set.
    pub async fn start() -> (Discord, Self) {
        let discord = Discord::start().await;
        let bot = Self::join(&discord, Self::INTENTS).await;
        discord.connected().await;
        discord.registered().await;
        (discord, bot)
    }

    pub async fn join(discord: &Discord, intents: GatewayIntents) -> Self {
        let http = HttpBuilder::new(discord.token())
            .proxy(discord.api())
            .ratelimiter_disabled(true)
            .application_id(discord.application_id().get().into())
            .build();
        let state = Arc::new(State::default());
        let mut client = serenity::client::ClientBuilder::new_with_http(http, intents)
            .event_handler(Handler(Arc::clone(&state)))
            .await
            .unwrap();
        let http = Arc::clone(&client.http);
        let ending = Arc::clone(&state);
        let task = tokio::spawn(async move {
            if let Err(error) = Client::start(&mut client).await {
                ending.hear(&format!("ended: {error:?}"));
            }
        });
        Self { state, http, task }
    }

    pub fn heard(&self) -> String {
        self.state.heard.borrow().clone()
    }

    pub async fn hears(&self, words: &str) {
        let mut heard = self.state.heard.subscribe();
        let came = heard.wait_for(|heard| heard.contains(words));
        let came = tokio::time::timeout(Duration::from_secs(20), came).await;
        assert!(came.is_ok(), "not heard: {words}\n{}", self.heard());
    }

    pub async fn ended(&self) -> String {
        self.hears("ended: ").await;
        self.heard()
    }

    pub async fn answer_the_mute(&self) -> Result<(), (u16, isize)> {
        let interaction = self.state.mute.lock().unwrap().clone().unwrap();
        interaction
            .create_response(&self.http, Response::Message(Message::new().content("?")))
            .await
            .map_err(code)
    }

    pub async fn edit_last(&self, text: &str) -> Result<(), (u16, isize)> {
        let interaction = self.state.last.lock().unwrap().clone().unwrap();
        interaction
            .edit_response(&self.http, EditInteractionResponse::new().content(text))
            .await
            .map(drop)
            .map_err(code)
    }
}

fn commands() -> Vec<CreateCommand> {
    let text = CreateCommandOption::new(CommandOptionType::String, "text", "What to say")
        .name_localized("fr", "texte")
        .required(true)
        .set_autocomplete(true);
    vec![
        CreateCommand::new("echo")
            .name_localized("fr", "répéter")
            .description("Says it again")
            .add_option(text),
        CreateCommand::new("slow").description("Takes its time"),
        CreateCommand::new("wrong").description("Does what is not done"),
        CreateCommand::new("mute").description("Says nothing"),
        CreateCommand::new("secret")
            .description("For few")
            .default_member_permissions(Permissions::MANAGE_GUILD),
        CreateCommand::new("Citer").kind(CommandType::Message),
    ]
}

fn say(text: impl Into<String>) -> Response {
    Response::Message(Message::new().content(text).ephemeral(true))
}

impl Handler {
    async fn command(&self, context: &Context, command: &CommandInteraction) {
        let first = |name: &str| {
            command
                .data
                .options
                .iter()
                .find(|option| option.name == name)
                .and_then(|option| option.value.as_str())
                .unwrap_or_default()
        };
        *self.0.last.lock().unwrap() = Some(command.clone());
        let response = match command.data.name.as_str() {
            "echo" => Response::Message(
                Message::new()
                    .content(first("text"))
                    .ephemeral(true)
                    .components(vec![CreateActionRow::Buttons(vec![
                        CreateButton::new("again").label("Encore"),
                        CreateButton::new("form").label("Formulaire"),
                        CreateButton::new("no")
                            .label("Non")
                            .style(ButtonStyle::Danger)
                            .disabled(true),
                    ])]),
            ),
            "slow" => {
                command.defer_ephemeral(context).await.unwrap();
                let edit = EditInteractionResponse::new().content("enfin");
                command.edit_response(context, edit).await.unwrap();
                let more = CreateInteractionResponseFollowup::new()
                    .content("et encore")
                    .ephemeral(true);
                command.create_followup(context, more).await.unwrap();
                return;
            }
            "wrong" => {
                let update = Response::UpdateMessage(Message::new().content("?"));
                let refused = command.create_response(context, update).await;
                self.0.hear(&format!("{:?}", code(refused.unwrap_err())));
                return;
            }
            "mute" => {
                *self.0.mute.lock().unwrap() = Some(command.clone());
                return;
            }
            "Citer" => {
                let message = command.data.resolved.messages.values().next().unwrap();
                say(format!("« {} »", message.content))
            }
            _ => say("non"),
        };
        command.create_response(context, response).await.unwrap();
    }

    async fn component(&self, context: &Context, component: &ComponentInteraction) {
        let response = match (component.data.custom_id.as_str(), &component.data.kind) {
            ("again", _) => {
                let options = ["un", "deux"]
                    .iter()
                    .zip(1..)
                    .map(|(label, value)| CreateSelectMenuOption::new(*label, value.to_string()))
                    .collect();
                let menu = CreateSelectMenu::new("many", CreateSelectMenuKind::String { options })
                    .placeholder("Combien");
                let said = &component.message.content;
                Response::UpdateMessage(
                    Message::new()
                        .content(format!("{said} {said}"))
                        .components(vec![CreateActionRow::SelectMenu(menu)]),
                )
            }
            ("many", ComponentInteractionDataKind::StringSelect { values }) => {
                say(format!("vous avez choisi {}", values[0]))
            }
            ("form", _) => {
                let input = CreateInputText::new(InputTextStyle::Short, "Société", "company");
                Response::Modal(
                    CreateModal::new("form:1", "Un formulaire")
                        .components(vec![CreateActionRow::InputText(input)]),
                )
            }
            (other, _) => say(format!("je ne connais pas {other}")),
        };
        component.create_response(context, response).await.unwrap();
    }

    async fn modal(&self, context: &Context, modal: &ModalInteraction) {
        let serenity::all::ActionRowComponent::InputText(input) =
            &modal.data.components[0].components[0]
        else {
            panic!("an input");
        };
        let text = format!("Société : {}", input.value.as_deref().unwrap_or_default());
        modal.create_response(context, say(text)).await.unwrap();
    }
}

#[serenity::async_trait]
impl EventHandler for Handler {
    async fn ready(&self, context: Context, _: Ready) {
        let commands = commands();
        context
            .http
            .create_global_commands(&commands)
            .await
            .unwrap();
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        match interaction {
            Interaction::Command(command) => self.command(&context, &command).await,
            Interaction::Component(component) => self.component(&context, &component).await,
            Interaction::Modal(modal) => self.modal(&context, &modal).await,
            Interaction::Autocomplete(typed) => {
                let text = typed.data.autocomplete().unwrap().value.to_owned();
                let choices = (1..3)
                    .map(|number| format!("{text} {number}"))
                    .map(AutocompleteChoice::from)
                    .collect();
                let response =
                    serenity::all::CreateAutocompleteResponse::new().set_choices(choices);
                typed
                    .create_response(&context, Response::Autocomplete(response))
                    .await
                    .unwrap();
            }
            _ => {}
        }
    }

    async fn message(&self, context: Context, message: serenity::all::Message) {
        if message.author.bot {
            return;
        }
        self.0.hear(&message.content);
        if !message.content.is_empty() {
            let text = format!("lu : {}", message.content);
            message.channel_id.say(&context, text).await.unwrap();
        }
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        self.0.hear(&format!("in {}", guild.name));
    }

    async fn guild_delete(&self, _: Context, guild: UnavailableGuild, _: Option<Guild>) {
        if !guild.unavailable {
            self.0.hear("removed");
        }
    }

    async fn channel_delete(
        &self,
        _: Context,
        channel: GuildChannel,
        _: Option<Vec<serenity::all::Message>>,
    ) {
        self.0.hear(&format!("channel {} is gone", channel.name));
    }
}
