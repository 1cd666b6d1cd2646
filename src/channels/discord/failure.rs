//! What Discord's errors mean.

use serenity::Error;
use serenity::http::HttpError;

/// An error of a request, as far as it makes a difference here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// The token is not valid.
    BadToken,
    /// The user takes no direct messages from the bot.
    ClosedToMessages,
    /// There is no such channel, message, guild, role or user any more, or the bot may not see it.
    Gone,
    /// The bot lacks a permission.
    Forbidden,
    /// The interaction was answered already.
    Answered,
    /// The interaction's time is over.
    TooLate,
    /// Too many requests.
    RateLimited,
    /// Discord or the network fails for now.
    Passing,
    /// The request itself is wrong: a defect.
    Refused,
}

/// What stands in the metrics for a request that got no answer in time.
pub(super) const SILENCE: &str = "timeout";

/// What stands in the metrics for a connection that was lost, or could not be opened.
pub(super) const CONNECTION: &str = "connection";

/// Every kind of error that the metrics tell.
pub(super) fn kinds() -> impl Iterator<Item = &'static str> {
    let failures = Failure::ALL.into_iter().map(Failure::code);
    failures.chain([SILENCE, CONNECTION])
}

impl Failure {
    const ALL: [Self; 9] = [
        Self::BadToken,
        Self::ClosedToMessages,
        Self::Gone,
        Self::Forbidden,
        Self::Answered,
        Self::TooLate,
        Self::RateLimited,
        Self::Passing,
        Self::Refused,
    ];

    /// The word that stands for it in the metrics.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BadToken => "bad_token",
            Self::ClosedToMessages => "closed_to_messages",
            Self::Gone => "gone",
            Self::Forbidden => "forbidden",
            Self::Answered => "answered",
            Self::TooLate => "too_late",
            Self::RateLimited => "rate_limited",
            Self::Passing => "passing",
            Self::Refused => "refused",
        }
    }

    /// Whether trying the same again may help.
    pub const fn is_passing(self) -> bool {
        matches!(self, Self::RateLimited | Self::Passing)
    }

    /// What an error means.
    pub fn of(error: &Error) -> Self {
        let Error::Http(error) = error else {
            return match error {
                // A body that could not be read: the request may have been carried out.
                Error::Json(_) | Error::Io(_) => Self::Passing,
                _ => Self::Refused,
            };
        };
        let HttpError::UnsuccessfulRequest(response) = error else {
            return match error {
                HttpError::Request(_) => Self::Passing,
                _ => Self::Refused,
            };
        };
        let status = response.status_code.as_u16();
        match (status, response.error.code) {
            (401, _) => Self::BadToken,
            (429, _) => Self::RateLimited,
            (408 | 500.., _) => Self::Passing,
            // Cannot send messages to this user; the second is for want of a common server.
            (_, 50007 | 50278) => Self::ClosedToMessages,
            (_, 40060) => Self::Answered,
            // Unknown interaction; invalid token of one.
            (_, 10062 | 50027) => Self::TooLate,
            (_, 50001 | 10003 | 10004 | 10008 | 10011 | 10013) | (404, _) => Self::Gone,
            (403, _) => Self::Forbidden,
            _ => Self::Refused,
        }
    }
}

/// An error in one line for logs and events: Discord's status and code, without words of the request.
pub(super) fn describe(error: &Error) -> String {
    match error {
        Error::Http(HttpError::UnsuccessfulRequest(response)) => format!(
            "Discord answered {} (code {})",
            response.status_code.as_u16(),
            response.error.code
        ),
        Error::Http(HttpError::Request(error)) if error.is_timeout() => {
            "Discord did not answer in time".to_owned()
        }
        Error::Http(HttpError::Request(_)) => "Discord cannot be reached".to_owned(),
        Error::Json(_) => "Discord's answer cannot be read".to_owned(),
        Error::Model(error) => format!("the message cannot be sent: {error}"),
        other => format!("Discord: {other}"),
    }
}
