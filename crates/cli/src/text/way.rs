//! What to type where an error's hint says what to do: the hint is the core's and speaks to a window too.

/// The commands that lead on from an error, by its code. Words in capitals are to be filled in.
const WAYS: &[(&[&str], &str)] = &[
    (&["no-such-pair"], "pairs list"),
    (&["no-such-appliance"], "pairs show NAME"),
    (&["no-such-maintenance"], "maintenance list"),
    (&["no-credential", "secret-rejected", "keychain-missing"], "pairs credential NAME --client-id ID --secret-stdin"),
    (&["pin-changed"], "pairs accept NAME LABEL --pin SHA256HEX"),
    (&["other-appliance", "guid-unknown"], "pairs accept NAME LABEL --guid GUID"),
    (&["same-appliance", "tls-untrusted", "tls-name"], "pairs edit NAME"),
    (&["check-first", "check-again"], "check NAME"),
    // Not `not-ready`: a blocker is mended and never acknowledged, and before a plan there is no ID.
    (&["sync-unproven", "bad-acknowledgement"], "maintenance acknowledge ID CODE --reason TEXT"),
    (&["paused", "command-unsettled", "nothing-to-adopt", "look-first"], "maintenance observe ID"),
    (&["traffic-not-moved"], "maintenance swing ID --wait"),
    (&["handed-on"], "maintenance import FILE"),
];

/// The command that leads on from an error of this code, where one does.
pub(super) fn on_from(code: &str) -> Option<&'static str> {
    WAYS.iter().find(|(codes, _)| codes.contains(&code)).map(|(_, command)| *command)
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::args::Args;

    #[test]
    fn what_is_refused_is_led_on_from_by_looking_and_never_by_a_word_that_goes_round_it() {
        assert_eq!(on_from("traffic-not-moved"), Some("maintenance swing ID --wait"));
        assert_eq!(on_from("not-ready"), None);
    }

    #[test]
    fn each_way_is_a_command_there_is_from_a_code_there_is() {
        for (codes, command) in WAYS {
            for code in *codes {
                assert!(app::codes::CODES.contains(code), "{code}");
            }
            let typed = ["switchbackctl"].into_iter().chain(command.split(' '));
            Args::try_parse_from(typed).unwrap_or_else(|error| panic!("{command}: {error}"));
        }
    }
}
