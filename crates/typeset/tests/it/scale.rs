//! Great documents. How long and how much memory ten thousand changes take is measured by `cargo xtask bench`.

use crate::tools::{assert_stands_in, keep, pdf, run_together, short, text, with_an_act, with_changes};

#[test]
fn over_two_thousand_changes_every_decision_is_printed_and_the_rest_is_counted() {
    let document = with_changes(short(), 2_100);
    let made = pdf(&document);
    keep("great.pdf", &made);
    let Some(printed) = text(&made) else { return };
    for change in document["report"]["changes"]["list"].as_array().unwrap() {
        let id = change["id"].as_str().unwrap();
        let in_full = change["standing"] == "decided" || change["group"] == "conflict";
        // An id stands in its row alone.
        let times = printed.matches(id).count();
        if in_full {
            assert!(times >= 1, "{id}");
            assert_stands_in(&printed, &format!("name: {}", change["fields"][0]["before"].as_str().unwrap()));
        }
    }
    assert_stands_in(&printed, "2,100 changes are recorded");
    assert_stands_in(&printed, "each change stands in full in the HTML and in the CSV");
}

#[test]
fn what_was_decided_in_one_act_is_one_row_with_its_numbers() {
    let document = with_an_act(short(), 3_000);
    let made = pdf(&document);
    keep("act.pdf", &made);
    let Some(printed) = text(&made) else { return };
    // Of each thousand one is a conflict, one a decision of its own, one did not come through.
    assert_stands_in(&printed, "2,991 changes");
    assert_stands_in(&printed, "C-0003 to C-0999, C-1003 to C-1999, C-2003 to C-2999");
    let act = run_together("all of the new branch, as planned");
    assert_eq!(printed.matches(&act).count(), 1 + 3, "the act, and those that were not found");
    for thousand in 0..3 {
        assert_stands_in(&printed, &format!("looked at on its own, {}", thousand * 1_000 + 1));
        assert_stands_in(&printed, &format!("looked at on its own, {}", thousand * 1_000 + 1_000));
        assert_stands_in(&printed, &format!("name: Plant {0} → Works {0}", thousand * 1_000 + 2));
    }
}

#[test]
fn below_two_thousand_changes_all_are_printed() {
    let document = with_changes(short(), 510);
    let Some(printed) = text(&pdf(&document)) else { return };
    for change in document["report"]["changes"]["list"].as_array().unwrap() {
        assert_stands_in(&printed, change["id"].as_str().unwrap());
        assert_stands_in(&printed, change["object_name"].as_str().unwrap());
    }
}
