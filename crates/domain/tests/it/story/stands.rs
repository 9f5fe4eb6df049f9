//! Where a story stands: one that has come to each stage.

use domain::journal::RoleAnswer;
use domain::maintenance::Command;
use domain::plan::Planned;

use super::{MINUTE, Story, planned, round};

impl Story {
    pub(crate) fn checked() -> Self {
        let mut story = Self::planned();
        story.check();
        story
    }

    pub(crate) fn saved() -> Self {
        let mut story = Self::checked();
        story.must(Command::SkipSave);
        story
    }

    /// The outbound command is sent, with no answer yet.
    pub(crate) fn sent() -> Self {
        let mut story = Self::saved();
        story.send();
        story
    }

    pub(crate) fn started() -> Self {
        let mut story = Self::sent();
        story.answer(RoleAnswer::Started);
        story
    }

    /// Roles changing: settled as happened, the leg not done.
    pub(crate) fn swapping() -> Self {
        let mut story = Self::started();
        story.look(round("backup", "backup"));
        story
    }

    pub(crate) fn at_swing() -> Self {
        let mut story = Self::planned();
        story.run_leg();
        story
    }

    pub(crate) fn at_observe() -> Self {
        let mut story = Self::at_swing();
        story.must(Command::Swing { confirm_by: None });
        story
    }

    pub(crate) fn at_work() -> Self {
        let mut story = Self::at_observe();
        story.wait(15 * MINUTE);
        story.must(Command::Settle);
        story
    }

    pub(crate) fn at_reconcile() -> Self {
        let mut story = Self::at_work();
        story.check();
        story
    }

    pub(crate) fn at_check_return() -> Self {
        let mut story = Self::at_reconcile();
        story.state_notes_complete();
        story
    }

    pub(crate) fn at_fail_back() -> Self {
        let mut story = Self::at_check_return();
        story.check();
        story
    }

    /// The return command is sent, with no answer yet.
    pub(crate) fn sent_back() -> Self {
        let mut story = Self::at_fail_back();
        story.send();
        story
    }

    pub(crate) fn at_swing_return() -> Self {
        let mut story = Self::at_fail_back();
        story.run_leg();
        story
    }

    pub(crate) fn at_verify() -> Self {
        let mut story = Self::at_swing_return();
        story.must(Command::Swing { confirm_by: None });
        story
    }

    pub(crate) fn at_sign_off() -> Self {
        let mut story = Self::at_verify();
        story.verify();
        story
    }

    pub(crate) fn signed_off() -> Self {
        let mut story = Self::at_sign_off();
        story.must(Command::SignOff);
        story
    }

    pub(crate) fn abandoned() -> Self {
        let mut story = Self::saved();
        story.must(Command::Abandon { reason: "the window was lost".to_owned() });
        story
    }

    pub(crate) fn closed_away() -> Self {
        let mut story = Self::at_work();
        story.must(Command::CloseAway { new_home: true, reason: "atl-1 is not mended".to_owned() });
        story
    }

    pub(crate) fn taken_up() -> Self {
        Self::of(Planned { taken_up: true, ..planned() })
    }
}
