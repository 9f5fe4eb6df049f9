//! `role_seen`, `sync_seen`: what was seen of a pair while it was watched, for the picture of its past. A cache of looks,
//! not a record: nothing is proven by it. It goes with its pair, and the oldest goes where there is too much of it: not by
//! the clock, because one that was wrong for a moment would take all of it along.

use domain::ids::{ApplianceId, PairId};
use domain::time::Utc;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;

pub(crate) const V2: &str = "
CREATE TABLE role_seen (
    pair_id      TEXT    NOT NULL,
    appliance_id TEXT    NOT NULL,
    from_at      INTEGER NOT NULL,
    until_at     INTEGER NOT NULL CHECK (until_at >= from_at),
    role         TEXT,
    PRIMARY KEY (pair_id, appliance_id, from_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_seen (
    pair_id TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (pair_id, at)
) STRICT, WITHOUT ROWID;
";

const READING: &str = "reading what was seen";
pub(crate) const NOTING: &str = "noting what was seen";

/// What is older is not shown.
pub const SHOWN_DAYS: i64 = 100;
const DAY_MS: i64 = 86_400_000;

/// So many spans of an appliance, and syncs of a pair, are kept: a sync every quarter of an hour for [`SHOWN_DAYS`].
pub const MOST_KEPT: i64 = 10_000;

/// A role an appliance had from one look to another, without a gap in watching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleSpan {
    pub appliance: ApplianceId,
    pub from: Utc,
    pub until: Utc,
    /// Its text as told. None: it was asked, and told by nobody.
    pub role: Option<String>,
}

/// What one look saw of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub at: Utc,
    pub roles: Vec<(ApplianceId, Option<String>)>,
    /// When the last completed data sync was, as an appliance tells it.
    pub sync: Option<Utc>,
}

/// Notes a look. A role that is as it was at the last note goes on, where that note is not older than `unwatched_ms`.
pub(crate) fn note(on: &Connection, pair: PairId, seen: &Seen, unwatched_ms: i64) -> Result<(), StoreError> {
    let pair = pair.to_string();
    let noted = || -> rusqlite::Result<()> {
        for (appliance, role) in &seen.roles {
            note_role(on, &pair, &appliance.to_string(), role.as_deref(), seen.at, unwatched_ms)?;
        }
        if let Some(sync) = seen.sync {
            on.execute(
                "INSERT INTO sync_seen (pair_id, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![pair, sync.millis()],
            )?;
        }
        for (appliance, _) in &seen.roles {
            on.execute(
                "DELETE FROM role_seen WHERE pair_id = ?1 AND appliance_id = ?2 AND from_at <=
                 (SELECT from_at FROM role_seen WHERE pair_id = ?1 AND appliance_id = ?2
                  ORDER BY from_at DESC LIMIT 1 OFFSET ?3)",
                params![pair, appliance.to_string(), MOST_KEPT],
            )?;
        }
        on.execute(
            "DELETE FROM sync_seen WHERE pair_id = ?1 AND at <=
             (SELECT at FROM sync_seen WHERE pair_id = ?1 ORDER BY at DESC LIMIT 1 OFFSET ?2)",
            params![pair, MOST_KEPT],
        )?;
        Ok(())
    };
    noted().map_err(|source| StoreError::sqlite(NOTING, source))
}

fn note_role(
    on: &Connection,
    pair: &str,
    appliance: &str,
    role: Option<&str>,
    at: Utc,
    unwatched_ms: i64,
) -> rusqlite::Result<()> {
    let last: Option<(i64, i64, Option<String>)> = on
        .query_row(
            // What lies ahead was noted by a clock that was ahead.
            "SELECT from_at, until_at, role FROM role_seen WHERE pair_id = ?1 AND appliance_id = ?2 AND from_at <= ?3
             ORDER BY from_at DESC LIMIT 1",
            params![pair, appliance, at.millis()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    let now = at.millis();
    if let Some((from, until, was)) = last {
        // A clock that was set back a little tells no new span.
        if now <= until {
            return Ok(());
        }
        if now - until <= unwatched_ms {
            on.execute(
                "UPDATE role_seen SET until_at = ?4 WHERE pair_id = ?1 AND appliance_id = ?2 AND from_at = ?3",
                params![pair, appliance, from, now],
            )?;
            if was.as_deref() == role {
                return Ok(());
            }
        }
    }
    on.execute(
        "INSERT INTO role_seen (pair_id, appliance_id, from_at, until_at, role) VALUES (?1, ?2, ?3, ?3, ?4)",
        params![pair, appliance, now, role],
    )?;
    Ok(())
}

/// The roles that were seen and the syncs, the oldest first; none older than [`SHOWN_DAYS`] at `now`, and none ahead of it.
pub(crate) fn of(on: &Connection, pair: PairId, now: Utc) -> Result<(Vec<RoleSpan>, Vec<Utc>), StoreError> {
    let pair = pair.to_string();
    let (oldest, now) = (now.millis() - SHOWN_DAYS * DAY_MS, now.millis());
    let read = || -> rusqlite::Result<_> {
        let mut roles = on.prepare_cached(
            "SELECT appliance_id, from_at, until_at, role FROM role_seen
             WHERE pair_id = ?1 AND until_at >= ?2 AND from_at <= ?3 ORDER BY from_at",
        )?;
        let spans = roles.query_map(params![pair, oldest, now], |row| {
            Ok(RoleSpan {
                appliance: ApplianceId(super::uuid(row, 0)?),
                from: Utc::from_millis(row.get(1)?),
                until: Utc::from_millis(row.get(2)?),
                role: row.get(3)?,
            })
        })?;
        let mut syncs = on.prepare_cached("SELECT at FROM sync_seen WHERE pair_id = ?1 AND at >= ?2 ORDER BY at")?;
        let at = syncs.query_map(params![pair, oldest], |row| Ok(Utc::from_millis(row.get(0)?)))?;
        Ok((spans.collect::<Result<_, _>>()?, at.collect::<Result<_, _>>()?))
    };
    read().map_err(|source| StoreError::sqlite(READING, source))
}

/// Forgets what was seen of a pair.
pub(crate) fn forget(on: &Connection, pair: PairId) -> Result<(), StoreError> {
    let forgotten = ["DELETE FROM role_seen WHERE pair_id = ?1", "DELETE FROM sync_seen WHERE pair_id = ?1"]
        .into_iter()
        .try_for_each(|sql| on.execute(sql, [pair.to_string()]).map(drop));
    forgotten.map_err(|source| StoreError::sqlite(NOTING, source))
}
