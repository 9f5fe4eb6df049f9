//! Messages without `when` are placed by their neighbours, and marked.

use syslog::{Moment, Place, Standing, stand};

use crate::told::{read, text};

const fn at(host: &str, line: u64, when: Option<i64>) -> Standing<'_> {
    Standing { host, place: Place { file: 0, line }, when }
}

#[test]
fn a_message_stands_between_the_neighbours_that_say_when() {
    let messages = [at("a", 1, Some(100)), at("a", 2, None), at("a", 3, None), at("a", 4, Some(130))];
    let between = Moment::Between { from: Some(100), to: Some(130) };
    assert_eq!(stand(&messages), [Moment::Said(100), between, between, Moment::Said(130)]);
}

#[test]
fn neighbours_are_of_the_same_host() {
    let messages = [at("a", 1, Some(100)), at("b", 2, Some(500)), at("a", 3, None), at("b", 4, None)];
    let (a, b) = (Moment::Between { from: Some(100), to: None }, Moment::Between { from: Some(500), to: None });
    assert_eq!(stand(&messages)[2..], [a, b]);
}

#[test]
fn nothing_is_known_without_neighbours() {
    assert_eq!(stand(&[at("a", 1, None)]), [Moment::Between { from: None, to: None }]);
    assert_eq!(stand(&[]), []);
}

#[test]
fn the_order_is_the_logs_and_not_the_one_they_are_given_in() {
    let messages = [at("a", 3, Some(130)), at("a", 2, None), at("a", 1, Some(100))];
    assert_eq!(stand(&messages)[1], Moment::Between { from: Some(100), to: Some(130) });
}

#[test]
fn neighbours_that_stand_the_wrong_way_round_still_enclose() {
    let messages = [at("a", 1, Some(131)), at("a", 2, None), at("a", 3, Some(130))];
    assert_eq!(stand(&messages)[1], Moment::Between { from: Some(130), to: Some(131) });
}

#[test]
fn when_is_digits_and_nothing_else() {
    let when = |said: &str| read(text(&[format!("Feb  5 12:54:46 h BG: 1234:01:01:{said}")])).messages[0].when;
    assert_eq!(when("when=1773161700"), Some(1_773_161_700));
    for said in ["", "when=", "when=soon", "when=-1", "when=+1", "when= 1", "when=1.5", "when=99999999999999999999"] {
        assert_eq!(when(said), None, "{said}");
    }
}
