//! The table of pair states, row by row: the first that fits, from the top, with its tone and its sentence.

mod rest;
mod stops;
mod table;
mod under_way;

use domain::journal::{RoleAnswer, Way};
use domain::maintenance::{Progress, progress};
use domain::observation::{Round, TroubleKind};
use domain::pair_state::{Circumstances, PairState, PairStateName, Tone, pair_state};
use domain::plan::{Kind, LegName, Planned};
use domain::role::{Both, Side};
use domain::seen::Seen;
use expect_test::{Expect, expect};

use PairStateName as N;
use Tone::{NeedsYou, Ready, Slow, Stop, Working};

use crate::story::{
    MINUTE, RoundTold, Story, after, before, guid, labels, look, planned, round, silent, stranger, troubled,
};

/// At rest, outside a maintenance.
fn at_rest(round: &Round) -> PairState {
    state(round, None, None, false)
}

/// In the maintenance of a story, at its time.
fn within(story: &Story, round: &Round) -> PairState {
    state(round, Some(story), progress(&story.m, story.now), false)
}

fn state(round: &Round, story: Option<&Story>, progress: Option<Progress>, return_window_begun: bool) -> PairState {
    let remembered = Both::new(guid(Side::Home), guid(Side::StandIn));
    let expected = story.map_or(&remembered, |story| &story.m.guids);
    pair_state(
        round,
        &Seen::of(round, expected),
        &Circumstances {
            labels: &labels(),
            maintenance: story.map(|story| &story.m),
            progress: progress.as_ref(),
            return_window_begun,
            users_missing: None,
        },
    )
}

#[track_caller]
fn is(found: &PairState, name: PairStateName, tone: Tone) {
    assert_eq!((found.name, found.tone), (name, tone), "{found:?}");
    assert!(!found.sentence.is_empty() && found.sentence.ends_with('.'), "{found:?}");
    assert!(!found.next.is_empty() && found.next.ends_with('.'), "{found:?}");
}

#[track_caller]
fn says(found: &PairState, expected: Expect) {
    expected.assert_eq(&format!("{}\n{}\n", found.sentence, found.next));
}

/// The outbound command, this long under way, with these roles seen last.
fn under_way(answer: RoleAnswer, after_ms: i64, seen: &Round) -> (Story, PairState) {
    let mut story = Story::sent();
    story.answer(answer);
    story.wait(after_ms);
    story.look(seen.clone());
    let found = within(&story, seen);
    (story, found)
}
