//! What holds for any log: written, cut, mixed and damaged in any way.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use syslog::{Arrival, End, Limits};

use crate::told::{Log, Told, read, read_pieces, text};
use crate::writer::{Author, STYLES, Style, lines, payload};

type Pairs = Vec<(String, String)>;

/// A message and where it is cut.
#[derive(Clone, Debug)]
struct Draft {
    fields: Pairs,
    style: Style,
    cuts: Vec<Index>,
}

impl Draft {
    fn payload(&self) -> Vec<u8> {
        payload(self.fields.iter().map(|(key, value)| (key, value)))
    }

    /// Its lines, written by the `at`th process. Two process ids differ in more than one digit, so that no change of one
    /// byte makes one of the other. The old form has none: there the site's id tells the messages apart.
    fn lines(&self, at: usize) -> Vec<Vec<u8>> {
        let payload = self.payload();
        let mut cuts: Vec<usize> = self.cuts.iter().map(|cut| cut.index(payload.len() + 1)).collect();
        cuts.sort_unstable();
        let number = u16::try_from(at).expect("few messages") * 11 + 1000;
        let author = Author { style: self.style, host: "hostb", pid: u32::from(number), site: number, second: 3 };
        lines(&author, &payload, &cuts)
    }
}

/// Texts with what has a meaning in them, or nothing, in every place.
fn value() -> impl Strategy<Value = String> {
    "([=;\\\\: ]|[a-z]|BG|1427:01:01:|[äß日😀]|[^\\r\\n]){0,12}"
}

fn key() -> impl Strategy<Value = String> {
    "([a-z_:]|[=;\\\\äß日])([a-z_: ]|[=;\\\\äß日]){0,8}"
}

fn draft() -> impl Strategy<Value = Draft> {
    (vec((key(), value()), 1..8), select(&STYLES[..]), vec(any::<Index>(), 0..6))
        .prop_map(|(fields, style, cuts)| Draft { fields, style, cuts })
}

/// Drafts and their lines in any order, each with the number of its draft.
fn shuffled() -> impl Strategy<Value = (Vec<Draft>, Vec<(usize, Vec<u8>)>)> {
    vec(draft(), 1..6).prop_flat_map(|drafts| {
        let lines: Vec<_> = drafts
            .iter()
            .enumerate()
            .flat_map(|(at, draft)| draft.lines(at).into_iter().map(move |line| (at, line)))
            .collect();
        (Just(drafts), Just(lines).prop_shuffle())
    })
}

fn of(log: &Log, at: usize) -> Vec<&Told> {
    let site = (at * 11 + 1000).to_string();
    log.messages.iter().filter(|told| told.site_id == site).collect()
}

