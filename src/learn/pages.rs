//! Whether a bit belongs to every frame of a message or to those of one first byte alone. Seen over all frames, a bit of the
//! latter goes back and forth with that byte; one of every frame is seen to move by each.

use super::lane::Track;
use super::message::Message;
use super::timeline::Millis;

/// How much further apart than their period two first bytes may show the same change, in milliseconds.
const APART: Millis = 500;

/// Whether the frames of this first byte, or all of them, are those that a bit of them belongs to.
pub(super) fn holds(message: &Message, page: Option<u8>, track: &Track) -> bool {
    if !message.is_multiplexed() {
        return true;
    }
    let is_common = is_common(message, track.bit);
    if page.is_none() {
        let of_pages = message.lanes().filter(|(page, _)| page.is_some());
        let most = of_pages.filter_map(|(_, lane)| Some(lane.track(track.bit)?.edges.len())).max();
        return is_common || most.is_none_or(|most| track.edges.len() * 2 <= most * 3);
    }
    let Some(whole) = message.lane(None) else { return !is_common };
    let moves = whole.track(track.bit).map(|over_all| over_all.edges.len());
    !is_common && (whole.is_busy(track.bit) || moves.is_some_and(|moves| moves > track.edges.len()))
}

/// Whether the frames of every first byte show a bit move at the same times.
fn is_common(message: &Message, bit: u16) -> bool {
    let pages = message.lanes().filter(|(page, _)| page.is_some());
    let tracks: Option<Vec<&Track>> = pages.map(|(_, lane)| lane.track(bit)).collect();
    let Some(tracks) = tracks else { return false };
    let Some(most) = tracks.iter().max_by_key(|track| track.edges.len()) else { return false };
    let apart = message.delay(message.lanes().find_map(|(page, _)| page)).saturating_add(APART);
    let follows = |edge: &&Millis| {
        let next = most.edges.partition_point(|known| known < edge);
        let near = [next.checked_sub(1), Some(next)];
        near.into_iter()
            .flatten()
            .filter_map(|at| most.edges.get(at))
            .any(|known| known.abs_diff(**edge) <= apart)
    };
    tracks.iter().all(|track| {
        let alike = track.edges.iter().filter(follows).count();
        alike * 4 >= track.edges.len() * 3 && alike * 3 >= most.edges.len()
    })
}
