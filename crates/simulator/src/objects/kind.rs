//! Which lists there are: what can be done with each, and which fields an object of it has.

use serde_json::Value;

use super::Object;
use super::field::Field;
use super::kinds::{self, typed};
use crate::config::Product;

/// Which product has a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    Both,
    Rs,
    Pra,
}

/// How a list comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paging {
    /// In pages one asks for.
    Pages,
    /// With the headers of a page, but one cannot ask for another.
    HeadersOnly,
    /// As a whole, without those headers.
    Whole,
    /// No list: one object that belongs to what it hangs on, whether or not anybody made it.
    Single,
}

/// One kind of object.
#[derive(Debug)]
pub(crate) struct Kind {
    /// The path of its list; `{}` stands for an id.
    pub(crate) path: &'static str,
    /// The object's word in the names of syslog events; empty: it is never written.
    pub(crate) event: &'static str,
    pub(super) on: On,
    /// `list`, `get`, `post`, `patch`, `delete`.
    pub(super) methods: &'static str,
    /// What Privileged Remote Access has besides.
    pub(super) pra_methods: &'static str,
    pub(crate) paging: Paging,
    pub(crate) filters: &'static [&'static str],
    /// The field whose number stands behind the path.
    pub(crate) named_by: &'static str,
    pub(super) both: &'static str,
    pub(super) rs: &'static str,
    pub(super) pra: &'static str,
}

/// What a path below the API's base leads to.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) kind: &'static Kind,
    /// The list, as [`super::Objects`] names it.
    pub(crate) list: String,
    /// One object of it, or the list itself.
    pub(crate) id: Option<u64>,
}

impl Place {
    /// Where a path leads, in this product.
    pub(crate) fn at(path: &str, product: Product) -> Option<Self> {
        let whole = Kind::of_list(path, product).map(|kind| Self { kind, list: path.to_owned(), id: None });
        whole.or_else(|| {
            let (list, id) = path.rsplit_once('/')?;
            let kind = Kind::of_list(list, product).filter(|kind| kind.takes("get", product))?;
            Some(Self { kind, list: list.to_owned(), id: Some(number(id)?) })
        })
    }

    /// What the list hangs on: the list and the id of the object above, if there is one.
    pub(crate) fn parent(&self) -> Option<(&str, u64)> {
        parent(&self.list)
    }
}

/// The object a list hangs on: `group-policy/3/member` on the third of `group-policy`.
pub(crate) fn parent(list: &str) -> Option<(&str, u64)> {
    let (above, _) = list.rsplit_once('/')?;
    let (above, id) = above.rsplit_once('/')?;
    Some((above, number(id)?))
}

fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number| *number > 0)
}

impl Kind {
    /// The kind of a list, in this product.
    pub(crate) fn of_list(list: &str, product: Product) -> Option<&'static Self> {
        let fits = |kind: &&Self| {
            let (mut pattern, mut given) = (kind.path.split('/'), list.split('/'));
            loop {
                match (pattern.next(), given.next()) {
                    (None, None) => return true,
                    (Some("{}"), Some(id)) if number(id).is_some() => {}
                    (Some(word), Some(same)) if word == same && word != "{}" => {}
                    _ => return false,
                }
            }
        };
        Self::all().filter(|kind| kind.exists_on(product)).find(fits)
    }

    /// Every kind of either product.
    pub(crate) fn all() -> impl Iterator<Item = &'static Self> {
        kinds::ALL.into_iter().flatten()
    }

    pub(crate) fn exists_on(&self, product: Product) -> bool {
        match self.on {
            On::Both => true,
            On::Rs => product == Product::Rs,
            On::Pra => product == Product::Pra,
        }
    }

    /// Whether this can be done: `list`, `get`, `post`, `patch`, `delete`.
    pub(crate) fn takes(&self, verb: &str, product: Product) -> bool {
        let more = if product == Product::Pra { self.pra_methods } else { "" };
        self.methods.split(' ').chain(more.split(' ')).any(|known| known == verb)
    }

    /// The fields of its objects.
    pub(crate) fn fields(&self, product: Product) -> impl Iterator<Item = Field<'static>> {
        let own = match product {
            Product::Rs => self.rs,
            Product::Pra => self.pra,
        };
        self.both.split_whitespace().chain(own.split_whitespace()).map(Field::read)
    }

    /// Whether this object has the field, which may go by its type.
    pub(crate) fn has(&self, object: &Object, field: &str) -> bool {
        typed::has(self.path, object, field)
    }

    /// An object as its list tells it.
    pub(crate) fn listed(&self, object: &Object) -> Object {
        let told = |name: &str| typed::is_listed(self.path, name);
        object.iter().filter(|(name, _)| told(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// An object with what was given; what was not given is as the API has it when nobody says it. No secret is kept.
    pub(crate) fn made(&self, product: Product, mut given: Object) -> Object {
        let mut made = Object::new();
        for field in self.fields(product).filter(|field| !field.write_only) {
            if !typed::has(self.path, &given, field.name) {
                continue;
            }
            let value = given.shift_remove(field.name).or_else(|| field.unsaid());
            if let Some(value) = value {
                made.insert(field.name.to_owned(), value);
            }
        }
        let has_code_name = self.fields(product).any(|field| field.name == "code_name");
        if has_code_name && made.get("code_name").is_none_or(|code| code == "") {
            made.insert("code_name".to_owned(), Value::from(code_name(&made)));
        }
        made
    }
}

/// A code name after the object's name: small letters, digits, and `_` for the rest.
fn code_name(object: &Object) -> String {
    let name = ["name", "display_name"].iter().find_map(|field| object.get(*field)?.as_str());
    let letters = name.unwrap_or_default().chars();
    let plain = letters.map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' });
    plain.take(64).collect()
}
