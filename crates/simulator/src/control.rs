//! The control face: look inside, break things, move things. A function of the model, the clock and the request;
//! [`crate::serve`] gives it a socket.
//!
//! | call | body |
//! |---|---|
//! | `GET /state` `/history` `/requests` `/violations` | |
//! | `POST /fault` | `call`, `kind`, and `appliance`, `count`, `after_ms` as wanted |
//! | `POST /faults/clear` | |
//! | `POST /set` | values by name; `appliance` for those of one appliance |
//! | `POST /role` | `appliance`, `role`, and `way`: `alone` (at once, only this one), `swap` or `sync` (as on the page in /login) |
//! | `POST /kill` `/revive` `/pointer` | `appliance` |
//! | `POST /advance` | `ms`: jumps the simulation's time |
//! | `GET /objects` | |
//! | `POST /change` | `appliance`, `kind`, `action` (`add`, `change`, `remove`), and `id`, `fields`, `secrets`, `logged`, `who`, `who_ip` as wanted |
//! | `POST /log` | `appliance`, `event`, and `fields`, `of_appliance`, `who`, `who_ip` as wanted: one message |

use serde_json::{Value, json};

use crate::call::Call;
use crate::clock::Clock;
use crate::config::Role;
use crate::model::Model;
use crate::model::failover::{RoleCommand, WantedRole};
use crate::model::fault::{Fault, FaultAt, FaultCall};
use crate::which::Which;

mod body;
mod change;
mod state;

use body::{Body, Wrong};

/// Status and JSON body.
pub type Said = (u16, Value);

/// Answers one control request.
pub fn answer(model: &mut Model, clock: &dyn Clock, method: &str, path: &str, body: &[u8]) -> Said {
    model.advance(clock.now_ms());
    let now_ms = model.now_ms();
    let post = |act: &mut dyn FnMut(Body) -> Result<(), Wrong>| match Body::read(body).and_then(act) {
        Ok(()) => (200, json!({"ok": true})),
        Err(wrong) => wrong.said(),
    };
    match (method, path) {
        ("GET", "/state") => (200, state::of(model)),
        ("GET", "/history") => (200, state::history(model)),
        ("GET", "/requests") => (200, json!({"requests": model.record().requests})),
        ("GET", "/violations") => (200, json!({"violations": model.record().violations})),
        ("POST", "/fault") => post(&mut |body| fault(model, body)),
        ("POST", "/faults/clear") => post(&mut |body| {
            model.clear_faults();
            body.done()
        }),
        ("POST", "/set") => post(&mut |body| set(model, now_ms, body)),
        ("POST", "/role") => post(&mut |body| role(model, now_ms, body)),
        ("POST", "/kill") => post(&mut |body| only_appliance(body).map(|which| model.kill(now_ms, which))),
        ("POST", "/revive") => post(&mut |body| only_appliance(body).map(|which| model.revive(now_ms, which))),
        ("POST", "/pointer") => post(&mut |body| {
            let which = only_appliance(body)?;
            model.point_to(now_ms, which).map_err(|why| Wrong::new("appliance", why))
        }),
        ("POST", "/advance") => post(&mut |mut body| {
            let span_ms = body.must("ms")?;
            body.done()?;
            clock.jump_ms(span_ms);
            model.advance(clock.now_ms());
            Ok(())
        }),
        ("GET", "/objects") => (200, change::objects(model)),
        ("POST", "/change") => change::answer(model, now_ms, body),
        ("POST", "/log") => post(&mut |body| change::log(model, body)),
        _ if PATHS.contains(&path) => (405, json!({"error": format!("{method} does not go with {path}.")})),
        _ => (404, json!({"error": format!("There is no {path}. There are: {}.", PATHS.join(", "))})),
    }
}

const PATHS: [&str; 15] = [
    "/state",
    "/history",
    "/requests",
    "/violations",
    "/fault",
    "/faults/clear",
    "/set",
    "/role",
    "/kill",
    "/revive",
    "/pointer",
    "/advance",
    "/objects",
    "/change",
    "/log",
];

fn only_appliance(mut body: Body) -> Result<Which, Wrong> {
    let which = body.must("appliance")?;
    body.done()?;
    Ok(which)
}

fn fault(model: &mut Model, mut body: Body) -> Result<(), Wrong> {
    let appliance = body.maybe("appliance")?.unwrap_or(FaultAt::Any);
    let named: String = body.must("call")?;
    let call = FaultCall::named(&named).ok_or_else(|| {
        Wrong::new("call", format!("there is no call {named}; there are: any, {}", Call::names().join(", ")))
    })?;
    let kind = body.must("kind")?;
    let count = body.maybe("count")?.unwrap_or(1);
    let after_ms = body.maybe("after_ms")?;
    body.done()?;
    model.add_fault(Fault { appliance, call, kind, count, after_ms });
    Ok(())
}

fn set(model: &mut Model, now_ms: i64, mut body: Body) -> Result<(), Wrong> {
    let which: Option<Which> = body.maybe("appliance")?;
    let values = body.rest();
    let outcome = match which {
        Some(which) => model.set_appliance(now_ms, which, &values),
        None => model.set_pair(now_ms, &values),
    };
    outcome.map_err(|why| Wrong::new(why.name().to_owned(), why))
}

fn role(model: &mut Model, now_ms: i64, mut body: Body) -> Result<(), Wrong> {
    let which: Which = body.must("appliance")?;
    let role: Role = body.must("role")?;
    let way: Option<String> = body.maybe("way")?;
    body.done()?;
    let data_sync_first = match way.as_deref() {
        None | Some("alone") => {
            model.put_role(now_ms, which, role);
            return Ok(());
        }
        Some("swap") => false,
        Some("sync") => true,
        Some(other) => return Err(Wrong::new("way", format!("there is no way {other}; there are: alone, swap, sync"))),
    };
    let role = match role {
        Role::Primary => WantedRole::Primary,
        Role::Backup => WantedRole::Backup,
        Role::None => return Err(Wrong::new("role", "a swap needs primary or backup")),
    };
    let command = RoleCommand { role, data_sync_first, force: false };
    model.swap_by_hand(now_ms, which, command).map(|_| ()).map_err(|why| Wrong::new("role", why))
}
