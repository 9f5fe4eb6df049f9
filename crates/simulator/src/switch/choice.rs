//! The settings of one switch: words, and what each means. The first is the default.

macro_rules! choice {
    (
        $(#[$doc:meta])*
        $name:ident {
            $first:ident = $first_word:literal, $first_means:literal;
            $($other:ident = $word:literal, $means:literal;)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            #[doc = $first_means]
            #[default]
            #[serde(rename = $first_word)]
            $first,
            $(#[doc = $means] #[serde(rename = $word)] $other,)+
        }

        impl $name {
            /// Its words, the default first.
            pub const SETTINGS: &'static [&'static str] = &[$first_word, $($word),+];
            /// What they mean, in the same order.
            pub const MEANINGS: &'static [&'static str] = &[$first_means, $($means),+];
        }
    };
}
pub(super) use choice;
