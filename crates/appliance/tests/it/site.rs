//! Who answers at the site name, asked with the tokens already held.

use appliance::{Appliance, Call, Clock, Limits, SiteName, TransportError, Wire};
use domain::observation::{SiteAnswer, TroubleKind};
use futures::executor::block_on;
use std::sync::Arc;

use crate::fixture_v1::documented_v1;
use crate::script::{HOME, HandClock, STAND_IN, Script, answer, appliance_of, broken, denied, documented, token};

struct Pair {
    clock: Arc<HandClock>,
    home: Appliance,
    stand_in: Appliance,
    site: SiteName,
    at_site: Arc<Script>,
}

fn signed_in(clock: &Arc<HandClock>, text: &str, guid: &str) -> Appliance {
    let script = Script::new(clock, vec![(Call::Token, token(text)), (Call::Health, documented("health-primary"))]);
    let appliance = appliance_of(clock, &script, guid);
    block_on(appliance.identity()).expect("signed in");
    appliance
}

fn pair() -> Pair {
    let clock = HandClock::new();
    let at_site = Script::new(&clock, vec![]);
    let site =
        SiteName::new(Arc::clone(&at_site) as Arc<dyn Wire>, Arc::clone(&clock) as Arc<dyn Clock>, Limits::default());
    Pair {
        home: signed_in(&clock, "of-home", HOME),
        stand_in: signed_in(&clock, "of-stand-in", STAND_IN),
        clock,
        site,
        at_site,
    }
}

impl Pair {
    fn ask(&self) -> SiteAnswer {
        block_on(self.site.who_is_there(&self.home, &self.stand_in)).answer
    }

    fn kind(&self) -> TroubleKind {
        match self.ask() {
            SiteAnswer::Trouble(trouble) => trouble.kind,
            SiteAnswer::Guid(guid) => panic!("{guid}"),
        }
    }
}

#[test]
fn the_expected_primarys_token_is_tried_first_and_the_answers_guid_decides() {
    let pair = pair();
    pair.at_site.add(Call::Health, documented("health-primary"));
    assert_eq!(pair.ask(), SiteAnswer::Guid(HOME.parse().unwrap()));
    pair.at_site.add(Call::Health, denied());
    pair.at_site.add(Call::Health, documented("health-backup"));
    assert_eq!(pair.ask(), SiteAnswer::Guid(STAND_IN.parse().unwrap()));
    let asked: Vec<String> = (0..3).map(|n| pair.at_site.authorization(n)).collect();
    assert_eq!(asked, ["Bearer of-home", "Bearer of-home", "Bearer of-stand-in"]);
}

#[test]
fn a_token_of_its_own_is_fetched_only_when_both_were_refused_and_once_in_five_minutes() {
    let pair = pair();
    for _ in 0..2 {
        pair.at_site.add(Call::Health, denied());
    }
    pair.at_site.add(Call::Token, token("of-site"));
    pair.at_site.add(Call::Health, documented("health-primary"));
    assert_eq!(pair.ask(), SiteAnswer::Guid(HOME.parse().unwrap()));
    // The token fetched here is used again, after the two.
    for reply in [denied(), denied(), documented("health-primary")] {
        pair.at_site.add(Call::Health, reply);
    }
    assert_eq!(pair.ask(), SiteAnswer::Guid(HOME.parse().unwrap()));
    assert_eq!(pair.at_site.authorization(6), "Bearer of-site");
    // Refused too: no new one before five minutes have passed.
    for _ in 0..3 {
        pair.at_site.add(Call::Health, denied());
    }
    assert_eq!(pair.kind(), TroubleKind::TokenRefused);
    pair.clock.pass(300_000);
    for _ in 0..2 {
        pair.at_site.add(Call::Health, denied());
    }
    pair.at_site.add(Call::Token, documented("token-refused"));
    assert_eq!(pair.kind(), TroubleKind::SecretRejected);
    // And a secret rejected here is not tried here again.
    pair.clock.pass(300_000);
    for _ in 0..2 {
        pair.at_site.add(Call::Health, denied());
    }
    assert_eq!(pair.kind(), TroubleKind::SecretRejected);
    assert!(pair.at_site.is_over());
}

