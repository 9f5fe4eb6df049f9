//! Reading a configuration: every kind of the product, list by list, within the share that collecting has.

use std::collections::{BTreeMap, BTreeSet};

use appliance::{Configuration, List, Unread};
use domain::observation::{Product, TroubleKind};
use futures::stream::{self, StreamExt as _};
use ledger::resource::{RESOURCES, Resource, resource};
use ledger::{Snapshot, Taking};
use serde_json::Value;

/// Lists that are read at once: each has pages of its own under way.
const LISTS_AT_ONCE: usize = 8;

/// A list that changed while it was read is read again this often.
const TRIES: usize = 3;

/// Is told how far it is: kinds that were read, kinds there are, objects so far.
pub(crate) type Progress<'a> = dyn Fn(usize, usize, usize) + Send + Sync + 'a;

/// One list to be read: its kind, and the id of the object it stands below.
struct ToRead {
    kind: &'static str,
    parent: Option<String>,
}

/// Reads kinds of objects, and with `all` everything; what cannot be read is in it, with the reason.
pub(crate) async fn read(
    configuration: &Configuration,
    product: Product,
    kinds: &BTreeSet<&'static str>,
    progress: &Progress<'_>,
) -> Snapshot {
    let mut taking = Taking::new();
    // Ids by kind, for the lists below them.
    let mut ids: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let mut failed: BTreeSet<&'static str> = BTreeSet::new();
    let (mut done, mut objects) = (0, 0);
    let wanted: Vec<&'static Resource> = RESOURCES.iter().filter(|kind| kinds.contains(kind.name)).collect();
    // Parents first; each level is read before what stands below it.
    for depth in 0..=1 {
        let level: Vec<_> = wanted.iter().filter(|kind| parent(kind.name).map_or(0, depth_of) == depth).collect();
        let mut lists: Vec<ToRead> = vec![];
        for kind in &level {
            match parent(kind.name) {
                None => lists.push(ToRead { kind: kind.name, parent: None }),
                Some(above) => match ids.get(above) {
                    Some(above) => {
                        taking.read(kind.name);
                        lists.extend(above.iter().map(|id| ToRead { kind: kind.name, parent: Some(id.clone()) }));
                    }
                    // What it stands below could not be read: that is told, and once is enough.
                    None => drop(failed.insert(kind.name)),
                },
            }
        }
        let mut reading = stream::iter(lists)
            .map(|list| async move {
                let told = one_list(configuration, product, &list).await;
                (list, told)
            })
            .buffer_unordered(LISTS_AT_ONCE);
        let mut kinds_seen: BTreeSet<&str> = BTreeSet::new();
        while let Some((list, told)) = reading.next().await {
            match told {
                Ok(found) => {
                    taking.read(list.kind);
                    let own = resource(list.kind).map_or("id", |kind| kind.id);
                    for value in &found {
                        taking.object(list.kind, list.parent.as_deref(), value);
                        ids.entry(list.kind).or_default().extend(value.get(own).map(id_text));
                    }
                    objects += found.len();
                }
                // An object that went away while it was read has nothing below it.
                Err(Unread::Absent { .. }) if list.parent.is_some() => {}
                Err(unread) => {
                    failed.insert(list.kind);
                    taking.failed(list.kind, &unread.to_string());
                }
            }
            if kinds_seen.insert(list.kind) {
                done += 1;
            }
            progress(done, wanted.len(), objects);
        }
        // One without objects was read all the same; one that could not be read has nothing below it.
        for kind in level.iter().filter(|kind| !failed.contains(kind.name)) {
            ids.entry(kind.name).or_default();
        }
        ids.retain(|kind, _| !failed.contains(kind));
    }
    taking.finish()
}

/// Whether the configuration can be read at all: by the list that every version and every right has.
pub(crate) async fn is_served(configuration: &Configuration, product: Product) -> Result<(), Unread> {
    let list = List::new(product, "session-policy", &[])
        .map_err(|error| Unread::Absent { status: 404, message: error.to_string() })?;
    configuration.page(&list, 1).await.map(|_| ())
}

/// Every kind that the product's API lists.
pub(crate) fn all_kinds(product: Product) -> BTreeSet<&'static str> {
    let declared: BTreeSet<String> = List::names(product).into_iter().collect();
    let is_of = |kind: &&Resource| match product {
        Product::Rs => kind.rs,
        Product::Pra => kind.pra,
    };
    RESOURCES.iter().filter(is_of).filter(|kind| declared.contains(kind.name)).map(|kind| kind.name).collect()
}

/// The kind whose objects a kind's lists stand below: `jump-group` of `jump-group/user`, nothing of `jump-item/web-jump`.
pub(crate) fn parent(kind: &str) -> Option<&'static str> {
    let (above, _) = kind.rsplit_once('/')?;
    // `jump-client/installer` and the jump items are lists of their own, whatever their path looks like.
    if List::new(Product::Rs, kind, &[]).is_ok() || List::new(Product::Pra, kind, &[]).is_ok() {
        return None;
    }
    resource(above).map(|kind| kind.name)
}

fn depth_of(kind: &str) -> usize {
    1 + parent(kind).map_or(0, depth_of)
}

async fn one_list(configuration: &Configuration, product: Product, list: &ToRead) -> Result<Vec<Value>, Unread> {
    let ids: Vec<&str> = list.parent.as_deref().into_iter().flat_map(|id| id.split('/')).collect();
    let declared = List::new(product, list.kind, &ids)
        .map_err(|error| Unread::Absent { status: 404, message: error.to_string() })?;
    let mut tries = 1;
    loop {
        match pages(configuration, &declared).await {
            Err(Unread::Changed) if tries < TRIES => tries += 1,
            outcome => return outcome,
        }
    }
}

async fn pages(configuration: &Configuration, list: &List) -> Result<Vec<Value>, Unread> {
    let mut objects = vec![];
    let mut pages = std::pin::pin!(configuration.pages(list, 1));
    while let Some(page) = pages.next().await {
        objects.extend(page?.objects);
    }
    Ok(objects)
}

fn id_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// One object as the API tells it now; nothing where it is not there.
pub(crate) async fn read_object(
    configuration: &Configuration,
    product: Product,
    kind: &'static str,
    id: &str,
) -> Result<Option<Value>, Unread> {
    let (above, own) = match (parent(kind), id.split_once('/')) {
        (Some(_), Some((above, own))) => (Some(above.to_owned()), own),
        // One object in the place of a list: its id is that of what it stands below.
        (Some(_), None) => (Some(id.to_owned()), ""),
        (None, _) => (None, id),
    };
    let ids: Vec<&str> = above.iter().map(String::as_str).collect();
    let refused = |error: appliance::NotDeclared| Unread::Absent { status: 404, message: error.to_string() };
    let list = List::new(product, kind, &ids).map_err(refused)?;
    match configuration.object(&list, own).await {
        Ok(found) => return Ok(Some(found.object)),
        Err(Unread::Absent { .. }) => return Ok(None),
        // The API reads none of these singly.
        Err(Unread::Trouble(trouble)) if trouble.kind == TroubleKind::ApiAbsent => {}
        Err(unread) => return Err(unread),
    }
    let all = match one_list(configuration, product, &ToRead { kind, parent: above }).await {
        Err(Unread::Absent { .. }) => return Ok(None),
        all => all?,
    };
    let field = resource(kind).map_or("id", |kind| kind.id);
    Ok(all.into_iter().find(|value| field.is_empty() || value.get(field).map(id_text).as_deref() == Some(own)))
}
