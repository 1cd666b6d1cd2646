//! The counter is killed at random moments under load, again and again; in the end each question is accounted for.
//!
//! ```text
//! cargo test --test faults                                                 a short run
//! GUICHET_FAULTS_KILLS=400 cargo test --test faults -- --nocapture          a long one, with its figures
//! GUICHET_FAULTS_SEED=7 cargo test --test faults                            other moments
//! ```
//!
//! The program runs in processes of its own, which end by SIGKILL: nothing in them can tidy up. A moment is a number of requests that
//! Discord has seen, or of lines that the terminal has printed, and some microseconds more; both come from the seed. People
//! do what people do: who gets no reply tries again.

#[path = "faults/account.rs"]
mod account;
#[path = "faults/chance.rs"]
mod chance;
#[path = "support/discord/mod.rs"]
mod discord;
#[path = "faults/in_discord.rs"]
mod in_discord;
#[path = "faults/in_terminal.rs"]
mod in_terminal;
#[path = "support/place.rs"]
mod place;
#[path = "support/small_faq.rs"]
mod small_faq;

use account::Asked;
use chance::Plan;
use place::Place;

#[tokio::test]
async fn a_counter_in_discord_that_is_killed_again_and_again_loses_and_doubles_nothing() {
    let plan = Plan::from_environment();
    let figures = in_discord::run(&plan).await;
    println!("in Discord, {plan}: {figures}");
    assert_eq!((figures.lost, figures.doubled), (0, 0), "{figures}");
    assert_eq!(figures.kills, plan.kills);
    assert!(figures.questions > 0 && figures.answers >= figures.questions);
}

#[tokio::test]
async fn the_account_notices_what_is_lost_and_what_is_doubled() {
    let place = Place::new();
    let (ours, unknown) = account::stored(&place, 1).await;
    let asked = |agreed, told| Asked {
        asker: account::ASKER.to_owned(),
        question: account::question_on(1),
        agreed,
        told,
    };
    let figures = async |asked: Asked, times| {
        let arrived = [(ours, times)].into();
        let figures = account::settle(&place, &[asked], &arrived, 0).await;
        (figures.lost, figures.doubled)
    };
    assert_eq!(figures(asked(1, vec![ours]), 1).await, (0, 0));
    // A reference that the database does not have; an answer that did not arrive; one that arrived twice.
    assert_eq!(figures(asked(1, vec![ours, unknown]), 1).await, (1, 0));
    assert_eq!(figures(asked(1, vec![ours]), 0).await, (1, 0));
    assert_eq!(figures(asked(1, vec![ours]), 2).await, (0, 1));
    // Two cases of one agreement.
    let (again, _) = account::stored(&place, 1).await;
    let arrived = [(ours, 1), (again, 1)].into();
    let figures = account::settle(&place, &[asked(1, vec![ours])], &arrived, 0).await;
    assert_eq!((figures.lost, figures.doubled), (0, 1));
}

#[tokio::test]
async fn a_counter_in_the_terminal_that_is_killed_again_and_again_loses_and_doubles_nothing() {
    let plan = Plan::from_environment();
    let figures = in_terminal::run(&plan).await;
    println!("in the terminal, {plan}: {figures}");
    assert_eq!((figures.lost, figures.doubled), (0, 0), "{figures}");
    assert!(figures.kills >= plan.kills);
    assert!(figures.questions > 0 && figures.answers >= figures.questions);
}
