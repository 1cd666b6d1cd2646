//! What is remembered of each asker's conversation, in memory alone.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use crate::counter::Conversation;
use crate::queue::Asker;

/// Conversations kept before forgotten ones are looked for.
const MANY: usize = 1_000;

/// Conversations kept at most, whoever asks: of more, those that were silent the longest are forgotten before their time.
const MOST: usize = 20_000;

/// The conversations of all askers.
#[derive(Debug)]
pub(super) struct Conversations {
    all: HashMap<Asker, Arc<Mutex<Conversation>>>,
    /// How many there are when forgotten ones are next looked for.
    sweep_at: usize,
}

impl Default for Conversations {
    fn default() -> Self {
        Self {
            all: HashMap::new(),
            sweep_at: MANY,
        }
    }
}

impl Conversations {
    /// An asker's conversation, if there is one.
    pub(super) fn get(&self, asker: &Asker) -> Option<Arc<Mutex<Conversation>>> {
        self.all.get(asker).map(Arc::clone)
    }

    /// An asker's conversation, which begins if there is none.
    pub(super) fn of(
        &mut self,
        asker: &Asker,
        now: Timestamp,
        memory: SignedDuration,
    ) -> Arc<Mutex<Conversation>> {
        if self.all.len() >= self.sweep_at {
            self.sweep(now, memory);
        }
        Arc::clone(self.all.entry(asker.clone()).or_default())
    }

    /// Forgets an asker's conversation.
    pub(super) fn forget(&mut self, asker: &Asker) {
        self.all.remove(asker);
    }

    fn sweep(&mut self, now: Timestamp, memory: SignedDuration) {
        self.keep(|conversation| !conversation.is_forgotten(now, memory));
        if self.all.len() >= MOST {
            let mut touched: Vec<_> = self
                .all
                .values()
                .filter_map(|conversation| conversation.try_lock().ok()?.touched())
                .collect();
            let some = touched.len() / 4;
            if some > 0 {
                let (_, since, _) = touched.select_nth_unstable(some);
                let since = *since;
                self.keep(|conversation| conversation.touched() >= Some(since));
            }
        }
        // Not before as many new ones have come: looking at all of them for each would take longer than answering.
        self.sweep_at = (2 * self.all.len()).clamp(MANY, MOST);
    }

    /// Keeps the conversations of which something is true, and those in which a turn is being taken.
    fn keep(&mut self, is_kept: impl Fn(&Conversation) -> bool) {
        self.all.retain(|_, conversation| {
            Arc::strong_count(conversation) > 1
                || conversation
                    .try_lock()
                    .map_or(true, |conversation| is_kept(&conversation))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::Channel;

    const MEMORY: SignedDuration = SignedDuration::from_mins(30);

    fn asker(number: usize) -> Asker {
        Asker {
            channel: Channel::Discord,
            id: number.to_string(),
        }
    }

    /// Somebody says something, each so long after the one before.
    async fn speak(
        conversations: &mut Conversations,
        number: usize,
        pause: SignedDuration,
    ) -> Arc<Mutex<Conversation>> {
        let now = Timestamp::UNIX_EPOCH + pause * i32::try_from(number).unwrap();
        let conversation = conversations.of(&asker(number), now, MEMORY);
        conversation.lock().await.begin_turn(now, MEMORY);
        conversation
    }

    #[tokio::test]
    async fn what_is_kept_is_bounded_and_what_was_silent_longest_goes() {
        let mut conversations = Conversations::default();
        // All within what is remembered: a twentieth of a second between each two.
        for number in 0..MOST + 5_000 {
            speak(&mut conversations, number, SignedDuration::from_millis(50)).await;
            assert!(conversations.all.len() <= MOST);
        }
        assert!(conversations.all.len() > MOST / 2);
        assert!(conversations.get(&asker(0)).is_none());
        assert!(conversations.get(&asker(MOST)).is_some());
    }

    #[tokio::test]
    async fn a_conversation_goes_when_its_time_is_over_unless_a_turn_is_being_taken() {
        let mut conversations = Conversations::default();
        let second = SignedDuration::from_secs(1);
        let held = speak(&mut conversations, 0, second).await;
        for number in 1..=3 * MANY {
            speak(&mut conversations, number, second).await;
        }
        assert!(conversations.get(&asker(0)).is_some());
        assert!(conversations.get(&asker(1)).is_none());
        assert!(conversations.get(&asker(3 * MANY)).is_some());
        drop(held);
        for number in 3 * MANY..9 * MANY {
            speak(&mut conversations, number, second).await;
        }
        assert!(conversations.get(&asker(0)).is_none());
    }
}
