//! The ledger and reconciling, for people.

use std::fmt::Write as _;

use app::wire::{
    ApplicationEnd, ApplicationPlan, Change, ChangeList, ChangeShown, ChangedField, Collected, Coverage, Reconciliation,
};
use serde_json::Value;

use super::time::clock;
use super::{hung, table};

/// A longer value is cut here: `--json` has the whole.
const LONGEST: usize = 60;

pub(super) fn list(list: &ChangeList) -> String {
    let mut text = head(list.total, &list.verdict.sentence);
    text += &table::lines(list.changes.iter().map(line));
    let noise: u64 = list.noise.iter().map(|noise| noise.count).sum();
    if noise > 0 {
        let _ = writeln!(text, "{noise} sign-in, report and token events are kept out of sight.");
    }
    text
}

fn head(total: usize, verdict: &str) -> String {
    let changes = if total == 1 { "1 change".to_owned() } else { format!("{total} changes") };
    format!("{changes}. {verdict}.\n")
}

fn line(change: &Change) -> Vec<String> {
    let on = change.appliance.as_deref().unwrap_or("where is not known");
    vec![
        change.entry.clone(),
        change.at.as_deref().map_or_else(|| "when is not known".to_owned(), clock),
        format!("{on} ({})", change.role_then),
        format!("{} > {}", change.place, sentence(change)),
        change.who.clone().unwrap_or_else(|| "who is not known".to_owned()),
        change.witnesses.join("+"),
        change.group.replace('_', " "),
        standing(change),
    ]
}

/// What happened to which object.
fn sentence(change: &Change) -> String {
    let object = change.object.name.as_deref().or(change.object.id.as_deref()).unwrap_or(&change.object.kind);
    match (change.kind, change.fields.len()) {
        ("changed", 1) => format!("{object}: {} changed", change.fields[0].name),
        ("changed", n) if n > 1 => format!("{object}: {n} fields changed"),
        ("done", _) if !change.event.is_empty() => format!("{object}: {}", change.event),
        (kind, _) => format!("{object} {kind}"),
    }
}

fn standing(change: &Change) -> String {
    match (change.standing, change.disposition) {
        ("undecided", _) => "to decide".to_owned(),
        ("outstanding", Some(disposition)) => format!("{disposition}, not done yet"),
        ("by_this_program", _) => "by Switchback".to_owned(),
        (_, Some(disposition)) => disposition.to_owned(),
        _ => String::new(),
    }
}

