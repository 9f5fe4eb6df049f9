//! A covering table: rows of settings in which every pair of settings of two switches stands at least once.

use std::collections::BTreeSet;

/// A switch by its name, and its settings.
#[derive(Clone, Copy, Debug)]
pub struct Factor {
    pub name: &'static str,
    pub settings: &'static [&'static str],
}

/// One setting of each factor, by index, in the order of the factors.
pub type Row = Vec<usize>;

/// Two settings of two factors: (factor, setting), the smaller factor first.
type Pair = ((usize, usize), (usize, usize));

/// The pairs that stand in no row.
#[must_use]
pub fn uncovered(factors: &[Factor], rows: &[Row]) -> BTreeSet<Pair> {
    let mut missing = BTreeSet::new();
    for a in 0..factors.len() {
        for b in a + 1..factors.len() {
            for x in 0..factors[a].settings.len() {
                for y in 0..factors[b].settings.len() {
                    missing.insert(((a, x), (b, y)));
                }
            }
        }
    }
    for row in rows {
        for a in 0..row.len() {
            for b in a + 1..row.len() {
                missing.remove(&((a, row[a]), (b, row[b])));
            }
        }
    }
    missing
}

/// Makes the rows greedily: each begins with a pair that still misses, and then takes for each factor the setting that
/// covers most of what misses. The same factors give the same table.
#[must_use]
pub fn table(factors: &[Factor]) -> Vec<Row> {
    let mut missing = uncovered(factors, &[]);
    let mut rows = Vec::new();
    while let Some(&((a, x), (b, y))) = missing.iter().next() {
        let mut row: Vec<Option<usize>> = vec![None; factors.len()];
        row[a] = Some(x);
        row[b] = Some(y);
        for factor in 0..factors.len() {
            if row[factor].is_some() {
                continue;
            }
            let gain = |setting: usize| {
                row.iter()
                    .enumerate()
                    .filter_map(|(other, chosen)| chosen.map(|chosen| (other, chosen)))
                    .filter(|&(other, chosen)| {
                        let (one, two) = ((factor, setting), (other, chosen));
                        missing.contains(&if factor < other { (one, two) } else { (two, one) })
                    })
                    .count()
            };
            // The first of the best, turned on by the number of rows, so that ties spread over the settings.
            let settings = factors[factor].settings.len();
            let start = rows.len() % settings;
            let best = (0..settings)
                .map(|offset| (start + offset) % settings)
                .max_by_key(|&setting| (gain(setting), settings - setting));
            row[factor] = best;
        }
        let row: Row = row.into_iter().map(Option::unwrap_or_default).collect();
        for a in 0..row.len() {
            for b in a + 1..row.len() {
                missing.remove(&((a, row[a]), (b, row[b])));
            }
        }
        rows.push(row);
    }
    rows
}
