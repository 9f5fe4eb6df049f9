//! `hammer SECONDS [SEED]`: damages the fixtures at random for so long and reads them. Ends with 1 where a rule broke.
//!
//! What may not happen: a panic, more memory than the limits allow, a line or a record that is not accounted for, another
//! answer for the same bytes in other pieces. The same seed does the same; a round that broke one is told with its number.

#[path = "../tests/it/mutate.rs"]
mod mutate;

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use mutate::{Dice, mutate};
use syslog::{Item, Limits, Reader, Tally};

/// What was told, in one number each.
#[derive(Default, PartialEq, Eq)]
struct Sum {
    messages: u64,
    segments: u64,
    fields: u64,
    damage: u64,
    /// Over every byte that was told, in its order.
    print: u64,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let time = Duration::from_secs(arguments.next().ok_or("hammer SECONDS [SEED]")?.parse()?);
    let seed = arguments.next().map_or(Ok(1), |seed| seed.parse())?;
    let logs = logs()?;
    let mut dice = Dice::new(seed);
    let (mut rounds, mut bytes_read, mut whole) = (0_usize, 0, Sum::default());
    let (mut lines, mut incomplete) = (0, 0);
    #[expect(clippy::disallowed_methods, reason = "it runs for a stated time; nothing is judged by it")]
    let start = Instant::now();
    while start.elapsed() < time {
        let mut bytes = logs[rounds % logs.len()].clone();
        for _ in 0..=dice.below(3) {
            mutate(&mut bytes, &mut dice);
        }
        let limits = Limits {
            line_bytes: 64 + dice.below(4_000),
            open_messages: dice.below(20),
            open_bytes: dice.below(20_000),
            open_lines: dice.roll() % 200,
        };
        let at_once = read(&bytes, bytes.len(), limits);
        let in_pieces = read(&bytes, 1 + dice.below(2_000), limits);
        let (Ok((sum, tally)), Ok(other)) = (&at_once, &in_pieces) else {
            let broken = at_once.err().or(in_pieces.err()).unwrap_or_default();
            return tell_broken(rounds, seed, broken);
        };
        if (sum, tally) != (&other.0, &other.1) {
            return tell_broken(rounds, seed, "pieces made a difference");
        }
        rounds += 1;
        bytes_read += bytes.len();
        lines += tally.lines;
        incomplete += tally.incomplete;
        whole.messages += sum.messages;
        whole.fields += sum.fields;
        whole.damage += sum.damage;
    }
    let Sum { messages, fields, damage, .. } = whole;
    writeln!(
        std::io::stdout(),
        "{rounds} rounds of seed {seed}, {bytes_read} bytes, {lines} lines: {messages} messages ({incomplete} incomplete) \
         with {fields} fields, {damage} lines told as damage; every rule held"
    )?;
    Ok(ExitCode::SUCCESS)
}

fn tell_broken(round: usize, seed: u64, what: &str) -> Result<ExitCode, Box<dyn Error>> {
    writeln!(std::io::stderr(), "round {round} of seed {seed}: {what}")?;
    Ok(ExitCode::FAILURE)
}

fn logs() -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/syslog");
    let mut paths = vec![];
    for entry in std::fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "log"));
    paths.sort();
    Ok(paths.iter().map(std::fs::read).collect::<Result<_, _>>()?)
}

fn read(bytes: &[u8], size: usize, limits: Limits) -> Result<(Sum, Tally), &'static str> {
    let (mut reader, mut sum) = (Reader::new(limits), Sum::default());
    for piece in bytes.chunks(size.max(1)) {
        reader.read(piece, |item| sum.add(&item));
        let (messages, open_bytes) = reader.open();
        if messages > limits.open_messages || open_bytes > limits.open_bytes {
            return Err("more is kept than the limits allow");
        }
    }
    let tally = reader.finish(|item| sum.add(&item));
    if tally.lines != tally.blank + tally.other + tally.records + tally.damaged {
        return Err("a line is not accounted for");
    }
    if tally.records != sum.segments + tally.repeated {
        return Err("a record is not accounted for");
    }
    Ok((sum, tally))
}

impl Sum {
    fn add(&mut self, item: &Item<'_>) {
        match item {
            Item::Damage(damage) => {
                self.damage += 1;
                self.mix(damage.line);
            }
            Item::Message(message) => {
                let missing: u16 = message.gaps.iter().map(|gap| gap.last - gap.first + 1).sum();
                self.messages += 1;
                self.segments += u64::from(message.segments - missing);
                self.mix(message.header.host.as_bytes());
                for field in message.fields() {
                    self.fields += 1;
                    self.mix(&field.key.bytes());
                    self.mix(field.value.text().as_bytes());
                }
            }
        }
    }

    fn mix(&mut self, bytes: &[u8]) {
        let print = (self.print ^ bytes.len() as u64).rotate_left(5);
        self.print = bytes.iter().fold(print, |print, byte| (print ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    }
}
