//! What goes on without being asked for: cards, reminders, the digest.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::super::bot::{Bot, QueueRoom};
use super::super::failure::Failure;
use super::room::Unposted;
use super::{cards, reminders};
use crate::channels::complaint::Complaint;
use crate::queue::Outdated;

/// How often it is looked whether something has changed.
const LOOK: Duration = Duration::from_millis(250);

/// After so long the cards are compared with their cases even if nothing has happened: cases that are reduced to
/// statistics leave no event, nor does a card that somebody deletes.
const COMPARE: Duration = Duration::from_secs(5);

/// How often reminders are looked for, by the bot's own clock.
const REMIND: SignedDuration = SignedDuration::from_secs(20);

/// Cards of an earlier run that are drawn anew at a time, so that those of new cases do not wait for them.
const AT_ONCE: usize = 5;

/// Pauses after failures in a row, in seconds; the last is the pause after every later one.
const PAUSES: [u64; 5] = [1, 2, 5, 15, 60];

/// Attends to the queue's channel for ever.
pub(super) async fn attend_always(bot: &Arc<Bot>) {
    let Some(room) = bot.room else {
        return std::future::pending().await;
    };
    let mut attendant = Attendant {
        bot: Arc::clone(bot),
        room,
        seen: None,
        compared: None,
        reminded: None,
        unverified: None,
        failures: 0,
        complaint: Complaint::default(),
    };
    loop {
        tokio::time::sleep(LOOK).await;
        if bot.me().is_none() {
            continue;
        }
        match attendant.look().await {
            Ok(()) => attendant.succeeds(),
            Err(error) => attendant.fails(&error).await,
        }
    }
}

struct Attendant {
    bot: Arc<Bot>,
    room: QueueRoom,
    /// The last event whose consequences are all drawn.
    seen: Option<i64>,
    /// When the cards were last compared with their cases.
    compared: Option<Instant>,
    /// When reminders were last looked for.
    reminded: Option<Timestamp>,
    /// Cards of an earlier run: somebody may have deleted them meanwhile, or they may be drawn in another way.
    unverified: Option<VecDeque<Outdated>>,
    failures: usize,
    complaint: Complaint,
}

impl Attendant {
    async fn look(&mut self) -> Result<(), Unposted> {
        self.take_stock().await?;
        self.draw_cards().await?;
        self.verify_cards().await?;
        let now = self.bot.now();
        let is_time = self.reminded.is_none_or(|last| {
            let since = now.duration_since(last);
            since.is_negative() || since >= REMIND
        });
        if is_time {
            reminders::digest(&self.bot, self.room).await?;
            reminders::remind(&self.bot, self.room).await?;
            self.reminded = Some(now);
        }
        Ok(())
    }

    async fn draw_cards(&mut self) -> Result<(), Unposted> {
        let store = self.bot.desk.store();
        let latest = store.latest_position().await?;
        let is_due = self.seen != Some(latest)
            || self
                .compared
                .is_none_or(|compared| compared.elapsed() >= COMPARE);
        if !is_due {
            return Ok(());
        }
        let place = self.room.place();
        let mut refused = None;
        for outdated in store.outdated_cards(&place, false, self.seen).await? {
            match cards::draw(&self.bot, self.room, outdated).await {
                Ok(()) => {}
                // One card that Discord will not have must not keep the others from being drawn.
                Err(error) if error.failure() == Failure::Refused => refused = Some(error),
                Err(error) => return Err(error),
            }
        }
        self.compared = Some(Instant::now());
        if let Some(error) = refused {
            return Err(error);
        }
        self.seen = Some(latest);
        Ok(())
    }

    /// Sees at the start which cards stand there from an earlier run.
    async fn take_stock(&mut self) -> Result<(), Unposted> {
        if self.unverified.is_none() {
            let (store, place) = (self.bot.desk.store(), self.room.place());
            let behind = store.outdated_cards(&place, false, None).await?;
            let mut all = store.outdated_cards(&place, true, None).await?;
            // Those are drawn anyway.
            all.retain(|card| !behind.contains(card));
            self.unverified = Some(all.into());
        }
        Ok(())
    }

    async fn verify_cards(&mut self) -> Result<(), Unposted> {
        for _ in 0..AT_ONCE {
            let Some(next) = self
                .unverified
                .as_ref()
                .and_then(|cards| cards.front().copied())
            else {
                break;
            };
            cards::draw(&self.bot, self.room, next).await?;
            self.unverified.as_mut().map(VecDeque::pop_front);
        }
        Ok(())
    }

    fn succeeds(&mut self) {
        self.failures = 0;
        if self.complaint.is_over() {
            tracing::warn!("the queue's channel is kept up to date again");
        }
    }

    /// Says what is wrong, once, and waits a while.
    async fn fails(&mut self, error: &Unposted) {
        let complaint = error.describe(self.room);
        if self.complaint.is_news(&complaint) {
            tracing::error!("{complaint}");
        }
        let pause = PAUSES[usize::min(self.failures, PAUSES.len() - 1)];
        self.failures += 1;
        tokio::time::sleep(Duration::from_secs(pause)).await;
    }
}