pub(super) fn one(change: &Change) -> String {
    let mut text = format!("{} {}\n", change.entry, sentence(change));
    let mut rows = vec![
        ("place", change.place.clone()),
        ("when", when(change)),
        ("who", [change.who.as_deref(), change.who_ip.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ")),
        ("on", format!("{}, {} then", change.appliance.as_deref().unwrap_or("not known"), change.role_then)),
        ("event", change.event.clone()),
        ("witnesses", change.witnesses.join(", ")),
        ("group", change.group.replace('_', " ")),
        ("decided", standing(change)),
        ("by", change.decided_by.clone().unwrap_or_default()),
        ("why", change.reason.clone().unwrap_or_default()),
        ("arrival", change.arrival.unwrap_or_default().replace('_', " ")),
        ("note", change.note.clone().unwrap_or_default()),
    ];
    rows.retain(|(_, value)| !value.is_empty());
    for (name, value) in rows {
        let _ = writeln!(text, "  {name:10} {}", hung(&value, 13));
    }
    for field in &change.fields {
        let _ = writeln!(text, "  {}", hung(&told(field), 4));
    }
    let warnings = [
        (change.incomplete, "A segment of its message is missing: there may be more to it."),
        (change.already_overwritten, "A data sync has overwritten it already."),
        (change.unknown_event, "Its event is in no list of the vendor's: what it means is told by its name alone."),
    ];
    if let Some(doubt) = change.doubt {
        let _ = writeln!(text, "  {doubt}");
    }
    for (_, warning) in warnings.iter().filter(|(is, _)| *is) {
        let _ = writeln!(text, "  {warning}");
    }
    text
}

fn when(change: &Change) -> String {
    match (&change.at_earliest, &change.at) {
        (Some(from), Some(to)) => format!("between {from} and {to}"),
        (None, Some(at)) => at.clone(),
        (Some(from), None) => format!("after {from}"),
        (None, None) => "not known".to_owned(),
    }
}

fn told(field: &ChangedField) -> String {
    if field.secret {
        return format!("{}: changed; the value is secret and not known here", field.name);
    }
    format!("{}: {} -> {}", field.name, value(field.before.as_ref()), value(field.after.as_ref()))
}

fn value(value: Option<&Value>) -> String {
    let text = match value {
        None => return "(nothing)".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

pub(super) fn shown(shown: &ChangeShown) -> String {
    let mut text = one(&shown.change);
    for witness in &shown.evidence {
        let _ = writeln!(
            text,
            "\n  {} from {}, recorded {} by {} as fact {}",
            witness.kind, witness.source, witness.recorded_at, witness.recorded_by, witness.fact
        );
        for (key, value) in &witness.raw {
            let _ = writeln!(text, "    {key} = {}", hung(value, 6));
        }
    }
    text
}

pub(super) fn collected(collected: &Collected) -> String {
    let mut text = format!("{}\n", collected.sentence);
    for log in &collected.logs {
        let _ = match &log.trouble {
            Some(trouble) => writeln!(text, "  {}: its log could not be read: {}", log.source, hung(trouble, 4)),
            None => writeln!(text, "  {}: {} messages, {} of them new", log.source, log.messages, log.fresh),
        };
        if log.incomplete + log.damaged > 0 {
            let (incomplete, damaged) = (log.incomplete, log.damaged);
            let _ = writeln!(text, "    {incomplete} with segments missing, {damaged} lines that could not be read");
        }
    }
    for snapshot in &collected.snapshots {
        let _ = match &snapshot.trouble {
            Some(trouble) => {
                writeln!(text, "  {}: its configuration could not be read: {}", snapshot.appliance, hung(trouble, 4))
            }
            None => writeln!(text, "  {}: {} objects of its configuration", snapshot.appliance, snapshot.objects),
        };
        for (kind, why) in &snapshot.failed {
            let _ = writeln!(text, "    not read: {kind}: {}", hung(why, 6));
        }
    }
    text + &head(collected.total, &collected.verdict.sentence)
}

pub(super) fn coverage(coverage: &Coverage) -> String {
    let mut text = format!("From {} to {}.\n", coverage.from, coverage.to);
    let seen = |area: &app::wire::AreaSeen| {
        let by = area.seen.iter().map(|(label, by)| format!("{label}: {}", by.replace('_', " ")));
        vec![format!("{} > {}", area.menu, area.tab), by.collect::<Vec<_>>().join("; ")]
    };
    text += &table::lines(coverage.areas.iter().map(seen));
    for spot in &coverage.blind_spots {
        let _ = writeln!(text, "Blind spot: {} ({})", hung(&spot.sentence, 4), spot.standing);
    }
    text
}

pub(super) fn reconciliation(told: &Reconciliation) -> String {
    let mut text = format!("{}.\n", told.sentence);
    let _ = writeln!(
        text,
        "Failing back copies {} over {}: what stands only on {} is lost unless it is put on {} first.",
        told.primary, told.backup, told.backup, told.primary
    );
    for group in told.groups.iter().filter(|group| group.count > 0) {
        let open = match (group.undecided, group.outstanding) {
            (0, 0) => "settled".to_owned(),
            (undecided, 0) => format!("{undecided} to decide: {}", group.answers.join(", ")),
            (undecided, outstanding) => format!("{undecided} to decide, {outstanding} decided and not done"),
        };
        let _ = writeln!(text, "\n{} ({}): {open}", group.group.replace('_', " "), group.count);
        let entries: Vec<_> = told.entries.iter().filter(|change| change.group == group.group).map(line).collect();
        text += &table::lines(entries);
        if group.group == "blind_spot" {
            for spot in &told.blind_spots {
                let _ = writeln!(text, "{} ({})", hung(&spot.sentence, 4), spot.standing);
            }
        }
    }
    text
}

pub(super) fn plan(plan: &ApplicationPlan) -> String {
    let mut text = format!("Dry run: nothing was sent. {} calls to {}.\n", plan.calls, plan.primary);
    for step in &plan.steps {
        let object = step.object.name.as_deref().or(step.object.id.as_deref()).unwrap_or(&step.object.kind);
        let _ = writeln!(text, "\n{} {}: {} > {object}", step.entry, step.disposition, step.place);
        match (step.act, &step.path) {
            ("call", Some(path)) => {
                let _ = writeln!(text, "  {} {path}", step.method.unwrap_or_default());
                let shown = |value: &Option<Value>| value.as_ref().map_or_else(String::new, Value::to_string);
                let _ = writeln!(text, "  now  {}", shown(&step.before));
                let _ = writeln!(text, "  then {}", shown(&step.after));
            }
            ("already_so", _) => text += "  Nothing to send: it stands so already.\n",
            _ => {
                let _ = writeln!(
                    text,
                    "  By hand in /login of {}: {}",
                    plan.primary,
                    step.why.as_deref().unwrap_or_default()
                );
                for set in &step.to_set {
                    let _ = writeln!(text, "    {} = {}", set.field, value(set.value.as_ref()));
                }
            }
        }
        if !step.also_by_hand.is_empty() {
            let _ = writeln!(text, "  Also by hand: {}", step.also_by_hand.join(", "));
        }
        if let Some(outcome) = &step.outcome {
            let _ = writeln!(text, "  {}", hung(outcome, 4));
        }
    }
    text
}

pub(super) fn applied(end: &ApplicationEnd) -> String {
    let mut text = String::new();
    for step in &end.steps {
        let _ = writeln!(text, "{} {}", step.entry, hung(&step.sentence, 7));
    }
    let _ = writeln!(text, "{}", end.sentence);
    text
}
