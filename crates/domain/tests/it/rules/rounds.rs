//! A sight as the round that shows it.

use super::*;

impl Watched {
    /// A sight as a round, told by the boxes that this maintenance expects.
    pub(super) fn round(&self, sight: &Sight) -> Round {
        let m = &self.story.m;
        let settled = m.current_leg().is_none();
        let (was, will) = if settled {
            (after(LegName::Return), before(LegName::Return))
        } else {
            (before(self.leg()), after(self.leg()))
        };
        let seen = match sight {
            Sight::AsBefore => was,
            Sight::AsAssigned => will,
            Sight::BothBackup => round("backup", "backup"),
            Sight::Stamped => {
                let done = m.return_leg.done.as_ref().or(m.outbound.done.as_ref());
                let stamp = done.map(|(_, at)| at.plus_ms(-500));
                was.home(|reading| reading.last_sync = stamp)
            }
            Sight::TwoPrimaries => round("primary", "primary"),
            Sight::MuteOld { listed, site } => {
                let new = self.leg().new_primary();
                let mut seen = will.at_site(site.then_some(new));
                let old = look(new.other(), "mute");
                match new {
                    Side::Home => seen.stand_in = old,
                    Side::StandIn => seen.home = old,
                }
                if *listed { seen.lists(new, "backup") } else { seen }
            }
            Sight::Any { home, stand_in, site, lists, stamp_s } => {
                let show = |side: Side, shows: &Shows| match shows {
                    Shows::Word(word) => look(side, word),
                    Shows::Stranger => stranger(side, "primary"),
                    Shows::OtherKey => troubled(side, TroubleKind::PinChanged, "another key"),
                };
                let seen = Round { home: show(Side::Home, home), stand_in: show(Side::StandIn, stand_in), site: None };
                let mut seen = match site {
                    0 => seen.at_site(None),
                    1 => seen.at_site(Some(Side::Home)),
                    2 => seen.at_site(Some(Side::StandIn)),
                    _ => seen.stranger_at_site(),
                };
                if let Some((witness, role)) = lists {
                    seen = seen.lists(*witness, role);
                }
                let now = self.story.now;
                let stamp = stamp_s.map(|s| now.plus_ms(s * 1000));
                seen.home(|reading| reading.last_sync = stamp)
            }
        };
        retold(seen, &m.guids)
    }
}

/// The same round, told by the boxes that are expected now.
pub(super) fn retold(mut round: Round, expected: &Both<Guid>) -> Round {
    let told = |guid: &mut Guid| {
        if let Some(side) = Side::BOTH.into_iter().find(|side| *guid == crate::story::guid(*side)) {
            *guid = expected.of(side).clone();
        }
    };
    let retell = |reading: &mut domain::observation::Reading| {
        reading.guid.iter_mut().for_each(told);
        reading.rows.iter_mut().for_each(|row| told(&mut row.guid));
    };
    round.home = round.home.reads(retell);
    round.stand_in = round.stand_in.reads(retell);
    if let Some(SiteObservation { answer: SiteAnswer::Guid(guid), .. }) = &mut round.site {
        told(guid);
    }
    round
}
