//! Every call by every ending.

use appliance::Call;
use appliance::retry::{Ending, Given, Retry, may_retry};
use expect_test::expect;

#[test]
fn what_may_be_sent_a_second_time_is_this_table() {
    let mut table = String::new();
    for call in Call::ALL {
        for ending in Ending::ALL {
            let retry = may_retry(call, ending, Given::default());
            if retry != Retry::No {
                table.push_str(&format!("{call:?} after {ending:?}: {retry:?}\n"));
            }
        }
    }
    expect![[r#"
        Info after HeldTokenRefused: AfterFreshToken
        Info after BrokenBeforeAnswer: Again
        Health after HeldTokenRefused: AfterFreshToken
        Health after BrokenBeforeAnswer: Again
        Appliances after HeldTokenRefused: AfterFreshToken
        Appliances after BrokenBeforeAnswer: Again
        ClientCounts after HeldTokenRefused: AfterFreshToken
        ClientCounts after BrokenBeforeAnswer: Again
        Users after HeldTokenRefused: AfterFreshToken
        Users after BrokenBeforeAnswer: Again
        PlainHealth after BrokenBeforeAnswer: Again
        InfoV1 after HeldTokenRefused: AfterFreshToken
        InfoV1 after BrokenBeforeAnswer: Again
        HealthV1 after HeldTokenRefused: AfterFreshToken
        HealthV1 after BrokenBeforeAnswer: Again
        AppliancesV1 after HeldTokenRefused: AfterFreshToken
        AppliancesV1 after BrokenBeforeAnswer: Again
        ClientCountsV1 after HeldTokenRefused: AfterFreshToken
        ClientCountsV1 after BrokenBeforeAnswer: Again
        UsersV1 after HeldTokenRefused: AfterFreshToken
        UsersV1 after BrokenBeforeAnswer: Again
        SyslogReport after HeldTokenRefused: AfterFreshToken
        SyslogReport after BrokenBeforeAnswer: Again
        ReadConfiguration after HeldTokenRefused: AfterFreshToken
        ReadConfiguration after BrokenBeforeAnswer: Again
    "#]]
    .assert_eq(&table);
}

#[test]
fn nothing_is_given_twice_and_a_role_command_never() {
    let both = Given { fresh_token: true, second_try: true };
    for call in Call::ALL {
        for ending in Ending::ALL {
            assert_eq!(may_retry(call, ending, both), Retry::No, "{call:?} {ending:?}");
            for given in [Given::default(), both] {
                assert_eq!(may_retry(Call::SetRole, ending, given), Retry::No, "{ending:?}");
                assert_eq!(may_retry(Call::SetRoleV1, ending, given), Retry::No, "{ending:?}");
                assert_eq!(may_retry(Call::Token, ending, given), Retry::No, "{ending:?}");
            }
        }
    }
}
