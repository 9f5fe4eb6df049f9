//! The table as a whole, and what counts as an answer.

use super::*;

#[test]
fn a_pair_of_roles_comes_to_the_first_state_of_the_table_that_fits() {
    let words = ["primary", "backup", "none", "standby", "silent", "mute"];
    let work = Story::at_work();
    let running = Story::started();
    let mut table = String::new();
    for home in words {
        for stand_in in words {
            let seen = Round {
                home: look(Side::Home, home),
                stand_in: look(Side::StandIn, stand_in),
                ..round("silent", "silent")
            };
            let name = |state: PairState| format!("{:?} {:?}", state.name, state.tone);
            table += &format!(
                "{home:<8} {stand_in:<8} rest: {:<22} work: {:<22} command: {}\n",
                name(at_rest(&seen)),
                name(within(&work, &seen)),
                name(within(&running, &seen)),
            );
        }
    }
    expect![[r#"
        primary  primary  rest: TwoPrimaries Stop      work: TwoPrimaries Stop      command: TwoPrimaries Stop
        primary  backup   rest: Normal Ready           work: Normal NeedsYou        command: Syncing Working
        primary  none     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        primary  standby  rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        primary  silent   rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        primary  mute     rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        backup   primary  rest: FailedOver NeedsYou    work: FailedOver Ready       command: FailedOver Working
        backup   backup   rest: BothBackup Stop        work: BothBackup Stop        command: Swapping Working
        backup   none     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        backup   standby  rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        backup   silent   rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        backup   mute     rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        none     primary  rest: Broken Stop            work: Broken Stop            command: Broken Stop
        none     backup   rest: Broken Stop            work: Broken Stop            command: Broken Stop
        none     none     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        none     standby  rest: Broken Stop            work: Broken Stop            command: Broken Stop
        none     silent   rest: Broken Stop            work: Broken Stop            command: Broken Stop
        none     mute     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        standby  primary  rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        standby  backup   rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        standby  none     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        standby  standby  rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        standby  silent   rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        standby  mute     rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        silent   primary  rest: Unknown NeedsYou       work: Away Working           command: Syncing Working
        silent   backup   rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        silent   none     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        silent   standby  rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        silent   silent   rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        silent   mute     rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        mute     primary  rest: Unknown NeedsYou       work: Away Working           command: Syncing Working
        mute     backup   rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        mute     none     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        mute     standby  rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        mute     silent   rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        mute     mute     rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
    "#]]
    .assert_eq(&table);
}

#[test]
fn a_look_through_a_refused_port_is_no_answer() {
    let mut seen = before(LegName::Outbound);
    seen.stand_in = silent(Side::StandIn);
    let remembered = Both::new(guid(Side::Home), guid(Side::StandIn));
    let told = Seen::of(&seen, &remembered);
    assert_eq!((told.answers.home, told.answers.stand_in), (true, false));
    seen.stand_in = troubled(Side::StandIn, TroubleKind::ServerError, "503");
    assert!(Seen::of(&seen, &remembered).answers.stand_in, "what accepts a connection is alive");
}
