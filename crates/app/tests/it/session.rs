//! A session as a window has it: on a simulated pair over HTTPS.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::wire::{self, Update};
use app::{Opening, Request, Session};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(60);

fn opening(folder: &tempfile::TempDir) -> Opening {
    Opening { data_dir: Some(folder.path().join("data")), someone_is_there: false, program: "app-test 0".to_owned() }
}

async fn demo(folder: &tempfile::TempDir) -> Arc<Session> {
    Session::demo(&opening(folder), Arc::new(|_, _, _| {})).await.expect("a demo")
}

async fn call(session: &Arc<Session>, name: &str, arguments: Value) -> Value {
    let request = Request::from_json(name, arguments).expect("a command");
    let answered = tokio::time::timeout(PATIENCE, session.call(request, None)).await.expect("in time");
    serde_json::to_value(answered.unwrap_or_else(|error| panic!("{name}: {error:?}"))).expect("JSON")
}

/// Listens until an update answers the question.
async fn heard<T: Send + 'static>(
    session: &Arc<Session>,
    request: wire::Subscribe,
    wanted: impl Fn(&Update) -> Option<T> + Send + Sync + 'static,
) -> (T, Vec<Update>) {
    let found: Arc<Mutex<(Option<T>, Vec<Update>)>> = Arc::new(Mutex::new((None, Vec::new())));
    let kept = Arc::clone(&found);
    let listening = session.subscribe(request, move |update| {
        let mut kept = kept.lock().expect("the list");
        let answer = wanted(&update);
        kept.1.push(update);
        match answer {
            Some(answer) => {
                kept.0 = Some(answer);
                false
            }
            None => true,
        }
    });
    tokio::time::timeout(PATIENCE, listening).await.expect("in time");
    let mut found = found.lock().expect("the list");
    (found.0.take().expect("an answer"), std::mem::take(&mut found.1))
}

