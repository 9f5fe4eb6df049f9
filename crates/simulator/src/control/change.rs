//! Changes by the control face: somebody works in `/login` or `/appliance`, whether or not an API shows it.

use serde_json::{Map, Value, json};

use super::Said;
use super::body::{Body, Wrong};
use crate::model::Model;
use crate::model::change::Actor;
use crate::model::log::Site;
use crate::objects::Object;
use crate::objects::kind::{Kind, parent};
use crate::which::{Both, Which};

/// The lists no API shows begin so.
const BESIDE: [&str; 3] = ["login/", "failover/", "appliance/"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Add,
    Change,
    Remove,
}

/// `POST /change`: answers with the id of the object.
pub(super) fn answer(model: &mut Model, now_ms: i64, body: &[u8]) -> Said {
    match Body::read(body).and_then(|body| change(model, now_ms, body)) {
        Ok(id) => (200, json!({"ok": true, "id": id})),
        Err(wrong) => wrong.said(),
    }
}

/// Both appliances' objects, with what belongs to each alone.
pub(super) fn objects(model: &Model) -> Value {
    let of =
        |which: Which| json!({"synced": model.objects(which).to_json(), "own": model.own_objects(which).to_json()});
    json!(Both::each(of))
}

fn change(model: &mut Model, now_ms: i64, mut body: Body) -> Result<u64, Wrong> {
    let which = living(model, &mut body)?;
    let list: String = body.must("kind")?;
    let action: Action = body.must("action")?;
    let id: Option<u64> = body.maybe("id")?;
    let mut fields: Map<String, Value> = body.maybe("fields")?.unwrap_or_default();
    let mut secrets: Vec<String> = body.maybe("secrets")?.unwrap_or_default();
    let logged: Option<bool> = body.maybe("logged")?;
    let actor = actor(&mut body)?;
    body.done()?;
    check(model, which, &list, &fields)?;
    let actor = Some(&actor).filter(|_| logged.unwrap_or(true));
    let kind = Kind::of_list(&list, model.product());
    // A secret is not kept, whoever gives it.
    let written = kind.into_iter().flat_map(|kind| kind.fields(model.product())).filter(|field| field.write_only);
    let given = written.filter(|field| fields.shift_remove(field.name).is_some());
    secrets.extend(given.filter(|field| field.secret).map(|field| field.name.to_owned()));
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    if action == Action::Add {
        let object = kind.map_or_else(|| fields.clone(), |kind| kind.made(model.product(), fields.clone()));
        let named_by = kind.map_or("id", |kind| kind.named_by);
        if named_by != "id" && !object.get(named_by).is_some_and(Value::is_u64) {
            return Err(Wrong::new("fields", format!("miss {named_by}")));
        }
        return Ok(model.add_object(now_ms, which, &list, object, &secrets, actor));
    }
    let id = id.ok_or_else(|| Wrong::new("id", "is missing"))?;
    let Some(old) = model.objects_with(which, &list).get(&list, id) else {
        return Err(Wrong::new("id", format!("there is no {id} in {list}")));
    };
    if action == Action::Remove {
        model.remove_object(now_ms, which, &list, id, actor);
        return Ok(id);
    }
    let mut object: Object = old.clone();
    object.extend(fields);
    model.change_object(now_ms, which, &list, id, object, &secrets, actor);
    Ok(id)
}

/// `POST /log`: one message of whatever kind.
pub(super) fn log(model: &mut Model, mut body: Body) -> Result<(), Wrong> {
    let which = living(model, &mut body)?;
    let event: String = body.must("event")?;
    let fields: Map<String, Value> = body.maybe("fields")?.unwrap_or_default();
    let of_appliance: Option<bool> = body.maybe("of_appliance")?;
    let actor = actor(&mut body)?;
    body.done()?;
    let site = if of_appliance.unwrap_or(false) { Site::Appliance } else { Site::Login };
    let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let fields = fields.into_iter().map(|(name, value)| (name, text(value))).collect();
    model.log(which, site, &actor, &event, fields);
    Ok(())
}

fn living(model: &Model, body: &mut Body) -> Result<Which, Wrong> {
    let which: Which = body.must("appliance")?;
    if model.appliance(which).alive { Ok(which) } else { Err(Wrong::new("appliance", "it is switched off")) }
}

fn actor(body: &mut Body) -> Result<Actor, Wrong> {
    let usual = Actor::administrator();
    let who = body.maybe("who")?.unwrap_or(usual.who);
    let who_ip = body.maybe("who_ip")?.unwrap_or(usual.who_ip);
    Ok(Actor { who, who_ip })
}

/// The list must be there, the object it hangs on too, and the fields must be fields of its objects.
fn check(model: &Model, which: Which, list: &str, fields: &Map<String, Value>) -> Result<(), Wrong> {
    let product = model.product();
    let Some(kind) = Kind::of_list(list, product) else {
        let beside = BESIDE.iter().any(|start| list.len() > start.len() && list.starts_with(start));
        let wrong = || {
            Wrong::new("kind", format!("there is no {list}; beside the API's lists there are: {}", BESIDE.join(", ")))
        };
        return if beside { Ok(()) } else { Err(wrong()) };
    };
    if let Some((above, id)) = parent(list)
        && model.objects(which).get(above, id).is_none()
    {
        return Err(Wrong::new("kind", format!("there is no {id} in {above}")));
    }
    for (name, value) in fields {
        let field = kind.fields(product).find(|field| field.name == name);
        let field = field.ok_or_else(|| Wrong::new("fields", format!("{name} is no field of {list}")))?;
        field.check(value).map_err(|wrong| Wrong::new("fields", wrong))?;
    }
    Ok(())
}
