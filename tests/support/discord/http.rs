//! The HTTP API: takes a request apart, judges it, lets a route answer, judges the answer.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::answer::{self, Answer, Refusal};
use super::faults::{Allowance, Fault};
use super::id::Id;
use super::routes::{self, Handler, Route};
use super::world::{File, Request, Shared, World};
use super::{description, form, limits};

const PREFIX: &str = "/api/v10";

/// A request as a route gets it.
pub struct Call {
    pub method: String,
    pub route: &'static str,
    pub parameters: HashMap<&'static str, String>,
    pub query: Vec<(String, String)>,
    pub body: Value,
    pub files: Vec<File>,
}

impl Call {
    /// A parameter of the path that is an id.
    pub fn id(&self, name: &str) -> Result<Id, Refusal> {
        self.parameters[name]
            .parse()
            .map_err(|_| answer::INVALID_FORM)
    }

    pub fn asks(&self, name: &str) -> bool {
        self.query
            .iter()
            .any(|(key, value)| key == name && value == "true")
    }
}

pub async fn serve(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let method = method.as_str();
    let path = uri.path();
    let Some((route, parameters)) = path
        .strip_prefix(PREFIX)
        .and_then(|path| routes::find(method, path))
    else {
        shared.change(|world| unknown_route(world, method, path));
        return respond(&answer::NOT_FOUND.into(), None);
    };
    let name = format!("{method} {}", route.path);
    let fault = shared.change(|world| world.take_fault(&name));
    let early = match fault {
        Some(Fault::Close) => close(),
        Some(Fault::Status(status)) => Some(broken(status)),
        Some(Fault::RateLimited(seconds)) => Some(respond(&rate_limited(seconds), None)),
        _ => None,
    };
    if let Some(response) = early {
        let status = response.status().as_u16();
        shared.change(|world| world.log(method, route.path, path, Value::Null, status));
        return response;
    }
    if let Some(Fault::Slow(time)) = fault {
        tokio::time::sleep(time).await;
    }
    let call = Call {
        method: method.to_owned(),
        route: route.path,
        parameters,
        query: query
            .into_iter()
            .filter(|(name, _)| !name.is_empty())
            .collect(),
        body: Value::Null,
        files: Vec::new(),
    };
    let (answer, allowance) = answer_to(&shared, route, call, &headers, &body, path);
    match fault {
        Some(Fault::Lost) => broken(502),
        Some(Fault::LostAndClosed) => close().unwrap_or_else(|| broken(502)),
        _ => respond(&answer, allowance.as_ref()),
    }
}

fn unknown_route(world: &mut World, method: &str, path: &str) {
    let rest = path.strip_prefix(PREFIX).unwrap_or(path);
    world.violation(format!(
        "{method} {rest}: an unknown route (or one that this stand-in does not have yet)"
    ));
}

fn answer_to(
    shared: &Shared,
    route: &'static Route,
    mut call: Call,
    headers: &HeaderMap,
    body: &[u8],
    path: &str,
) -> (Answer, Option<Allowance>) {
    let name = format!("{} {}", call.method, call.route);
    let said = |field| {
        headers
            .get(field)
            .and_then(|value: &header::HeaderValue| value.to_str().ok())
            .unwrap_or_default()
    };
    let mut violations = Vec::new();
    if !said(header::USER_AGENT).starts_with("DiscordBot (") {
        violations.push("no User-Agent of the form DiscordBot (url, version)".to_owned());
    }
    let parsed = form::parse(said(header::CONTENT_TYPE), body);
    if let Ok((value, files)) = &parsed {
        call.body = value.clone();
        call.files.clone_from(files);
        let mut reasons = description::request(&call.method, call.route, &call.body);
        reasons.extend(description::unknown_parameters(
            &call.method,
            call.route,
            &call.query,
        ));
        reasons.extend(limits::exceeded(&call.method, call.route, &call.body));
        violations.extend(reasons);
    }
    let refused = !violations.is_empty();
    let (answer, allowance) = shared.change(|world| {
        for violation in &violations {
            world.violation(format!("{name}: {violation}"));
        }
        let major = call.parameters.values().min().cloned().unwrap_or_default();
        let allowance = world.count(&name, &major);
        let expected = format!("Bot {}", world.token);
        let answer = if allowance.exceeded {
            rate_limited(allowance.reset_after)
        } else if route.authorised && said(header::AUTHORIZATION) != expected {
            answer::UNAUTHORIZED.into()
        } else if parsed.is_err() {
            world.violation(format!("{name}: a body that cannot be read"));
            answer::INVALID_JSON.into()
        } else if refused {
            answer::invalid_form(&violations)
        } else {
            let handler: Handler = route.handler;
            handler(world, &call).unwrap_or_else(Answer::from)
        };
        world.log(
            &call.method,
            call.route,
            path,
            call.body.clone(),
            answer.status,
        );
        (answer, allowance)
    });
    let faults = description::answer(&call.method, call.route, answer.status, &answer.body);
    if !faults.is_empty() {
        shared.change(|world| {
            world.violation(format!(
                "the stand-in's own answer {} to {name}: {}",
                answer.status,
                faults.join("; ")
            ));
        });
    }
    (answer, Some(allowance))
}

impl World {
    fn log(&mut self, method: &str, route: &str, path: &str, body: Value, status: u16) {
        self.requests.push(Request {
            method: method.to_owned(),
            route: route.to_owned(),
            path: path.strip_prefix(PREFIX).unwrap_or(path).to_owned(),
            body,
            status,
        });
    }
}

fn rate_limited(seconds: f64) -> Answer {
    Answer {
        status: 429,
        body: serde_json::json!({
            "message": "You are being rate limited.",
            "retry_after": seconds,
            "global": false,
            "code": 0,
        }),
    }
}

fn respond(answer: &Answer, allowance: Option<&Allowance>) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap();
    let mut response = if answer.body.is_null() {
        status.into_response()
    } else {
        (status, axum::Json(&answer.body)).into_response()
    };
    let mut set = |name: &'static str, value: String| {
        response.headers_mut().insert(name, value.parse().unwrap());
    };
    if let Some(allowance) = allowance {
        let reset = jiff::Timestamp::now().as_duration().as_secs_f64() + allowance.reset_after;
        set("x-ratelimit-limit", allowance.limit.to_string());
        set("x-ratelimit-remaining", allowance.remaining.to_string());
        set("x-ratelimit-reset", format!("{reset:.3}"));
        set(
            "x-ratelimit-reset-after",
            format!("{:.3}", allowance.reset_after),
        );
        set("x-ratelimit-bucket", allowance.bucket.clone());
    }
    if answer.status == 429 {
        let seconds = answer.body["retry_after"].as_f64().unwrap_or(1.0);
        set("retry-after", format!("{}", seconds.ceil()));
        set("x-ratelimit-scope", "user".to_owned());
    }
    response
}

/// An error of the servers in front of Discord's: a page, not JSON.
fn broken(status: u16) -> Response {
    let code = StatusCode::from_u16(status).unwrap();
    if status == 500 {
        let body = serde_json::json!({"message": "500: Internal Server Error", "code": 0});
        return (code, axum::Json(body)).into_response();
    }
    let page = format!("<html><body><h1>{code}</h1>cloudflare</body></html>");
    (code, [(header::CONTENT_TYPE, "text/html")], page).into_response()
}

/// Ends the connection's task, which closes the connection before anything is answered.
fn close() -> Option<Response> {
    std::panic::resume_unwind(Box::new("the connection is cut on purpose"))
}
