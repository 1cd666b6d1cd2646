//! Codes: the one spelling of a state, a priority, a kind, in the database, in JSON and on the command line.

/// What stands for none of the values a code can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{code}` is not a {what}: write one of {known}")]
pub struct UnknownCode {
    /// What was written.
    pub code: String,
    /// What it should have been.
    pub what: &'static str,
    /// The codes there are, separated by commas.
    pub known: String,
}

/// An enum whose values have one code each: written by `Display` and `Serialize`, read by `FromStr`.
macro_rules! coded {
    (
        $(#[$about:meta])*
        $name:ident, $what:literal {
            $($(#[$about_value:meta])* $value:ident = $code:literal,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$about_value])* $value,)+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The code it is stored, printed and read by.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$value => $code,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::queue::UnknownCode;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                match code {
                    $($code => Ok(Self::$value),)+
                    _ => Err($crate::queue::UnknownCode {
                        code: code.to_owned(),
                        what: $what,
                        known: [$($code),+].join(", "),
                    }),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }
    };
}

pub(super) use coded;
