//! The fixtures, damaged at random many times: nothing panics, limits hold, and every line is accounted for.

use syslog::{Item, Limits, Reader};

use crate::fixtures::logs;
use crate::mutate::{Dice, mutate};
use crate::told::{Log, read_pieces};

#[test]
fn a_storm_of_damage_breaks_nothing_and_stays_within_the_limits() {
    let limits = Limits { line_bytes: 1500, open_messages: 8, open_bytes: 4_000, open_lines: 40 };
    let logs: Vec<Vec<u8>> = logs().into_values().map(|files| files.concat()).collect();
    let mut dice = Dice::new(1);
    for round in 0..3_000 {
        let mut bytes = logs[round % logs.len()].clone();
        mutate(&mut bytes, &mut dice);
        let (mut reader, mut told, mut segments) = (Reader::new(limits), Log::default(), 0);
        let pieces: Vec<&[u8]> = bytes.chunks(1 + dice.below(4_000)).collect();
        for piece in &pieces {
            reader.read(piece, |item| {
                segments += segments_of(&item);
                told.hear(item);
            });
            let (messages, size) = reader.open();
            assert!(messages <= limits.open_messages && size <= limits.open_bytes, "round {round}");
        }
        told.tally = reader.finish(|item| {
            segments += segments_of(&item);
            told.hear(item);
        });
        let tally = told.tally;
        assert_eq!(tally.lines, tally.blank + tally.other + tally.records + tally.damaged, "round {round}");
        assert_eq!(tally.records, segments + tally.repeated, "round {round}: every record is in a message or a repeat");
        assert_eq!(told, read_pieces(&[vec![&bytes]], limits), "round {round}: pieces make no difference");
    }
}

/// How many records are in an item.
fn segments_of(item: &Item<'_>) -> u64 {
    let Item::Message(message) = item else { return 0 };
    let missing: u16 = message.gaps.iter().map(|gap| gap.last - gap.first + 1).sum();
    u64::from(message.segments - missing)
}
