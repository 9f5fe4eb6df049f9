//! What is told of a maintenance that did not go as planned: as much as its journal says, and no more.

use domain::change::{Disposition, EntryId};
use domain::ids::Guid;
use domain::journal::{ChangeApplied, ChangeIntent, Event, RoleAnswer};
use domain::maintenance::Command;
use domain::plan::{LegName, Planned};
use domain::role::Side;
use report::{Document, html, make};

use crate::page;
use crate::story::{Book, Story, after, before, material, planned};

#[track_caller]
fn told(story: &Story) -> Document {
    make(&material(story.clone(), Book::default())).expect("a document")
}

/// Everything that stands on the page.
#[track_caller]
fn on_the_page(document: &Document) -> String {
    page::is_inert(&html(document)).text
}

/// Ready to be failed over.
fn ready() -> Story {
    let mut story = Story::of(planned());
    story.check(|_| {});
    story
}

/// Found failed over.
fn away() -> Story {
    let mut story = Story::of(Planned { taken_up: true, ..planned() });
    story.looks(after(LegName::Outbound));
    story
}

/// The role command was refused.
fn refused() -> Story {
    let mut story = ready();
    story.send();
    story.answer(RoleAnswer::Refused, Some(422), "not now");
    story.looks(before(LegName::Outbound));
    story
}

/// The roles began to change.
fn changing() -> Story {
    let mut story = ready();
    story.send();
    story.answer(RoleAnswer::Started, Some(200), "OK");
    story.look(("backup", "backup"));
    story
}

/// Somebody else failed back, and traffic follows.
fn returned() -> Story {
    let mut story = away();
    story.looks(after(LegName::Return));
    story.must(Command::Adopt { reason: "by hand".to_owned() });
    story.must(Command::Swing { confirm_by: None });
    story
}

fn close(story: &mut Story, new_home: bool) {
    story.must(Command::CloseAway { new_home, reason: "enough for today".to_owned() });
}

#[test]
fn a_write_of_unknown_outcome_is_told_as_unknown() {
    let mut story = away();
    let (entry, disposition) = (EntryId(1), Disposition::Reapply);
    let (method, path) = ("POST".to_owned(), "/team".to_owned());
    let body = Some("{\"name\":\"Plant 4\"}".to_owned());
    story.event(&Event::ChangeIntended(ChangeIntent { entry, disposition, target: Side::StandIn, method, path, body }));
    let answer = "no answer within 30 s".to_owned();
    story.event(&Event::ChangeApplied(ChangeApplied { entry, disposition, done: false, unknown: true, answer }));
    let document = told(&story);
    assert_eq!(document.report.writes[0].done, None);
    assert!(document.report.writes[0].settled_at.is_some());
    let line = document.report.events.last().expect("an event");
    assert_eq!(line.words, "C-0001 (reapply) outcome unknown: no answer within 30 s");
    let page = on_the_page(&document);
    assert!(page.contains("outcome unknown") && !page.contains("not as wanted") && !page.contains("not done"));
}

#[test]
fn users_were_cut_off_only_by_a_command_that_did_something() {
    let words = |story: &Story| told(story).report.users[0].words.clone();
    let counted = "signed in on atl-1 just before the role command of the outbound leg";
    let mut unknown = ready();
    unknown.send();
    assert_eq!(words(&unknown), counted);
    unknown.answer(RoleAnswer::Unknown, None, "no answer within 30 s");
    for story in [&unknown, &refused()] {
        assert_eq!(words(story), counted);
    }
    assert_eq!(words(&changing()), format!("{counted}, and cut off by it"));
}

#[test]
fn a_look_is_told_by_the_guids_that_counted_then() {
    let mut story = away();
    let guid: Guid = "2c3d4e5f60718293a4b5c6d7e8f90a1b".parse().expect("a GUID");
    story.event(&Event::ApplianceAccepted { side: Side::StandIn, guid: Some(guid), pin: None });
    let document = told(&story);
    let seen: Vec<&str> = document
        .report
        .events
        .iter()
        .filter(|event| event.kind == "observed")
        .map(|event| event.words.as_str())
        .collect();
    assert_eq!(seen[0], "Seen: atl-1 backup, atl-2 primary; equal look 1");
}

#[test]
fn what_was_abandoned_after_a_role_command_says_what_came_of_it() {
    let mut story = refused();
    story.must(Command::Abandon { reason: "the window was lost".to_owned() });
    let report = told(&story).report;
    assert_eq!(report.headline, "Memory upgrade of atl-1: abandoned, no role command took effect");
    assert_eq!(report.sentence, "1 role command: refused by the appliance. Reason: the window was lost.");
    let mut story = ready();
    story.must(Command::Abandon { reason: "the window was lost".to_owned() });
    let report = told(&story).report;
    assert_eq!(report.headline, "Memory upgrade of atl-1: abandoned before a role command");
    assert_eq!(report.sentence, "This maintenance changed no role. Reason: the window was lost.");
}

#[test]
fn what_was_closed_while_roles_changed_names_no_primary() {
    let mut story = changing();
    close(&mut story, false);
    let report = told(&story).report;
    assert_eq!(report.headline, "Memory upgrade of atl-1: closed while the roles were changing");
    let open = "The outbound leg changed a role, and its end was never seen.";
    assert_eq!(report.sentence, format!("{open} Reason: enough for today."));
}

#[test]
fn what_was_closed_after_the_way_back_says_so() {
    let mut story = returned();
    close(&mut story, false);
    let report = told(&story).report;
    assert_eq!(report.headline, "Memory upgrade of atl-1: closed after the way back, before it was verified");
    assert_eq!(report.sentence, "atl-1 is primary. Reason: enough for today.");
}

#[test]
fn a_new_home_primary_stands_in_the_sentence() {
    let mut story = away();
    close(&mut story, true);
    let report = told(&story).report;
    assert_eq!(report.headline, "Memory upgrade of atl-1: closed without the way back");
    assert_eq!(report.sentence, "atl-2 stays primary and becomes the home primary. Reason: enough for today.");
}

#[test]
fn what_was_closed_over_a_foreign_role_change_tells_the_roles_that_were_seen() {
    let mut story = away();
    story.looks(after(LegName::Return));
    close(&mut story, false);
    let sentence = told(&story).report.sentence;
    let seen = "A role changed without a command of this maintenance: atl-1 primary, atl-2 backup.";
    assert_eq!(sentence, format!("{seen} Reason: enough for today."));
}
