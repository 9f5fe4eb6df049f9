//! What the vendor's files, version 1.10, declare: which lists there are, what they are asked with, and what is written.
//!
//! A parameter that is not declared is answered with 401, which looks like a bad token (appliance-api section 0), so nothing
//! is asked or written that does not stand here.

use domain::observation::Product;

const TABLE: &str = include_str!("lists.txt");

/// Something the Configuration API does not declare. It is not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDeclared {
    #[error("the Configuration API has no list '{0}' in this product")]
    List(String),
    /// Another number of ids than the list's path has.
    #[error("the list '{list}' stands below {wanted} objects and {given} ids were given")]
    Ids { list: String, wanted: usize, given: usize },
    #[error("'{0}' cannot be an id")]
    Id(String),
    #[error("the list '{list}' has no filter '{filter}'")]
    Filter { list: String, filter: String },
    #[error("the API reads no single object of '{0}'")]
    Single(String),
    #[error("the API does not write this: {0}")]
    Written(String),
    #[error("to add or change something takes an object, to remove something takes none")]
    Body,
}

/// How a list comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// In pages that are asked for.
    Pages,
    /// Whole, with no parameter for a page; perhaps with the header fields of one.
    Whole,
    /// One object in the place of a list.
    One,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// The path below the root, with `{}` for each id.
    pub(super) path: &'static str,
    pub(super) shape: Shape,
    verbs: &'static str,
    filters: &'static str,
}

impl Row {
    fn read(line: &'static str, product: Product) -> Option<Self> {
        let product = match product {
            Product::Rs => "rs",
            Product::Pra => "pra",
        };
        let mut words = line.splitn(5, ' ');
        let (path, of, shape, verbs) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let shape = match shape {
            "pages" => Shape::Pages,
            "whole" | "headers" => Shape::Whole,
            "one" => Shape::One,
            _ => return None,
        };
        let filters = words.next().unwrap_or_default();
        (of == "any" || of == product).then_some(Self { path, shape, verbs, filters })
    }

    /// `g` one is read, `a` added, `c` changed, `r` removed.
    pub(super) fn has_verb(self, verb: char) -> bool {
        self.verbs.contains(verb)
    }

    pub(super) fn has_filter(self, filter: &str) -> bool {
        self.filters.split(' ').any(|known| known == filter && !known.is_empty())
    }

    /// Its path without ids: `jump-group/user` for `jump-group/{}/user`.
    fn name(self) -> String {
        self.path.split('/').filter(|part| *part != "{}").collect::<Vec<_>>().join("/")
    }

    /// The ids of a path below the root that leads to this list, or with one id more to an object of it.
    pub(super) fn ids(self, path: &str) -> Option<Vec<&str>> {
        let mut given = path.split('/');
        let mut ids = Vec::new();
        for part in self.path.split('/') {
            let here = given.next()?;
            match part {
                "{}" => ids.push(here),
                word if word == here => {}
                _ => return None,
            }
        }
        ids.extend(given);
        Some(ids)
    }

    /// How many ids stand in the path of the list.
    pub(super) fn parents(self) -> usize {
        self.path.split('/').filter(|part| *part == "{}").count()
    }
}

/// The rows of a product.
pub(super) fn rows(product: Product) -> impl Iterator<Item = Row> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(move |line| Row::read(line, product))
}

/// The row of a list by its name.
pub(super) fn row(product: Product, name: &str) -> Option<Row> {
    rows(product).find(|row| row.name() == name)
}

/// The names of all lists of a product.
pub(super) fn names(product: Product) -> Vec<String> {
    rows(product).map(Row::name).collect()
}

/// An id as it may stand in a path: all of them are declared as integers. A word in its place would lead elsewhere.
pub(super) fn is_id(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
