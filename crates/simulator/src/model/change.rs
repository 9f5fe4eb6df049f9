//! Changes of the configuration: by the Configuration API, or in `/login` and `/appliance` by somebody. Each leaves its
//! message in the log of the appliance it was made on.
//!
//! Lists that begin with `login/` are what `/login` has and no API shows; with `failover/` what belongs to each
//! appliance although it stands in `/login`; with `appliance/` what is set in `/appliance`. The last two no data sync
//! touches (failover-and-syslog section 1.9).

use std::sync::Arc;

use super::Model;
use super::log::Site;
use crate::objects::kind::{Kind, parent};
use crate::objects::told::{self, Fields};
use crate::objects::{Object, Objects};
use crate::which::Which;

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// `Display Name (username)`, or for an API account its name and client id.
    pub who: String,
    pub who_ip: String,
}

impl Actor {
    /// The API account.
    pub(crate) fn api(model: &Model) -> Self {
        Self { who: format!("Operations ({})", model.credential().0), who_ip: "192.0.2.12".to_owned() }
    }

    /// The administrator of the site.
    #[must_use]
    pub fn administrator() -> Self {
        Self { who: "Ann Admin (ann@example.test)".to_owned(), who_ip: "192.0.2.10".to_owned() }
    }
}

/// Whether a data sync leaves a list alone.
fn stays(list: &str) -> bool {
    list.starts_with("failover/") || list.starts_with("appliance/")
}

impl Model {
    /// What this appliance is configured with, as far as a data sync carries it.
    #[must_use]
    pub fn objects(&self, which: Which) -> &Objects {
        &self.appliances[which].objects
    }

    /// What belongs to this appliance alone.
    #[must_use]
    pub fn own_objects(&self, which: Which) -> &Objects {
        &self.appliances[which].own
    }

    /// The objects a list is among.
    #[must_use]
    pub fn objects_with(&self, which: Which, list: &str) -> &Objects {
        if stays(list) { self.own_objects(which) } else { self.objects(which) }
    }

    /// Adds an object. Without an `actor` the log says nothing of it.
    pub fn add_object(
        &mut self,
        now_ms: i64,
        which: Which,
        list: &str,
        object: Object,
        secrets: &[&str],
        actor: Option<&Actor>,
    ) -> u64 {
        self.change(now_ms, |model| {
            let kind = Kind::of_list(list, model.product);
            let id = model.written(which, list).add(list, kind.map_or("id", |kind| kind.named_by), object);
            let added = model.objects_with(which, list).get(list, id).cloned().unwrap_or_default();
            let fields = model.joined(which, list, told::whole(kind, model.product, &added, secrets));
            model.log_change(which, list, "added", fields, actor);
            id
        })
    }

    /// Puts an object in the place of the one with this id. `false`: there is none.
    #[expect(clippy::too_many_arguments, reason = "who did what, where, when: each is one value")]
    pub fn change_object(
        &mut self,
        now_ms: i64,
        which: Which,
        list: &str,
        id: u64,
        object: Object,
        secrets: &[&str],
        actor: Option<&Actor>,
    ) -> bool {
        self.change(now_ms, |model| {
            let Some(old) = model.objects_with(which, list).get(list, id).cloned() else { return false };
            let kind = Kind::of_list(list, model.product);
            let fields = if list.ends_with("/setting") {
                told::setting_changed(&old, &object, secrets)
            } else {
                told::changed(kind, model.product, &old, &object, secrets)
            };
            let fields = model.joined(which, list, fields);
            model.written(which, list).replace(list, id, object);
            model.log_change(which, list, "changed", fields, actor);
            true
        })
    }

    /// Takes an object away, with what hangs on it. `false`: there is none.
    pub fn remove_object(&mut self, now_ms: i64, which: Which, list: &str, id: u64, actor: Option<&Actor>) -> bool {
        self.change(now_ms, |model| {
            let Some(object) = model.written(which, list).remove(list, id) else { return false };
            let kind = Kind::of_list(list, model.product);
            let fields = model.joined(which, list, told::whole(kind, model.product, &object, &[]));
            model.log_change(which, list, "removed", fields, actor);
            true
        })
    }

    fn written(&mut self, which: Which, list: &str) -> &mut Objects {
        let appliance = &mut self.appliances[which];
        Arc::make_mut(if stays(list) { &mut appliance.own } else { &mut appliance.objects })
    }

    /// The fields of an object that joins two others: the one its list hangs on, then the one it names, each with its
    /// id and name, as the log has memberships (failover-and-syslog section 4.5).
    fn joined(&self, which: Which, list: &str, fields: Fields) -> Fields {
        let Some((above, id)) = parent(list) else { return fields };
        let objects = self.objects(which);
        let named = |list: &str, word: &str, id: u64| objects.get(list, id).map(|object| told::named(word, id, object));
        let word = Kind::of_list(above, self.product).map_or(above, |kind| kind.event);
        let mut said = named(above, word, id).unwrap_or_default();
        for (key, value) in fields {
            let other = told::JOINED.iter().find(|(field, _, _)| *field == key);
            match other.and_then(|(_, word, list)| named(list, word, value.parse().ok()?)) {
                Some(other) => said.extend(
                    other
                        .into_iter()
                        .filter(|(key, _)| !said.iter().any(|(known, _)| known == key))
                        .collect::<Fields>(),
                ),
                None => said.push((key, value)),
            }
        }
        said
    }

    fn log_change(&mut self, which: Which, list: &str, what: &str, fields: Fields, actor: Option<&Actor>) {
        let Some(actor) = actor else { return };
        let site = if list.starts_with("appliance/") { Site::Appliance } else { Site::Login };
        let word = match Kind::of_list(list, self.product) {
            Some(kind) => kind.event,
            None => list.rsplit('/').next().unwrap_or(list),
        };
        self.log(which, site, actor, &format!("{word}_{what}"), fields);
    }

    /// A data sync has come to its good end: the backup has what the primary has, and keeps what is its own. Whatever
    /// was changed on it is gone.
    pub(super) fn carry_over(&mut self, primary: Which) {
        let objects = Arc::clone(&self.appliances[primary].objects);
        self.appliances[primary.peer()].objects = objects;
        self.carry_log_over(primary);
    }
}
