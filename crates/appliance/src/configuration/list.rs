//! One list: whose, and by which filters.

use domain::observation::Product;

use super::declared::{self, NotDeclared, Row, Shape, is_id};
use super::{PER_PAGE, ROOT};

/// A list of the Configuration API with everything it is asked with. Only what is declared can be in it.
#[derive(Clone, Debug)]
pub struct List {
    row: Row,
    name: String,
    /// From the root, with its ids.
    path: String,
    /// Written for a query, each with `&` before it.
    filters: String,
}

impl List {
    /// The list of this name in this product: its path without ids (`jump-group/user`), and the ids of the objects it stands
    /// below, outermost first.
    ///
    /// # Errors
    /// [`NotDeclared`]
    pub fn new(product: Product, name: &str, ids: &[&str]) -> Result<Self, NotDeclared> {
        let row = declared::row(product, name).ok_or_else(|| NotDeclared::List(name.to_owned()))?;
        let wanted = row.parents();
        if ids.len() != wanted {
            return Err(NotDeclared::Ids { list: name.to_owned(), wanted, given: ids.len() });
        }
        let mut path = ROOT.to_owned();
        let mut ids = ids.iter();
        for part in row.path.split('/') {
            let part = match (part, ids.as_slice().first()) {
                ("{}", Some(id)) => {
                    ids.next();
                    checked(id)?
                }
                (word, _) => word,
            };
            path.push('/');
            path.push_str(part);
        }
        Ok(Self { row, name: name.to_owned(), path, filters: String::new() })
    }

    /// The names of all lists of a product, without ids.
    #[must_use]
    pub fn names(product: Product) -> Vec<String> {
        declared::names(product)
    }

    /// The same with only what fits this filter too: exactly, in letters of any case.
    ///
    /// # Errors
    /// [`NotDeclared::Filter`]
    pub fn filtered(mut self, filter: &str, value: &str) -> Result<Self, NotDeclared> {
        if !self.row.has_filter(filter) {
            return Err(NotDeclared::Filter { list: self.name, filter: filter.to_owned() });
        }
        self.filters.push_str(&format!("&{filter}={}", escaped(value)));
        Ok(self)
    }

    /// Its path without ids.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its path from the root, without a query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Does it come in pages that are asked for?
    #[must_use]
    pub fn is_paged(&self) -> bool {
        self.row.shape == Shape::Pages
    }

    /// Does one object stand in its place?
    pub(super) fn is_one(&self) -> bool {
        self.row.shape == Shape::One
    }

    /// What is asked for a page of it.
    pub(super) fn request(&self, number: u32) -> String {
        let pages = if self.is_paged() { format!("&per_page={PER_PAGE}&current_page={number}") } else { String::new() };
        let query = format!("{pages}{}", self.filters);
        match query.strip_prefix('&') {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }

    /// The path of one of its objects.
    pub(super) fn object(&self, id: &str) -> Result<String, NotDeclared> {
        if !self.row.has_verb('g') {
            return Err(NotDeclared::Single(self.name.clone()));
        }
        Ok(format!("{}/{}", self.path, checked(id)?))
    }
}

fn checked(id: &str) -> Result<&str, NotDeclared> {
    if is_id(id) { Ok(id) } else { Err(NotDeclared::Id(id.to_owned())) }
}

/// A value as it stands in a query (RFC 3986 section 3.4).
fn escaped(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let part = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    value.bytes().map(part).collect()
}