async fn ready(session: &Arc<Session>) -> String {
    let planned = call(session, "maintenance_plan", json!({"pair": "demo", "title": "Replace disks"})).await;
    let id = planned["id"].as_str().expect("a number").to_owned();
    let checked = call(session, "pairs_check", json!({"name": "demo", "leg": "outbound"})).await;
    for finding in checked["findings"].as_array().expect("findings") {
        if finding["severity"] == "warning" && finding["result"] != "pass" {
            let (code, subject) = (&finding["code"], &finding["subject"]);
            let reason = "a simulated pair";
            call(
                session,
                "maintenance_acknowledge",
                json!({"id": id, "code": code, "subject": subject, "reason": reason}),
            )
            .await;
        }
    }
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_is_watched_and_its_status_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = demo(&folder).await;
    tokio::spawn(Arc::clone(&session).watch());
    let (status, _) = heard(&session, wire::Subscribe::default(), |update| match update {
        Update::Status { status } => Some(status.clone()),
        _ => None,
    })
    .await;
    assert_eq!((status.pair.as_str(), status.state.as_str(), status.tone.as_str()), ("demo", "normal", "ready"));
    assert_eq!(status.site.answered_by.as_deref(), Some("atl-1"));
    let hello = call(&session, "session_hello", json!({})).await;
    assert_eq!((&hello["driver"], &hello["rehearsal"]), (&json!(true), &json!(true)));
    session.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_goes_on_without_its_caller_and_every_step_is_heard_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = demo(&folder).await;
    let id = ready(&session).await;
    let order =
        || Request::from_json("leg_fail_over", json!({"id": id, "wait": true, "by_hand": false})).expect("a command");
    let caller = tokio::spawn({
        let (session, order) = (Arc::clone(&session), order());
        async move { session.call(order, None).await }
    });
    let follow = |after_seq| wire::Subscribe { maintenance: Some(id.clone()), after_seq };
    let intended = |update: &Update| match update {
        Update::Step { step, .. } if step.kind == "role_intended" => Some(step.seq),
        _ => None,
    };
    let (seq, before) = heard(&session, follow(0), intended).await;
    // The page is gone, and with it whoever waited for the answer.
    caller.abort();
    let refused = session.call(order(), None).await.expect_err("one act at a time");
    assert_eq!(refused.code, "act-under-way");
    let done = |update: &Update| matches!(update, Update::Step { step, .. } if step.kind == "leg_done").then_some(());
    let ((), after) = heard(&session, follow(seq), done).await;
    let seqs = |updates: &[Update]| -> Vec<u64> {
        let step = |update: &Update| match update {
            Update::Step { step, .. } => Some(step.seq),
            _ => None,
        };
        updates.iter().filter_map(step).collect()
    };
    let all: Vec<u64> = seqs(&before).into_iter().chain(seqs(&after)).collect();
    assert_eq!(all, (1..=all.len() as u64).collect::<Vec<_>>(), "no step is lost, none comes twice");
    let looked: Vec<_> = after.iter().filter(|update| matches!(update, Update::Status { .. })).collect();
    assert!(!looked.is_empty(), "every look of the leg is shown");
    session.close().await;
    assert!(session.acts().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn past_its_limit_a_leg_is_watched_on_and_a_person_is_told_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let told: Arc<Mutex<Vec<(String, bool)>>> = Arc::default();
    let kept = Arc::clone(&told);
    let ended: app::session::Ended = Arc::new(move |act, sentence, needs_you| {
        if act.command == "leg_fail_over" {
            kept.lock().expect("the list").push((sentence.to_owned(), needs_you));
        }
    });
    let session = Session::demo(&opening(&folder), ended).await.expect("a demo");
    call(&session, "settings_set", json!({"key": "timeout.sync", "value": "250ms"})).await;
    let id = ready(&session).await;
    let end = call(&session, "leg_fail_over", json!({"id": id, "wait": true})).await;
    assert_eq!(end["end"], json!("leg_done"), "{end}");
    let told = told.lock().expect("the list").clone();
    let needs: Vec<bool> = told.iter().map(|(_, needs_you)| *needs_you).collect();
    assert_eq!(needs, [true, false], "{told:?}");
    assert!(told[0].0.starts_with("It takes longer than its limit. Keep waiting"), "{told:?}");
    session.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_asked_to_be_read_is_heard_by_the_next_subscription_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = demo(&folder).await;
    // Nobody watches on a schedule: what is heard is what was asked for.
    let read = call(&session, "status_get", json!({"name": "demo"})).await;
    let status = |update: &Update| match update {
        Update::Status { status } => Some(status.clone()),
        _ => None,
    };
    let (heard, _) = heard(&session, wire::Subscribe::default(), status).await;
    assert_eq!(serde_json::to_value(heard).expect("JSON"), read);
    session.close().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_never_read_to_its_end_leaves_the_pair_watched_and_a_leg_may_begin() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = demo(&folder).await;
    let id = ready(&session).await;
    // As a share that is gone: opening it does not come back.
    let file = folder.path().join("backup.nsb");
    assert!(std::process::Command::new("mkfifo").arg(&file).status().expect("mkfifo").success());
    let save = |file| json!({"id": id, "appliance": "atl-1", "backup_file": file});
    let saving = tokio::spawn({
        let (session, save) = (Arc::clone(&session), Request::from_json("maintenance_save", save(&file)));
        async move { session.call(save.expect("a command"), None).await }
    });
    let begun = async {
        while session.acts().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, begun).await.expect("it begins");
    let again = Request::from_json("maintenance_save", save(&file)).expect("a command");
    assert_eq!(session.call(again, None).await.expect_err("one file at a time").code, "act-under-way");
    tokio::spawn(Arc::clone(&session).watch());
    let status = |update: &Update| matches!(update, Update::Status { .. }).then_some(());
    heard(&session, wire::Subscribe::default(), status).await;
    let observed = call(&session, "leg_observe", json!({"id": id, "wait": false})).await;
    assert_eq!(observed["end"], json!("looked"));
    assert_eq!(session.acts().iter().map(|act| act.command.as_str()).collect::<Vec<_>>(), ["maintenance_save"]);
    // Opened is enough: who finds a pipe reads nothing of it.
    std::fs::OpenOptions::new().write(true).open(&file).expect("it comes back");
    assert_eq!(saving.await.expect("it ends").expect_err("a pipe is no backup").code, "file");
    session.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn beside_a_driver_it_reads_and_takes_over_when_that_one_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let ended = || -> app::session::Ended { Arc::new(|_, _, _| {}) };
    let first = Session::open(&opening(&folder), ended()).expect("the driver");
    let second = Session::open(&opening(&folder), ended()).expect("a reader");
    let hello = call(&second, "session_hello", json!({})).await;
    assert_eq!(hello["driver"], json!(false));
    assert!(hello["holder"].as_str().expect("a holder").contains("app-test 0"), "{hello}");
    let set = || Request::from_json("settings_set", json!({"key": "poll.rest", "value": "1m"})).expect("a command");
    let refused = second.call(set(), None).await.expect_err("held");
    assert_eq!(refused.code, "held");
    drop(first);
    second.call(set(), None).await.expect("it drives now");
    assert_eq!(call(&second, "session_hello", json!({})).await["driver"], json!(true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_changes_nothing_and_is_not_told_as_a_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = Session::open(&opening(&folder), Arc::new(|_, _, _| {})).expect("a session");
    let told = async || {
        let beat = |update: &Update| matches!(update, Update::Beat { .. }).then_some(());
        heard(&session, wire::Subscribe::default(), beat).await.1.contains(&Update::Changed)
    };
    for name in ["session_hello", "pairs_list", "maintenance_list", "settings_get"] {
        call(&session, name, json!({})).await;
    }
    assert!(!told().await, "a page that reads again because of it would read for ever");
    call(&session, "settings_set", json!({"key": "poll.rest", "value": "1m"})).await;
    assert!(told().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_a_terminal_is_refused_here() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = Session::open(&opening(&folder), Arc::new(|_, _, _| {})).expect("a session");
    let watch = Request::from_json("status_watch", json!({"name": "support"})).expect("a command");
    assert_eq!(session.call(watch, None).await.expect_err("refused").code, "usage");
}
