//! What the Configuration API can write: which kinds can be added, changed and removed, and the fields a body may have
//! (appliance-api section 6). A field that is not declared is answered with 401.
//!
//! The table is taken from the vendor's files, version 1.10; what a later version adds is done by hand until it is here.

use domain::observation::Product;

/// How one kind of objects is written in one product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Writing {
    pub(super) adds: bool,
    pub(super) changes: bool,
    pub(super) removes: bool,
    fields: &'static str,
}

const TABLE: &str = include_str!("writings.txt");

impl Writing {
    /// Whether a body may have this field. Secrets may not: a person sets them.
    pub(super) fn has(self, field: &str) -> bool {
        self.fields.split(' ').any(|known| known == field)
    }
}

/// How a kind is written in a product; nothing where it cannot be.
pub(super) fn writing(kind: &str, product: Product) -> Option<Writing> {
    let product = match product {
        Product::Rs => "rs",
        Product::Pra => "pra",
    };
    TABLE.lines().find_map(|line| {
        let rest = line.strip_prefix(kind)?.strip_prefix(' ')?.strip_prefix(product)?.strip_prefix(' ')?;
        let (verbs, fields) = rest.split_once(' ')?;
        let has = |verb| verbs.contains(verb);
        Some(Writing { adds: has('a'), changes: has('c'), removes: has('r'), fields })
    })
}
