//! The two appliances of the pair, and one value for each of them.

use std::fmt;
use std::ops::{Index, IndexMut};

use serde::{Deserialize, Serialize};

/// One appliance of the pair. `A` is the primary of a new simulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Which {
    A,
    B,
}

impl Which {
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    /// The other appliance of the pair.
    #[must_use]
    pub fn peer(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "a",
            Self::B => "b",
        })
    }
}

/// One value for each appliance.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Both<T> {
    pub a: T,
    pub b: T,
}

impl<T> Both<T> {
    /// Makes the two values, A first.
    pub fn each(mut make: impl FnMut(Which) -> T) -> Self {
        Self { a: make(Which::A), b: make(Which::B) }
    }
}

impl<T> Index<Which> for Both<T> {
    type Output = T;

    fn index(&self, which: Which) -> &T {
        match which {
            Which::A => &self.a,
            Which::B => &self.b,
        }
    }
}

impl<T> IndexMut<Which> for Both<T> {
    fn index_mut(&mut self, which: Which) -> &mut T {
        match which {
            Which::A => &mut self.a,
            Which::B => &mut self.b,
        }
    }
}
