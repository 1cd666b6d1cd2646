//! Doing something to a case, and telling whoever did it what came of it.

use jiff::Timestamp;
use serenity::all::{ButtonStyle, CreateEmbed};
use tokio::sync::Mutex;

use super::super::bot::Bot;
use super::super::drawing::Page;
use super::super::escaping::escape;
use super::super::splitting::split;
use super::super::visit::{Shown, Visit};
use super::access::Officer;
use super::buttons;
use super::ids::Press;
use super::words::Words;
use crate::queue::{
    Action, Escalation, EscalationRef, Mark, QueueError, Standing, TransitionError,
};

/// Characters of a part of a text that is given back.
const PART: usize = 3_900;

/// Held while what somebody did is undone by somebody else: each sees what stands there before overriding it.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// One member at the desk, with what they sent.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    /// The bot.
    pub bot: &'a Bot,
    /// The interaction.
    pub visit: &'a Visit<'a>,
    /// Who.
    pub officer: Officer,
    /// The words for them.
    pub words: Words<'a>,
}

impl At<'_> {
    /// The case of a reference; `None` when there is none, which has then been said.
    pub async fn case(&self, reference: EscalationRef) -> Option<Escalation> {
        match self.bot.desk.store().get(reference).await {
            Ok(case) => Some(case),
            Err(error) => {
                self.visit.say(&self.words.error(&error)).await;
                None
            }
        }
    }

    /// Does something to a case, and says what came of it.
    pub async fn act(&self, reference: EscalationRef, action: Action) {
        let done = self
            .visit
            .during(Shown::Privately, self.try_act(reference, &action))
            .await;
        self.tell(done, &action).await;
    }

    /// The same for what overrides somebody: only if `was`, of what stands there, is what the presser saw.
    pub async fn act_over(
        &self,
        reference: EscalationRef,
        action: Action,
        seen: Timestamp,
        was: impl Fn(&Standing<'_>) -> Option<Mark>,
        refusal: impl Fn(EscalationRef, Mark) -> TransitionError,
    ) {
        let done = self
            .visit
            .during(Shown::Privately, async {
                let _turn = ONE_AT_A_TIME.lock().await;
                let case = self.bot.desk.store().get(reference).await?;
                match was(&Standing::of(&case)) {
                    Some(mark)
                        if mark.at.as_second() != seen.as_second()
                            && mark.by != self.officer.actor().name() =>
                    {
                        Err(refusal(reference, mark).into())
                    }
                    _ => self.try_act(reference, &action).await,
                }
            })
            .await;
        self.tell(done, &action).await;
    }

    async fn try_act(
        &self,
        reference: EscalationRef,
        action: &Action,
    ) -> Result<Escalation, QueueError> {
        let store = self.bot.desk.store();
        store
            .act(
                reference,
                action.clone(),
                &self.officer.actor(),
                self.bot.now(),
            )
            .await
    }

    async fn tell(&self, done: Result<Escalation, QueueError>, action: &Action) {
        let pages = match done {
            Ok(case) => vec![Page::text(&self.words.done(&case, action))],
            Err(error) => self.refused(&error, written(action)),
        };
        self.visit.show(pages, Shown::Privately).await;
    }

    /// Why something was not done, with what can be done instead; what was written is given back.
    pub fn refused(&self, error: &QueueError, written: &str) -> Vec<Page> {
        let mut page = Page::text(&self.words.error(error));
        if let QueueError::Transition(refusal) = error
            && let Some(instead) = instead(refusal)
        {
            page.rows =
                buttons::rows(&[buttons::button(self.words, &instead, ButtonStyle::Danger)]);
        }
        let mut pages = vec![page];
        for (at, part) in split(&escape(written), PART).into_iter().enumerate() {
            let mut embed = CreateEmbed::new().description(part);
            if at == 0 {
                embed = embed.title(self.words.say("desk-your-text"));
            }
            pages.push(Page::with_frame(embed, Vec::new()));
        }
        pages
    }
}

/// What somebody can do who was refused.
fn instead(refusal: &TransitionError) -> Option<Press> {
    match refusal {
        TransitionError::AlreadyClaimed { reference, holder } => {
            Some(Press::TakeOver(*reference, holder.at))
        }
        TransitionError::AlreadyAnswered {
            reference,
            answered,
        } => Some(Press::Correct(*reference, answered.at)),
        TransitionError::Undelivered { reference } => Some(Press::Abandon(*reference)),
        TransitionError::Unanswered { reference } => Some(Press::Reject(*reference)),
        TransitionError::Follows { reference, .. } => Some(Press::Detach(*reference)),
        _ => None,
    }
}

/// What was written for an action.
fn written(action: &Action) -> &str {
    match action {
        Action::Answer { text, .. }
        | Action::Ask { text }
        | Action::Reject { text }
        | Action::Refer { text, .. } => text,
        _ => "",
    }
}
