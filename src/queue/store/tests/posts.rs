//! What a desk has posted, and which of its cards are behind.

use super::*;
use crate::queue::Post;

const ROOM: &str = "room";

async fn behind(store: &Store) -> Vec<EscalationRef> {
    store
        .outdated_cards(ROOM, false, None)
        .await
        .unwrap()
        .iter()
        .map(|card| card.reference)
        .collect()
}

/// Notes every card as drawn.
async fn draw_all(store: &Store) {
    for card in store.outdated_cards(ROOM, false, None).await.unwrap() {
        let name = Post::card(card.reference);
        store.begin_post(&name, ROOM, at(0)).await.unwrap();
        store.posted(&name, "17", card.position).await.unwrap();
    }
}

#[tokio::test]
async fn a_card_is_behind_until_it_is_drawn_and_again_after_a_change() {
    let store = memory().await;
    let wine = store.opened("a", WINE).await;
    assert_eq!(behind(&store).await, [wine]);
    draw_all(&store).await;
    assert_eq!(behind(&store).await, []);
    store.ana(wine, CLAIM, 1).await;
    assert_eq!(behind(&store).await, [wine]);
    draw_all(&store).await;
    let other = store.opened("b", WINE).await;
    assert_eq!(store.get(other).await.unwrap().follows, Some(wine));
    assert_eq!(behind(&store).await, [wine], "it has a follower now");
    draw_all(&store).await;
    store
        .act(other, add("12 bottles"), &by_asker("b"), at(2))
        .await
        .unwrap();
    assert_eq!(behind(&store).await, [wine, other], "it has none any more");
}

#[tokio::test]
async fn finished_cases_get_no_card_and_those_with_one_are_drawn_a_last_time() {
    let store = memory().await;
    let (wine, cheese) = (
        store.opened("a", WINE).await,
        store.opened("b", CHEESE).await,
    );
    store
        .act(wine, Action::Withdraw, &by_asker("a"), at(1))
        .await
        .unwrap();
    assert_eq!(behind(&store).await, [cheese]);
    draw_all(&store).await;
    store
        .act(cheese, Action::Withdraw, &by_asker("b"), at(1))
        .await
        .unwrap();
    assert_eq!(behind(&store).await, [cheese]);
    draw_all(&store).await;
    assert_eq!(behind(&store).await, []);
    let drawn = store.latest_position().await.unwrap();
    store.reduce_closed(at(10), at(10)).await.unwrap();
    for drawn in [None, Some(drawn)] {
        let card = store.outdated_cards(ROOM, false, drawn).await.unwrap();
        assert!(card.len() == 1 && card[0].is_reduced, "its card has to go");
    }
}

#[tokio::test]
async fn a_post_begins_anew_when_its_message_is_gone_and_in_another_room() {
    let store = memory().await;
    store.begin_post("digest", ROOM, at(0)).await.unwrap();
    assert_eq!(store.post("digest").await.unwrap().unwrap().message, None);
    store.posted("digest", "17", 3).await.unwrap();
    store.begin_post("digest", ROOM, at(1)).await.unwrap();
    let post = store.post("digest").await.unwrap().unwrap();
    assert_eq!((post.message.as_deref(), post.edition), (Some("17"), 0));
    assert_eq!(store.post_of_message("17").await.unwrap(), Some(post));
    store.renew_post("digest").await.unwrap();
    let post = store.post("digest").await.unwrap().unwrap();
    assert_eq!((post.message, post.edition), (None, 1));
    store.begin_post("digest", "hall", at(1)).await.unwrap();
    let post = store.post("digest").await.unwrap().unwrap();
    assert_eq!((post.place.as_str(), post.edition), ("hall", 2));
    store.forget_post("digest").await.unwrap();
    assert_eq!(store.post("digest").await.unwrap(), None);
}

#[tokio::test]
async fn what_has_happened_since_is_all_that_is_looked_at_of_finished_cases() {
    let store = memory().await;
    let wine = store.opened("a", WINE).await;
    let other = store.opened("b", WINE).await;
    draw_all(&store).await;
    store.ana(wine, answer("Oui."), 1).await;
    store.deliver_all(1).await;
    draw_all(&store).await;
    assert_eq!(behind(&store).await, []);
    let since = async |drawn| -> Vec<EscalationRef> {
        let cards = store.outdated_cards(ROOM, false, Some(drawn)).await;
        cards.unwrap().iter().map(|card| card.reference).collect()
    };
    let drawn = store.latest_position().await.unwrap();
    assert_eq!(since(drawn).await, []);
    store.ana(wine, correction("Non."), 2).await;
    assert_eq!(since(drawn).await, [wine]);
    store.deliver_all(2).await;
    draw_all(&store).await;
    let drawn = store.latest_position().await.unwrap();
    assert_eq!(store.get(other).await.unwrap().follows, Some(wine));
    store
        .act(other, add("12 bottles"), &by_asker("b"), at(3))
        .await
        .unwrap();
    assert_eq!(store.get(other).await.unwrap().follows, None);
    let card = store.post(&Post::card(wine)).await.unwrap().unwrap();
    assert_eq!(card.position, None);
    assert_eq!(
        since(drawn).await,
        [wine, other],
        "it has no follower any more"
    );
    draw_all(&store).await;
    let drawn = store.latest_position().await.unwrap();
    store.renew_post(&Post::card(wine)).await.unwrap();
    assert_eq!(since(drawn).await, [wine], "its card is gone");
}
