//! What happens in a random story, and how often.

use super::*;

/// What one appliance shows.
#[derive(Clone, Debug)]
pub(super) enum Shows {
    Word(&'static str),
    Stranger,
    OtherKey,
}

/// What a look shows.
#[derive(Clone, Debug)]
pub(super) enum Sight {
    /// The roles as they were before the leg that comes next, or are to stay.
    AsBefore,
    /// The roles as that leg assigns them.
    AsAssigned,
    BothBackup,
    TwoPrimaries,
    /// As before, with a last sync from just before the end of the leg that is done.
    Stamped,
    /// As assigned, the old primary answering the plain probe only: listed by the new one or not.
    MuteOld {
        listed: bool,
        site: bool,
    },
    Any {
        home: Shows,
        stand_in: Shows,
        site: u8,
        lists: Option<(Side, &'static str)>,
        stamp_s: Option<i64>,
    },
}

#[derive(Clone, Debug)]
pub(super) enum Checked {
    Green,
    WarnsOfSite,
    MuteOther,
    ReadOnly,
    VersionsDiffer,
    TwoPrimaries,
    Of(Sight),
}

#[derive(Clone, Debug)]
pub(super) enum Op {
    /// What a person would do next.
    Next,
    Look(Sight),
    Looks(Sight),
    Check(Checked),
    Send {
        way: Way,
        undecided: u32,
    },
    CheckAndSend(Way),
    /// A role command with its answer, or none before a restart, and what is seen of it then; perhaps it is stated not
    /// to have happened.
    Try {
        way: Way,
        answer: Option<RoleAnswer>,
        sight: Sight,
        wait_ms: i64,
        stated: bool,
    },
    Answer {
        answer: RoleAnswer,
        stray: bool,
    },
    NotHappened,
    Adopt,
    Accept {
        side: Side,
        replaced: bool,
    },
    Gap,
    Note,
    StateNotes,
    Approve,
    Acknowledge(&'static str),
    SkipSave,
    NameBackup,
    Swing {
        confirm: bool,
    },
    Settle,
    Verify(Sight),
    SignOff,
    CloseAway,
    Abandon,
    Export,
    Import,
    Restart,
    Clock(i64),
    Ledger(OfTheLedger),
}

/// What the ledger brings.
#[derive(Clone, Debug)]
pub(super) enum OfTheLedger {
    Baseline,
    Decided,
    Ignored(bool),
    Intended,
    Applied,
    Judged { undecided: u32 },
}

pub(super) fn shows() -> impl Strategy<Value = Shows> {
    prop_oneof![
        4 => Just(Shows::Word("primary")),
        4 => Just(Shows::Word("backup")),
        1 => Just(Shows::Word("none")),
        1 => Just(Shows::Word("standby")),
        2 => Just(Shows::Word("silent")),
        2 => Just(Shows::Word("mute")),
        1 => Just(Shows::Stranger),
        1 => Just(Shows::OtherKey),
    ]
}

pub(super) fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Home), Just(Side::StandIn)]
}

pub(super) fn sight() -> impl Strategy<Value = Sight> {
    let lists = prop::option::weighted(0.3, (side(), prop_oneof![Just("primary"), Just("backup"), Just("none")]));
    let anything = (shows(), shows(), 0..4_u8, lists, prop::option::of(-300..300_i64))
        .prop_map(|(home, stand_in, site, lists, stamp_s)| Sight::Any { home, stand_in, site, lists, stamp_s });
    prop_oneof![
        4 => Just(Sight::AsBefore),
        4 => Just(Sight::AsAssigned),
        2 => Just(Sight::BothBackup),
        2 => Just(Sight::Stamped),
        1 => Just(Sight::TwoPrimaries),
        2 => (any::<bool>(), any::<bool>()).prop_map(|(listed, site)| Sight::MuteOld { listed, site }),
        5 => anything,
    ]
}

pub(super) fn way() -> impl Strategy<Value = Way> {
    prop_oneof![4 => Just(Way::Planned), 1 => Just(Way::ByHand)]
}

fn of_the_ledger() -> impl Strategy<Value = OfTheLedger> {
    prop_oneof![
        1 => Just(OfTheLedger::Baseline),
        2 => Just(OfTheLedger::Decided),
        1 => any::<bool>().prop_map(OfTheLedger::Ignored),
        2 => Just(OfTheLedger::Intended),
        2 => Just(OfTheLedger::Applied),
        3 => (0..3_u32).prop_map(|undecided| OfTheLedger::Judged { undecided }),
    ]
}

pub(super) fn op() -> impl Strategy<Value = Op> {
    let checked = prop_oneof![
        4 => Just(Checked::Green),
        2 => Just(Checked::WarnsOfSite),
        2 => Just(Checked::MuteOther),
        1 => Just(Checked::ReadOnly),
        1 => Just(Checked::VersionsDiffer),
        1 => Just(Checked::TwoPrimaries),
        2 => sight().prop_map(Checked::Of),
    ];
    let answer = || {
        prop_oneof![
            3 => Just(RoleAnswer::Started),
            2 => Just(RoleAnswer::Refused),
            2 => Just(RoleAnswer::Unknown),
            1 => Just(RoleAnswer::NotSent),
        ]
    };
    let unchanged = prop_oneof![3 => Just(Sight::AsBefore), 2 => sight()];
    let tried = (way(), prop::option::weighted(0.8, answer()), unchanged, 0..3_000_000_i64, any::<bool>())
        .prop_map(|(way, answer, sight, wait_ms, stated)| Op::Try { way, answer, sight, wait_ms, stated });
    let code = prop_oneof![
        Just("site_name"),
        Just("other_answers_api"),
        Just("ledger"),
        Just("sync_unproven"),
        Just("versions_equal"),
        Just("reachable_other"),
        Just("clock_offset"),
    ];
    let clock = prop_oneof![
        4 => 0..10_000_i64,
        2 => 0..3_000_000_i64,
        1 => -10_000_000..0_i64,
        1 => Just(1_900_000_i64),
    ];
    prop_oneof![
        60 => Just(Op::Next),
        10 => sight().prop_map(Op::Look),
        8 => sight().prop_map(Op::Looks),
        5 => checked.prop_map(Op::Check),
        3 => (way(), 0..2_u32).prop_map(|(way, undecided)| Op::Send { way, undecided }),
        4 => way().prop_map(Op::CheckAndSend),
        15 => tried,
        5 => (answer(), prop::bool::weighted(0.1)).prop_map(|(answer, stray)| Op::Answer { answer, stray }),
        4 => Just(Op::NotHappened),
        3 => Just(Op::Adopt),
        1 => (side(), any::<bool>()).prop_map(|(side, replaced)| Op::Accept { side, replaced }),
        2 => Just(Op::Gap),
        1 => Just(Op::Note),
        1 => Just(Op::StateNotes),
        1 => Just(Op::Approve),
        4 => code.prop_map(Op::Acknowledge),
        1 => Just(Op::SkipSave),
        3 => Just(Op::NameBackup),
        2 => any::<bool>().prop_map(|confirm| Op::Swing { confirm }),
        1 => Just(Op::Settle),
        1 => sight().prop_map(Op::Verify),
        1 => Just(Op::SignOff),
        1 => Just(Op::CloseAway),
        2 => Just(Op::Abandon),
        1 => Just(Op::Export),
        2 => Just(Op::Import),
        5 => Just(Op::Restart),
        3 => clock.prop_map(Op::Clock),
        4 => of_the_ledger().prop_map(Op::Ledger),
    ]
}