#[test]
fn a_site_name_that_broke_off_is_asked_once_more_and_its_trouble_is_told() {
    let pair = pair();
    pair.at_site.add(Call::Health, broken());
    pair.at_site.add(Call::Health, broken());
    assert_eq!(pair.kind(), TroubleKind::BrokenOff);
    assert!(pair.at_site.is_over());
}

#[test]
fn a_secret_that_an_appliance_rejected_is_not_tried_at_the_site_name() {
    let pair = pair();
    let script = Script::new(&pair.clock, vec![(Call::Token, documented("token-refused"))]);
    let rejected = appliance_of(&pair.clock, &script, HOME);
    assert!(block_on(rejected.identity()).is_err());
    pair.at_site.add(Call::Health, denied());
    let answer = block_on(pair.site.who_is_there(&rejected, &pair.stand_in)).answer;
    assert!(matches!(answer, SiteAnswer::Trouble(trouble) if trouble.kind == TroubleKind::SecretRejected));
    assert!(pair.at_site.is_over());
}

#[test]
fn the_site_name_is_asked_in_the_version_that_answers_there() {
    let pair = pair();
    // The expected primary speaks v2; behind the site name now stands one that speaks v1.
    pair.at_site.add(Call::Health, answer(404, ""));
    pair.at_site.add(Call::HealthV1, documented_v1("check-health-backup"));
    assert_eq!(pair.ask(), SiteAnswer::Guid(STAND_IN.parse().unwrap()));
    // What answered is asked first from then on, with every token.
    pair.at_site.add(Call::HealthV1, denied());
    pair.at_site.add(Call::HealthV1, documented_v1("check-health-unhealthy-500"));
    assert_eq!(pair.ask(), SiteAnswer::Guid(HOME.parse().unwrap()));
    pair.at_site.add(Call::HealthV1, answer(404, ""));
    pair.at_site.add(Call::Health, documented("health-primary"));
    assert_eq!(pair.ask(), SiteAnswer::Guid(HOME.parse().unwrap()));
    pair.at_site.add(Call::Health, answer(404, ""));
    pair.at_site.add(Call::HealthV1, answer(403, ""));
    assert_eq!(pair.kind(), TroubleKind::PermissionDenied);
    assert!(pair.at_site.is_over());
}

#[test]
fn a_pair_that_speaks_v1_has_its_site_name_asked_in_v1() {
    let pair = pair();
    let script = Script::new(
        &pair.clock,
        vec![
            (Call::Token, token("of-v1")),
            (Call::Health, answer(404, "")),
            (Call::HealthV1, documented_v1("check-health-primary")),
        ],
    );
    let home = appliance_of(&pair.clock, &script, HOME);
    block_on(home.identity()).expect("signed in");
    pair.at_site.add(Call::HealthV1, documented_v1("check-health-primary"));
    let answer = block_on(pair.site.who_is_there(&home, &pair.stand_in)).answer;
    assert_eq!(answer, SiteAnswer::Guid(HOME.parse().unwrap()));
    assert!(pair.at_site.is_over());
}

#[test]
fn a_failed_sign_in_at_the_site_name_is_told_until_the_next_and_one_that_reached_nobody_does_not_count() {
    let pair = pair();
    pair.home.forget_token();
    pair.stand_in.forget_token();
    for _ in 0..2 {
        pair.at_site.add(Call::Token, Err(TransportError::unsent(TroubleKind::Refused, "refused the connection")));
        assert_eq!(pair.kind(), TroubleKind::Refused);
    }
    pair.at_site.add(Call::Token, answer(404, "<html>"));
    for _ in 0..3 {
        assert_eq!(pair.kind(), TroubleKind::ApiAbsent);
    }
    assert!(pair.at_site.is_over());
}