fn only_lines(lines: &[(usize, Vec<u8>)]) -> Vec<u8> {
    text(&lines.iter().map(|(_, line)| line).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_cutting_and_interleaving_and_escaping_comes_back((drafts, lines) in shuffled()) {
        let log = read(only_lines(&lines));
        prop_assert_eq!((log.messages.len(), log.damage.len()), (drafts.len(), 0));
        for (at, draft) in drafts.iter().enumerate() {
            let told = of(&log, at);
            prop_assert_eq!(told.len(), 1);
            prop_assert_eq!((told[0].end, usize::from(told[0].segments)), (End::Whole, draft.cuts.len() + 1));
            prop_assert!(told[0].arrival != Arrival::Mixed);
            prop_assert_eq!(&told[0].payload, &draft.payload());
            prop_assert_eq!(told[0].whole_fields(), draft.fields.clone());
        }
    }

    #[test]
    fn where_pieces_end_makes_no_difference((_, lines) in shuffled(), sizes in vec(1_usize..200, 1..40), last in any::<bool>()) {
        let mut bytes = only_lines(&lines);
        if last {
            bytes.pop();
        }
        let mut pieces = vec![];
        let mut rest = bytes.as_slice();
        for size in sizes.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, after) = rest.split_at((*size).min(rest.len()));
            pieces.push(piece);
            rest = after;
        }
        prop_assert_eq!(read_pieces(&[pieces], Limits::default()), read(&bytes));
    }

    #[test]
    fn files_that_end_between_lines_are_one_log((drafts, lines) in shuffled(), at in any::<Index>()) {
        let (one, other) = lines.split_at(at.index(lines.len()));
        let log = read_pieces(&[vec![&only_lines(one)], vec![&only_lines(other)]], Limits::default());
        let told: Vec<_> = log.messages.iter().map(|told| &told.payload).collect();
        let whole = read(only_lines(&lines));
        prop_assert_eq!(told, whole.messages.iter().map(|told| &told.payload).collect::<Vec<_>>());
        prop_assert_eq!((log.messages.len(), log.damage.len()), (drafts.len(), 0));
    }

    #[test]
    fn a_process_that_writes_one_after_the_other_is_read_so(drafts in vec(draft(), 1..6)) {
        let same = drafts.iter().map(|draft| Draft { style: Style::Report, ..draft.clone() });
        let log = read(text(&same.flat_map(|draft| draft.lines(0)).collect::<Vec<_>>()));
        let told: Vec<_> = log.messages.iter().map(|told| (told.payload.clone(), told.arrival)).collect();
        let written: Vec<_> = drafts.iter().map(|draft| (draft.payload(), Arrival::InOrder)).collect();
        prop_assert_eq!(told, written);
    }

    #[test]
    fn garbage_in_a_line_hides_no_neighbour(
        (drafts, mut lines) in shuffled(),
        at in any::<Index>(),
        garbage in vec(any::<u8>().prop_filter("no line feed", |byte| *byte != b'\n'), 0..300),
        from in any::<Index>(),
        keep in any::<bool>(),
    ) {
        let (hit, line) = &mut lines[at.index(drafts.len())];
        let hit = *hit;
        let from = from.index(line.len() + 1);
        if keep {
            // From some place on, as a torn write leaves it.
            line.truncate(from);
            line.extend_from_slice(&garbage);
        } else {
            *line = garbage;
        }
        let log = read(only_lines(&lines));
        for (at, draft) in drafts.iter().enumerate().filter(|(at, _)| *at != hit) {
            let told: Vec<_> = of(&log, at).into_iter().filter(|told| told.end == End::Whole).collect();
            prop_assert_eq!(told.iter().filter(|told| told.payload == draft.payload()).count(), 1);
        }
        prop_assert_eq!(log.tally.lines, lines.len() as u64);
    }

    #[test]
    fn a_changed_byte_hides_no_neighbour((drafts, mut lines) in shuffled(), at in any::<Index>(), to in any::<u8>(), byte in any::<Index>()) {
        prop_assume!(to != b'\n');
        let (hit, line) = &mut lines[at.index(drafts.len())];
        let hit = *hit;
        let byte = byte.index(line.len());
        line[byte] = to;
        let log = read(only_lines(&lines));
        for (at, draft) in drafts.iter().enumerate().filter(|(at, _)| *at != hit) {
            let told = of(&log, at);
            prop_assert_eq!(told.iter().filter(|told| told.payload == draft.payload()).count(), 1);
        }
    }

    #[test]
    fn segments_that_are_lost_are_told_and_no_field_is_made_up(
        (draft, kept) in draft().prop_flat_map(|draft| {
            let numbers: Vec<usize> = (0..=draft.cuts.len()).collect();
            let count = numbers.len();
            (Just(draft), subsequence(numbers, 1..=count))
        }),
    ) {
        let draft = Draft { style: Style::Report, ..draft };
        let lines = draft.lines(0);
        let log = read(text(&kept.iter().map(|at| &lines[*at]).collect::<Vec<_>>()));
        prop_assert_eq!(log.messages.len(), 1);
        let told = &log.messages[0];
        let missing: Vec<usize> = told.missing.iter().flat_map(|(first, last)| *first..=*last).map(usize::from).collect();
        let lost: Vec<usize> = (0..lines.len()).filter(|at| !kept.contains(at)).map(|at| at + 1).collect();
        prop_assert_eq!(missing, lost);
        // Every whole field is one that was written, in the order it was written.
        let mut written = draft.fields.iter();
        for field in told.whole_fields() {
            prop_assert!(written.any(|other| *other == field), "{:?} was not written there", field);
        }
    }

    #[test]
    fn any_bytes_are_read_and_every_line_is_counted_once(files in vec(vec(any::<u8>(), 0..400), 0..4)) {
        let log = read_pieces(&files.iter().map(|file| vec![file.as_slice()]).collect::<Vec<_>>(), Limits::default());
        let tally = log.tally;
        prop_assert_eq!(tally.lines, tally.blank + tally.other + tally.records + tally.damaged);
    }
}
