//! The routes that this stand-in has, as the description writes them.

use std::collections::HashMap;

use super::answer::{Answer, Refusal};
use super::http::Call;
use super::world::World;
use super::{commands, messages, responses, servers};

pub type Handler = fn(&mut World, &Call) -> Result<Answer, Refusal>;

pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    /// Whether the bot's token is asked for; an interaction's token is enough on some routes.
    pub authorised: bool,
    pub handler: Handler,
}

const fn with_token(method: &'static str, path: &'static str, handler: Handler) -> Route {
    Route {
        method,
        path,
        authorised: true,
        handler,
    }
}

const fn open(method: &'static str, path: &'static str, handler: Handler) -> Route {
    Route {
        method,
        path,
        authorised: false,
        handler,
    }
}

const ORIGINAL: &str = "/webhooks/{webhook_id}/{webhook_token}/messages/@original";
const FOLLOWUP: &str = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}";
const GLOBAL_COMMANDS: &str = "/applications/{application_id}/commands";
const GLOBAL_COMMAND: &str = "/applications/{application_id}/commands/{command_id}";
const GUILD_COMMANDS: &str = "/applications/{application_id}/guilds/{guild_id}/commands";
const GUILD_COMMAND: &str =
    "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}";

/// What is more particular stands first: `@me` before `{user_id}`.
pub static ROUTES: &[Route] = &[
    open("GET", "/gateway", servers::gateway),
    with_token("GET", "/gateway/bot", servers::gateway_bot),
    with_token("GET", "/applications/@me", servers::application),
    with_token("GET", "/oauth2/applications/@me", servers::application),
    with_token("GET", "/users/@me", servers::me),
    with_token("GET", "/users/@me/guilds", servers::my_guilds),
    with_token("POST", "/users/@me/channels", servers::open_direct),
    with_token("GET", "/users/{user_id}", servers::user),
    with_token("GET", "/guilds/{guild_id}", servers::guild),
    with_token("GET", "/guilds/{guild_id}/channels", servers::channels),
    with_token("GET", "/guilds/{guild_id}/roles", servers::roles),
    with_token("GET", "/guilds/{guild_id}/roles/{role_id}", servers::role),
    with_token(
        "GET",
        "/guilds/{guild_id}/members/{user_id}",
        servers::member,
    ),
    with_token("GET", "/channels/{channel_id}", servers::channel),
    with_token("POST", "/channels/{channel_id}/typing", servers::typing),
    with_token("GET", "/channels/{channel_id}/messages", messages::list),
    with_token("POST", "/channels/{channel_id}/messages", messages::create),
    with_token(
        "GET",
        "/channels/{channel_id}/messages/{message_id}",
        messages::get,
    ),
    with_token(
        "PATCH",
        "/channels/{channel_id}/messages/{message_id}",
        messages::edit,
    ),
    with_token(
        "DELETE",
        "/channels/{channel_id}/messages/{message_id}",
        messages::delete,
    ),
    with_token("GET", GLOBAL_COMMANDS, commands::list),
    with_token("PUT", GLOBAL_COMMANDS, commands::overwrite),
    with_token("POST", GLOBAL_COMMANDS, commands::create),
    with_token("GET", GLOBAL_COMMAND, commands::get),
    with_token("PATCH", GLOBAL_COMMAND, commands::edit),
    with_token("DELETE", GLOBAL_COMMAND, commands::delete),
    with_token("GET", GUILD_COMMANDS, commands::list),
    with_token("PUT", GUILD_COMMANDS, commands::overwrite),
    with_token("POST", GUILD_COMMANDS, commands::create),
    with_token("GET", GUILD_COMMAND, commands::get),
    with_token("PATCH", GUILD_COMMAND, commands::edit),
    with_token("DELETE", GUILD_COMMAND, commands::delete),
    open(
        "POST",
        "/interactions/{interaction_id}/{interaction_token}/callback",
        responses::callback,
    ),
    open(
        "POST",
        "/webhooks/{webhook_id}/{webhook_token}",
        responses::follow_up,
    ),
    open("GET", ORIGINAL, responses::get_original),
    open("PATCH", ORIGINAL, responses::edit_original),
    open("DELETE", ORIGINAL, responses::delete_original),
    open("GET", FOLLOWUP, responses::get_followup),
    open("PATCH", FOLLOWUP, responses::edit_followup),
    open("DELETE", FOLLOWUP, responses::delete_followup),
];

/// The route of a path, with the path's parameters.
pub fn find(method: &str, path: &str) -> Option<(&'static Route, HashMap<&'static str, String>)> {
    ROUTES
        .iter()
        .filter(|route| route.method == method)
        .find_map(|route| Some((route, parameters(route.path, path)?)))
}

fn parameters(route: &'static str, path: &str) -> Option<HashMap<&'static str, String>> {
    let (expected, found) = (route.split('/'), path.split('/'));
    if expected.clone().count() != found.clone().count() {
        return None;
    }
    let mut parameters = HashMap::new();
    for (expected, found) in expected.zip(found) {
        if let Some(name) = expected
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            parameters.insert(name, found.to_owned());
        } else if expected != found {
            return None;
        }
    }
    Some(parameters)
}
